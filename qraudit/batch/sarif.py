"""results.sarif: a batch's findings as one SARIF 2.1.0 run, each code's once; the proof is in its run folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import qraudit
from qraudit.models import Lang
from qraudit.report.escaping import plain

__all__ = ["sarif_table"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"critical": "error", "serious": "error", "moderate": "warning", "minor": "note"}
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"
_MOST_SOURCES = 20


def sarif_table(rows: Iterable[Mapping[str, Any]], folder: Path, lang: Lang) -> str:
    """The whole log."""
    codes: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["audit"] is not None:
            codes.setdefault(row["audit"], []).append(row)
    rules = {one["rule"]: one for alike in codes.values() for one in alike[0]["findings"]}
    places = {rule: place for place, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "qraudit",
                "version": qraudit.__version__,
                "rules": [_rule(finding, lang) for finding in rules.values()],
            }
        },
        "language": {"zh": "zh-CN", "en": "en-US"}[lang],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": list(_unaudited(codes, lang))}],
        "originalUriBaseIds": {"BATCH": {"description": {"text": "batch folder"}}},
        "results": [
            _result(one, alike, places[one["rule"]], lang) for alike in codes.values() for one in alike[0]["findings"]
        ],
    }
    tree = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def _rule(finding: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    return {
        "id": finding["rule"],
        "shortDescription": {"text": plain(finding["title"][lang])},
        "defaultConfiguration": {"level": _LEVELS[finding["severity"]]},
        "properties": {"tags": ["consumer-protection", finding["severity"]]},
    }


def _result(finding: Mapping[str, Any], alike: list[Mapping[str, Any]], index: int, lang: Lang) -> dict[str, Any]:
    row = alike[0]
    failed = finding["outcome"] == "violation"
    result: dict[str, Any] = {
        "ruleId": finding["rule"],
        "ruleIndex": index,
        "kind": "fail" if failed else "review",
        "level": _LEVELS[finding["severity"]] if failed else "none",
        "message": {"text": plain(finding["message"][lang])},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(finding["url"]) or "about:blank"}}}],
        "attachments": [{"artifactLocation": {"uri": quote(f"{row['run']}/report.html"), "uriBaseId": "BATCH"}}],
        "properties": {
            "proof": finding["proof"],
            "subject": finding["subject"],
            "law": finding["law"],
            "merchant": plain(row["merchant"], 200),
            "place": plain(row["place"], 200),
            "sources": [plain(one["source"], 300) for one in alike[:_MOST_SOURCES]],
        },
    }
    if finding["fingerprint"]:
        result["partialFingerprints"] = {"qrauditFinding/v1": finding["fingerprint"]}
    if finding["waiver"]:
        reason = plain(finding["waiver"]["reason"])
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return result


def _unaudited(codes: Mapping[int, list[Mapping[str, Any]]], lang: Lang) -> Iterator[dict[str, Any]]:
    """What could not be audited is no result: it is what happened to the tool."""
    for alike in codes.values():
        row = alike[0]
        if row["verdict"] == "not-audited" and row["outcome"]:
            reason = (row["reason"] or {}).get(lang) or row["outcome"]
            text = f"{plain(row['source'], 300)}: {plain(reason, 500)}"
            yield {"level": "note", "descriptor": {"id": row["outcome"]}, "message": {"text": text}}


def _uri(url: str) -> str:
    return quote(plain(url, 2000), safe=_SAFE)
