"""WACZ: the run as a web archive that replayweb.page opens, with the report and the evidence inside."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from qraudit.errors import EnvironmentNotReadyError, RunError
from qraudit.models import Lang, Report, Walk
from qraudit.report.escaping import plain
from qraudit.text import both

__all__ = ["render_report"]

_FOLDER = "qraudit"
_SHOWN = {"report.html": "result.html", "report.json": "result.json", "manifest.json": "manifest.json"}
"""Files that stand beside the packed run."""
_PACKAGE = "datapackage.json"
_PACKAGE_DIGEST = "datapackage-digest.json"
_STORED = {".gz", ".png", ".webp", ".jpg", ".zip", ".webm"}
"""Already compressed: the format asks for these to be stored."""


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> bytes:
    """The archive.

    Raises:
        RunError: there is no run folder.
        EnvironmentNotReadyError: the optional packages are not installed.

    """
    if run is None:
        raise RunError(both("report.error.wacz-run"))
    with tempfile.TemporaryDirectory(prefix="qraudit-wacz-") as folder:
        made = _create(Path(folder), run, report)
        return _with_evidence(made, run)


def _create(folder: Path, run: Path, report: Report) -> Path:
    try:
        from wacz.main import main as wacz

        from qraudit.report.warc import write_warc

        write_warc(run, report, folder / "data.warc.gz")
    except ImportError as error:
        raise EnvironmentNotReadyError(both("report.error.wacz-missing")) from error
    pages = folder / "pages.jsonl"
    pages.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in _pages(report)), encoding="utf-8")
    out = folder / "run.wacz"
    main_url = next((step.url for step in report.steps if urlsplit(step.url).scheme in ("http", "https")), "")
    call = ["create", "-o", str(out), "--pages", str(pages), "--copy-pages", "--hash-type", "sha256"]
    call += ["--title", plain(report.target.source, 200)]
    call += ["--url", main_url] if main_url else []
    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            status = wacz([*call, str(folder / "data.warc.gz")])
    except SystemExit as end:  # how its command line says that it does not understand a call
        status = end.code
    if status:
        raise RunError(both("report.error.wacz-failed", why=plain(told.getvalue(), 300)))
    return out


def _pages(report: Report) -> Iterator[dict[str, Any]]:
    """One page a step, as the walk saw them."""
    yield {"format": "json-pages-1.0", "id": "pages", "title": "qraudit"}
    for step in report.steps:
        if urlsplit(step.url).scheme in ("http", "https"):
            seen = (report.started + timedelta(milliseconds=step.at_ms)).astimezone(UTC)
            title = plain(step.title or step.url, 200)
            yield {"id": f"step-{step.index:02d}", "url": step.url, "ts": f"{seen:%Y-%m-%dT%H:%M:%SZ}", "title": title}


def _with_evidence(made: Path, run: Path) -> bytes:
    """The archive again with the run's files in it, listed in its package as the format asks."""
    stream = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(stream, "w") as target:
        for member in source.infolist():
            if member.filename not in {_PACKAGE, _PACKAGE_DIGEST}:
                _put(target, member.filename, source.read(member))
        package = json.loads(source.read(_PACKAGE))
        for name, data in _evidence(run):
            _put(target, f"{_FOLDER}/{name}", data)
            package["resources"].append(_resource(f"{_FOLDER}/{name}", data))
        described = json.dumps(package, ensure_ascii=False, indent=1).encode()
        digest = {"path": _PACKAGE, "hash": f"sha256:{hashlib.sha256(described).hexdigest()}"}
        _put(target, _PACKAGE, described)
        _put(target, _PACKAGE_DIGEST, json.dumps(digest, indent=1).encode())
    return stream.getvalue()


def _evidence(run: Path) -> Iterator[tuple[str, bytes]]:
    """The reports, and the whole run as one file: validators of the format know no folders within folders."""
    for name, shown in _SHOWN.items():
        if (run / name).is_file():
            yield shown, (run / name).read_bytes()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for folder, _, names in os.walk(run, followlinks=False):
            for path in (Path(folder, name) for name in sorted(names)):
                if path.is_file() and not path.is_symlink() and path.suffix != ".wacz":
                    _put(packed, path.relative_to(run).as_posix(), path.read_bytes())
    yield "run.zip", stream.getvalue()


def _resource(name: str, data: bytes) -> dict[str, Any]:
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    resource = {"name": PurePosixPath(name).name, "path": name, "hash": digest, "bytes": len(data)}
    return resource | ({"type": "json"} if name.endswith(".json") else {})  # else validators guess by its keys


def _put(target: zipfile.ZipFile, name: str, data: bytes) -> None:
    packed = PurePosixPath(name).suffix in _STORED
    target.writestr(name, data, zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
