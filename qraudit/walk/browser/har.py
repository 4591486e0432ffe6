"""The network log of a walk as HAR 1.2: written by us, so that it is bounded and outlives a browser that crashed."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from qraudit.models import Bound

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Request, Response

__all__ = ["HarLog"]

_MOST_ENTRIES = 3000
_MOST_BYTES = 16_000_000
"""Of all bodies together."""
_LARGEST_BODY = 600_000
_LARGEST_POST = 100_000
_AT_ONCE = 3
_KEPT_TYPES = frozenset({"document", "stylesheet", "script", "xhr", "fetch", "image"})
_TEXT = ("text/", "json", "javascript", "xml", "html", "urlencoded")
_LAST_BODIES_S = 1.0


class HarLog:
    """Hears of every exchange of one context. Bodies are fetched aside, a few at a time, and only up to a size."""

    def __init__(self, context: BrowserContext) -> None:
        self.bounds: list[Bound] = []
        self._entries: dict[Request, dict[str, Any]] = {}
        self._bytes = 0
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("requestfinished", self._on_finished)
        context.on("requestfailed", self._on_failed)

    async def archive(self, browser: str) -> dict[str, Any]:
        """All that was heard until now."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=_LAST_BODIES_S)
        for task in self._tasks:
            task.cancel()
        entries = sorted(self._entries.values(), key=lambda entry: str(entry["startedDateTime"]))
        creator = {"name": "qraudit", "version": ""}
        return {"log": {"version": "1.2", "creator": creator, "browser": _named(browser), "entries": entries}}

    def _on_request(self, request: Request) -> None:
        if len(self._entries) >= _MOST_ENTRIES:
            self._reached("har-entries", _MOST_ENTRIES)
        elif urlsplit(request.url).scheme in ("http", "https"):
            self._entries[request] = _begun(request)

    def _on_response(self, response: Response) -> None:
        entry = self._entries.get(response.request)
        if entry is not None:
            entry["response"] = _answered(response)

    def _on_finished(self, request: Request) -> None:
        entry = self._entries.get(request)
        if entry is None:
            return
        _time(entry, request)
        if request.resource_type in _KEPT_TYPES:
            task = asyncio.ensure_future(self._keep_body(request, entry))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _on_failed(self, request: Request) -> None:
        entry = self._entries.get(request)
        if entry is not None:
            entry["response"]["_error"] = str(request.failure or "")[:200]

    async def _keep_body(self, request: Request, entry: dict[str, Any]) -> None:
        async with self._turn:
            with contextlib.suppress(Exception):  # the page has moved on, and its bodies with it
                response = await request.response()
                if response is None or await _length(request, response) > _LARGEST_BODY:
                    return
                body = await response.body()
                if self._bytes + len(body) > _MOST_BYTES:
                    self._reached("har-bytes", _MOST_BYTES)
                    return
                self._bytes += len(body)
                entry["response"]["content"] |= _content(body, entry["response"]["content"]["mimeType"])

    def _reached(self, name: str, limit: float) -> None:
        if all(bound.name != name for bound in self.bounds):
            self.bounds.append(Bound(name=name, limit=limit))


async def _length(request: Request, response: Response) -> int:
    told = response.headers.get("content-length", "")
    return int(told) if told.isdigit() else (await request.sizes())["responseBodySize"]


def _begun(request: Request) -> dict[str, Any]:
    return {
        "startedDateTime": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "time": -1,
        "request": {
            "method": request.method,
            "url": request.url[:8000],
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _headers(request.headers),
            "queryString": [
                {"name": name, "value": value}
                for name, value in parse_qsl(urlsplit(request.url).query, keep_blank_values=True)[:100]
            ],
            "headersSize": -1,
            "bodySize": -1,
        }
        | _posted(request),
        "response": _no_answer(),
        "cache": {},
        "timings": {"send": 0, "wait": -1, "receive": -1},
    }


def _posted(request: Request) -> dict[str, Any]:
    try:
        body = request.post_data
    except UnicodeDecodeError:
        body = (request.post_data_buffer or b"").decode("utf-8", "replace")
    if not body:
        return {}
    kind = request.headers.get("content-type", "")
    return {"postData": {"mimeType": kind, "params": [], "text": body[:_LARGEST_POST]}}


def _no_answer() -> dict[str, Any]:
    content: dict[str, Any] = {"size": 0, "mimeType": "x-unknown"}
    return {
        "status": -1, "statusText": "", "httpVersion": "", "cookies": [], "headers": [], "content": content,
        "redirectURL": "", "headersSize": -1, "bodySize": -1,
    }  # fmt: skip


def _answered(response: Response) -> dict[str, Any]:
    headers = response.headers
    return _no_answer() | {
        "status": response.status,
        "statusText": response.status_text,
        "httpVersion": "HTTP/1.1",
        "headers": _headers(headers),
        "redirectURL": headers.get("location", ""),
        "content": {"size": 0, "mimeType": headers.get("content-type", "x-unknown")},
    }


def _headers(headers: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value[:4000]} for name, value in list(headers.items())[:200]]


def _time(entry: dict[str, Any], request: Request) -> None:
    timing = request.timing
    sent, first, last = timing["requestStart"], timing["responseStart"], timing["responseEnd"]
    wait, receive = max(0.0, first - sent), max(0.0, last - first)
    entry["timings"] = {"send": 0, "wait": round(wait, 1), "receive": round(receive, 1)}
    entry["time"] = round(wait + receive, 1)


def _content(body: bytes, kind: str) -> dict[str, Any]:
    size = {"size": len(body)}
    if any(sign in kind for sign in _TEXT):
        return size | {"text": body.decode("utf-8", "replace")}
    return size | {"text": base64.b64encode(body).decode(), "encoding": "base64"}


def _named(browser: str) -> dict[str, str]:
    name, _, version = browser.rpartition(" ")
    return {"name": name, "version": version}
