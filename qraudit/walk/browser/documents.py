"""Every document that a window asks for, redirect hops included: login, hand-offs and ways off the web stop here.

This is below what Playwright's `route` sees (which misses redirects) and above the guard, which stops what gets by.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from qraudit.models import Device
from qraudit.walk.browser.events import Events, is_authorize, oauth_request
from qraudit.walk.browser.payments import payments

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

__all__ = ["WITHIN", "DocumentHook", "OAuthPolicy"]

_OFF_WEB = frozenset({"official-account", "mini-program", "wechat-contact", "app-link"})
WITHIN = frozenset(
    {"", "http", "https", "ftp", "about", "blob", "data", "javascript", "filesystem", "view-source", "devtools"}
    | {"chrome", "chrome-error", "chrome-extension", "chrome-untrusted"}
)
"""Schemes that lead to no other app: the web's, and those of the browser's own pages, such as the one for a PDF."""
_TEST_CODE = "qraudit-test-code"


@dataclass
class OAuthPolicy:
    """On which hosts WeChat's login is completed with a test code, and whether the profile was conceded."""

    allow_hosts: tuple[str, ...] = ()
    allow_private: bool = False
    test_code: str | None = None
    grant_profile: bool = False
    declined: list[str] = field(default_factory=list)
    """Authorization addresses whose profile request was declined."""
    stopped: list[str] = field(default_factory=list)
    """Authorization addresses that could not be answered for want of a login."""

    def code_for(self, redirect: str) -> str | None:
        """The code to answer with; None where the tool has none."""
        if self.test_code:
            return self.test_code
        parts = urlsplit(redirect)
        host = (parts.hostname or "").lower()
        if host in self.allow_hosts or f"{host}:{parts.port}" in self.allow_hosts:
            return _TEST_CODE
        return _TEST_CODE if self.allow_private and _is_private(host) else None

    def answer(self, url: str) -> tuple[Literal["completed", "declined", "stopped"], str]:
        """What becomes of an authorization address, and where it leads when completed."""
        query = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        redirect = query.get("redirect_uri", "")
        code = self.code_for(redirect)
        if code is None or not redirect.startswith(("http://", "https://")):
            self.stopped.append(url)
            return "stopped", ""
        if "snsapi_base" not in query.get("scope", "") and not self.grant_profile:
            self.declined.append(url)
            return "declined", ""
        return "completed", _with_code(redirect, code, query.get("state", ""))


def _with_code(redirect: str, code: str, state: str) -> str:
    parts = urlsplit(redirect)
    query = parts.query + ("&" if parts.query else "") + urlencode({"code": code, "state": state})
    return urlunsplit(parts._replace(query=query))


def _is_private(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(host.strip("[]"))
        return address.is_private or address.is_loopback
    return False


class DocumentHook:
    """Pauses each document request of one window for as long as it takes to decide about it."""

    def __init__(
        self, cdp: CDPSession, guise: Device, events: Events, policy: OAuthPolicy, classify: Any, page: Page
    ) -> None:
        self._cdp = cdp
        self._guise = guise
        self._events = events
        self._policy = policy
        self._classify = classify
        self._page = page
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    async def attach(
        cls, cdp: CDPSession, guise: Device, events: Events, policy: OAuthPolicy, classify: Any, page: Page
    ) -> DocumentHook:
        """Start watching the documents of one window."""
        hook = cls(cdp, guise, events, policy, classify, page)
        cdp.on("Fetch.requestPaused", hook._paused)
        cdp.on("Network.requestWillBeSent", hook._will_be_sent)
        await cdp.send("Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0})
        await cdp.send("Fetch.enable", {"patterns": [{"urlPattern": "*", "resourceType": "Document"}]})
        return hook

    def _paused(self, event: dict[str, Any]) -> None:
        task = asyncio.ensure_future(self._decide(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _will_be_sent(self, event: dict[str, Any]) -> None:
        # The only trace of a redirect to an app's scheme, and the only whole address of any other way there.
        request = event.get("request", {})
        url = request.get("url", "") + (request.get("urlFragment") or "")
        if urlsplit(url).scheme not in WITHIN and not self._hands_off(url):
            self._leave(url)

    def _hands_off(self, url: str, body: str = "") -> bool:
        return self._events.hand_off(payments().of_url(url, body, self._events.step))

    def _leave(self, url: str) -> bool:
        """Record a way off the web; False where the address is an ordinary one."""
        kind = self._classify(url).kind if self._classify else "web"
        if kind in _OFF_WEB:
            self._events.depart(url, kind)
            return True
        return False

    async def _decide(self, event: dict[str, Any]) -> None:
        request_id, request = event["requestId"], event["request"]
        url = request["url"] + (request.get("urlFragment") or "")
        with contextlib.suppress(Exception):  # the window may be gone by now
            if is_authorize(url):
                await self._authorize(request_id, url)
            elif self._hands_off(url, request.get("postData", "")) or self._leave(url):
                await self._abort(request_id)
            else:
                await self._go_on(request_id, request)

    async def _authorize(self, request_id: str, url: str) -> None:
        asked = oauth_request(url, self._page.url, step=self._events.step, tapped=self._events.tapped)
        asked.handled, target = self._policy.answer(url)
        self._events.oauth.append(asked)
        if target:
            headers = [{"name": "Location", "value": target}]
            await self._cdp.send(
                "Fetch.fulfillRequest", {"requestId": request_id, "responseCode": 302, "responseHeaders": headers}
            )
        else:
            await self._abort(request_id)

    async def _abort(self, request_id: str) -> None:
        # 'Aborted' leaves the page and its state in place, as an app that takes over does.
        await self._cdp.send("Fetch.failRequest", {"requestId": request_id, "errorReason": "Aborted"})

    async def _go_on(self, request_id: str, request: dict[str, Any]) -> None:
        extra = self._guise.document_headers
        if not extra:
            await self._cdp.send("Fetch.continueRequest", {"requestId": request_id})
            return
        headers = {**request["headers"], **extra}
        listed = [{"name": name, "value": value} for name, value in headers.items()]
        await self._cdp.send("Fetch.continueRequest", {"requestId": request_id, "headers": listed})
