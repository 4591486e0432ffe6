"""SARIF as GitHub code scanning accepts it: places are files of the repository, pages stand in the words.

GitHub refuses a whole file that mixes absolute addresses with a checkout, and ignores `originalUriBaseIds`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from qraudit.models import Lang, Report, Walk
from qraudit.report.sarif import sarif_log

__all__ = ["render_report"]

_CONFIGURATION = "qraudit.toml"
_SCHEME = re.compile(r"\b[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_FULL_ONLY = {"webRequest", "attachments"}


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> str:
    """The GitHub profile: the photograph (or the configuration) at line 1, the page as `host/path` beside it."""
    log = sarif_log(report, walk, run, lang)
    del log["$schema"]
    [tree] = log["runs"]
    for key in ("artifacts", "originalUriBaseIds", "translations"):
        tree.pop(key, None)
    for invocation in tree["invocations"]:
        invocation.pop("commandLine", None)
    place = _in_repository(report.target.source)
    tree["results"] = [_result(result, place) for result in tree["results"]]
    return json.dumps(_without_schemes(log), ensure_ascii=False, indent=1) + "\n"


def _result(result: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    pages = result["locations"]
    kept = {key: value for key, value in result.items() if key not in _FULL_ONLY}
    where = pages[0]["physicalLocation"]["artifactLocation"]["uri"]
    kept["message"] = {"text": f"{result['message']['text']} [{where}]"}
    kept["locations"] = [{"physicalLocation": place}]
    kept["relatedLocations"] = [
        page | {"id": number, "message": page.get("message", {"text": where})} for number, page in enumerate(pages, 1)
    ]
    return kept


def _in_repository(source: str) -> dict[str, Any]:
    """Where the code is in the checkout: its photograph, else the configuration that names it."""
    path = PurePath(source)
    if path.is_absolute():
        here = Path.cwd()
        path = path.relative_to(here) if path.is_relative_to(here) else PurePath(path.name)
    is_file = "://" not in source and ".." not in path.parts and path.suffix != ""
    uri = quote(path.as_posix()) if is_file else _CONFIGURATION
    return {"artifactLocation": {"uri": uri}, "region": {"startLine": 1, "startColumn": 1}}


def _without_schemes(tree: Any) -> Any:
    """Every address as `host/path`."""
    if isinstance(tree, str):
        return "about" if tree == "about:blank" else _SCHEME.sub("", tree)
    if isinstance(tree, list):
        return [_without_schemes(item) for item in tree]
    if isinstance(tree, dict):
        return {key: _without_schemes(item) for key, item in tree.items()}
    return tree
