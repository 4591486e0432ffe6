"""What goes over the wire: requests, replies that tell of walls, and where typed values go."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, quote_plus, unquote_plus, urlsplit

from qraudit.models import Category, Disclosure
from qraudit.walk.browser.parties import Parties
from qraudit.walk.halves import whole_json

if TYPE_CHECKING:
    from playwright.async_api import Request, Response

__all__ = ["Reply", "Wire"]

Moment = Literal["typing", "submission", "later"]

_LONG_LIVED = frozenset({"eventsource", "websocket", "media", "ping", "manifest", "texttrack", "beacon"})
_PATIENCE_S = 6.0
"""A request older than this is no longer waited for: it is a long poll, or the server hangs."""
_POLLED = 3
"""From the third request for one address on, it is taken for polling and not waited for."""
_BODY_LIMIT = 200_000
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")


@dataclass
class Reply:
    """The JSON answer of an API to a page."""

    url: str
    status: int
    text: str
    data: Any
    step: int
    at: float = field(default_factory=time.monotonic)

    @property
    def message(self) -> str:
        """What the answer says to a person, if anything."""
        return _message(self.data)


def _message(data: Any) -> str:
    if not isinstance(data, dict):
        return ""
    for key in (
        "msg",
        "message",
        "errmsg",
        "errMsg",
        "error_msg",
        "errorMessage",
        "tip",
        "tips",
        "info",
        "error",
        "detail",
        "desc",
    ):
        value = data.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()[:300]
        if isinstance(value, dict) and _message(value):
            return _message(value)
    return ""


@cache
def _encodings(value: str) -> tuple[tuple[str, str], ...]:
    raw = value.encode()
    forms = {
        "plain": value,
        "url": quote(value, safe=""),
        "url+": quote_plus(value),
        "json": json.dumps(value)[1:-1],
        "md5": hashlib.md5(raw, usedforsecurity=False).hexdigest(),
        "sha1": hashlib.sha1(raw, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(raw).hexdigest(),
        "sha512": hashlib.sha512(raw).hexdigest(),
        "hex": raw.hex(),
        "reversed": value[::-1],
    }
    return tuple((name, form) for name, form in forms.items() if len(form) > 1)


def _opened(text: str) -> Iterator[tuple[str, str]]:
    """The text, and what stands in it as base64."""
    yield "", text
    for token in _BASE64.findall(text)[:200]:
        padded = token.replace("-", "+").replace("_", "/").rstrip("=")
        try:
            plain = base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True)
        except (binascii.Error, ValueError):
            continue
        decoded = plain.decode("utf-8", "ignore")
        if decoded:
            yield "base64", decoded


def _seen(value: str, text: str) -> str:
    """The encoding under which a value stands in a text; empty where it does not."""
    for wrapping, inner in _opened(text):
        lowered = inner.lower()
        for name, form in _encodings(value):
            if form in inner or (len(form) >= 32 and form.lower() in lowered):
                return wrapping if wrapping and name == "plain" else f"{wrapping}+{name}" if wrapping else name
    return ""


def _abandoned(request: Request) -> bool:
    """Whether the window that asked is gone, without its request ever having been said to end."""
    try:
        return request.frame.page.is_closed()
    except Exception:  # a window that is just being made
        return False


class Wire:
    """Everything that the pages of one context send and get."""

    def __init__(self, parties: Parties) -> None:
        self.parties = parties
        self.canaries: dict[str, Category] = {}
        self.moment: Moment = "later"
        self.consented = False
        self.step = 0
        self.disclosures: list[Disclosure] = []
        self.replies: list[Reply] = []
        self.hosts: dict[str, None] = {}
        self.requests = 0
        self._open: dict[Request, tuple[str, float]] = {}
        self._asked: Counter[str] = Counter()
        self._told: set[tuple[str, str, str]] = set()

    def pending(self) -> int:
        """How many requests are worth waiting for just now."""
        oldest = time.monotonic() - _PATIENCE_S
        waited_for = [
            request for request, (url, since) in self._open.items() if since > oldest and self._asked[url] < _POLLED
        ]
        return sum(not _abandoned(request) for request in waited_for)

    def on_request(self, request: Request) -> None:
        """Playwright's `request` event."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https"):
            return
        self.requests += 1
        self.hosts.setdefault(parts.hostname or "")
        if request.resource_type not in _LONG_LIVED:
            key = f"{request.method} {request.url}"
            if request.resource_type != "document":
                self._asked[key] += 1
            self._open[request] = (key, time.monotonic())
        self._watch_canaries(request)

    def on_done(self, request: Request) -> None:
        """Playwright's `requestfinished` and `requestfailed` events."""
        self._open.pop(request, None)

    def begin(self, step: int) -> None:
        """A new step begins: what was asked often before need not be polling now."""
        self.step = step
        self._asked.clear()

    def forget_open(self) -> None:
        """A page went away, and with it what it was waiting for."""
        self._open.clear()

    async def on_response(self, response: Response) -> None:
        """Playwright's `response` event: JSON answers are kept, since they tell of walls before the page does."""
        if response.request.resource_type not in ("xhr", "fetch"):
            return
        if "json" not in response.headers.get("content-type", "") and "text" not in response.headers.get(
            "content-type", ""
        ):
            return
        if int(response.headers.get("content-length", "0") or 0) > _BODY_LIMIT:
            return
        try:
            text = (await response.text())[:_BODY_LIMIT]
            data = json.loads(whole_json(text))
        except Exception:  # a body that is gone, or no JSON: nothing to learn from it
            return
        self.replies.append(Reply(response.url, response.status, text, data, self.step))
        del self.replies[:-200]

    def last_message(self, since: float) -> str:
        """What the API last said to a person after that moment (monotonic)."""
        return next((reply.message for reply in reversed(self.replies) if reply.at >= since and reply.message), "")

    def replies_since(self, since: float) -> list[Reply]:
        """The API's answers after that moment (monotonic)."""
        return [reply for reply in self.replies if reply.at >= since]

    def _watch_canaries(self, request: Request) -> None:
        if not self.canaries:
            return
        try:
            body = request.post_data or ""
        except UnicodeDecodeError:
            body = (request.post_data_buffer or b"").decode("utf-8", "ignore")
        self._look_for_canaries(request.url, request.method, body)

    def on_sent(self, url: str, body: str) -> None:
        """What a page's own script told of a request whose body no event holds; only where that request was made."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return
        if host in self.hosts and self.canaries:
            self._look_for_canaries(url[:_BODY_LIMIT], "POST", body)

    def _look_for_canaries(self, url: str, method: str, body: str) -> None:
        text = f"{url}\n{unquote_plus(url)}\n{body[:_BODY_LIMIT]}\n{unquote_plus(body[:_BODY_LIMIT])}"
        for value, category in list(self.canaries.items()):
            encoding = _seen(value, text) if len(value) >= 2 else ""
            if encoding:
                self._disclose(url, method, category, encoding)

    def _disclose(self, url: str, method: str, category: Category, encoding: str) -> None:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        key = (category, host, self.moment)
        if key in self._told:
            return
        self._told.add(key)
        self.disclosures.append(
            Disclosure(
                category=category,
                host=host,
                party=self.parties.of(host),
                moment=self.moment,
                encoding=encoding,
                method=method,
                url=url[:500],
                secure=parts.scheme == "https" or self.parties.is_loopback(host),
                step=self.step,
                consented=self.consented,
            )
        )
