"""The network log of a run as a WARC archive, through warcio."""

from __future__ import annotations

import base64
import binascii
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from qraudit.models import Report

if TYPE_CHECKING:
    from warcio.warcwriter import WARCWriter

__all__ = ["write_warc"]

_LARGEST_HAR = 512 << 20
_CODED = {"content-encoding", "transfer-encoding", "content-length"}
"""Headers that describe bytes on the wire; the archive holds the decoded content."""


def write_warc(run: Path, report: Report, file: Path) -> None:
    """Write every exchange of the run's HAR, and what is known of a step's page that is not in it."""
    from warcio.warcwriter import WARCWriter

    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        software = {"software": f"qraudit {report.tool.version}", "format": "WARC File Format 1.1"}
        writer.write_record(writer.create_warcinfo_record(file.name, software))
        seen = set()
        for entry in _entries(run):
            url = urldefrag(str(entry["request"]["url"])).url
            if urlsplit(url).scheme in ("http", "https"):
                _exchange(writer, url, entry, run)
                seen.add(url)
        for step in report.steps:
            url = urldefrag(step.url).url
            if url not in seen and urlsplit(url).scheme in ("http", "https"):
                _text_of(writer, url, step.text or step.title, _utc(report.started))
                seen.add(url)


def _entries(run: Path) -> Iterator[dict[str, Any]]:
    """The HAR's exchanges that have a request and a response; anything malformed is left out."""
    path = run / "network.har"
    try:
        if path.stat().st_size > _LARGEST_HAR:
            return
        entries = json.loads(path.read_bytes())["log"]["entries"]
    except (OSError, ValueError, LookupError, TypeError):
        return
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and _whole(entry.get("request")) and _whole(entry.get("response")):
            yield entry


def _whole(message: Any) -> bool:
    return isinstance(message, dict) and isinstance(message.get("headers"), list)


def _exchange(writer: WARCWriter, url: str, entry: dict[str, Any], run: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    request, response = entry["request"], entry["response"]
    status = response.get("status", 0)
    if not isinstance(status, int) or status < 100:
        return  # no response came: the guard refused it, or the page went on
    date = {"WARC-Date": _date(str(entry.get("startedDateTime", "")))}
    content = _content(response.get("content"), run)
    headers = [*_headers(response), ("Content-Length", str(len(content)))]
    answer = StatusAndHeaders(f"{status} {_line(response.get('statusText', ''))}".strip(), headers, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        url, "response", io.BytesIO(content), http_headers=answer, warc_headers_dict=date
    )
    parts = urlsplit(url)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    asked = StatusAndHeaders(
        f"{_line(request.get('method', 'GET'))} {path} HTTP/1.1", _headers(request), is_http_request=True
    )
    posted = request.get("postData")
    body = str(posted.get("text", "")).encode() if isinstance(posted, dict) else b""
    pair = writer.create_warc_record(url, "request", io.BytesIO(body), http_headers=asked, warc_headers_dict=dict(date))
    writer.write_request_response_pair(pair, record)


def _text_of(writer: WARCWriter, url: str, text: str, date: str) -> None:
    """A page that no response was kept of: the words that were seen on it, as a resource and not as a response."""
    body = io.BytesIO(text.encode("utf-8", "replace"))
    headers = {"WARC-Date": date}
    record = writer.create_warc_record(
        url, "resource", body, warc_content_type="text/plain; charset=utf-8", warc_headers_dict=headers
    )
    writer.write_record(record)


def _content(content: Any, run: Path) -> bytes:
    if not isinstance(content, dict):
        return b""
    if isinstance(name := content.get("_file"), str) and Path(name).name == name and (run / name).is_file():
        return (run / name).read_bytes()
    text = str(content.get("text") or "")
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "replace")
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _headers(message: dict[str, Any]) -> list[tuple[str, str]]:
    pairs = [
        (_line(one.get("name", "")), _line(one.get("value", ""))) for one in message["headers"] if isinstance(one, dict)
    ]
    return [(name, value) for name, value in pairs if name.lower() not in _CODED and name and not name.startswith(":")]


def _line(text: Any) -> str:
    """A header must be one line."""
    return " ".join(str(text).split())


def _date(started: str) -> str:
    from datetime import datetime

    try:
        return _utc(datetime.fromisoformat(started))
    except ValueError:
        return _utc(datetime.fromtimestamp(0).astimezone())


def _utc(moment: Any) -> str:
    from datetime import UTC

    return str(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
