"""What happened in the browser that a walk must know of, beside what its pages show."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args
from urllib.parse import parse_qs, urlsplit

from qraudit.models import (
    BridgeCall,
    Dialog,
    Handoff,
    OAuthRequest,
    PermissionRequest,
)
from qraudit.models.walk import PermissionKind
from qraudit.walk.browser.payments import payments
from qraudit.walk.halves import whole_json

__all__ = ["AUTHORIZE_HOST", "MOST_SENT", "Departure", "Events", "is_authorize", "oauth_request"]

AUTHORIZE_HOST = "open.weixin.qq.com"
MOST_SENT = 16_000
"""Characters of a body that a page tells of."""
_LONGEST_REPORT = 6 * MOST_SENT
"""JSON may need six characters for one."""
_OWN_CALLS = 5
_MOST = 500


@dataclass(frozen=True)
class Departure:
    """The page tried to leave the web: for a follow page, a mini-program, an app, a store."""

    url: str
    kind: str
    step: int
    at: float


def is_authorize(url: str) -> bool:
    """Whether an address is WeChat's authorization page."""
    parts = urlsplit(url)
    return parts.hostname == AUTHORIZE_HOST and parts.path.startswith("/connect/")


def oauth_request(url: str, page_url: str, *, step: int, tapped: bool) -> OAuthRequest:
    """What an authorization address asks for. Nothing is sent to it."""
    query = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    return OAuthRequest(
        appid=query.get("appid", "")[:40],
        scope=query.get("scope", "")[:60],
        redirect_host=urlsplit(query.get("redirect_uri", "")).hostname or "",
        page_host=urlsplit(page_url).hostname or "",
        before_any_tap=not tapped,
        step=step,
    )


@dataclass
class Events:
    """The log of one context. What pages report through the bridge is hostile: everything is cut and checked."""

    step: int = 0
    tapped: bool = False
    bridge: list[BridgeCall] = field(default_factory=list)
    handoffs: list[Handoff] = field(default_factory=list)
    dialogs: list[Dialog] = field(default_factory=list)
    permissions: list[PermissionRequest] = field(default_factory=list)
    departures: list[Departure] = field(default_factory=list)
    oauth: list[OAuthRequest] = field(default_factory=list)
    windows: int = 0
    crashed: bool = False
    downloads: list[str] = field(default_factory=list)
    handed_over: asyncio.Event = field(default_factory=asyncio.Event)
    """Money has been asked for: the flow has come to its end, whatever its page is still about to do."""
    is_own_page: Callable[[str], bool] = lambda url: False
    """Whether an address is the merchant's own, hosted by the one that takes its money."""
    words: Callable[[], str] = lambda: ""
    """What the page in front said when it was last looked at."""

    def mark(self) -> dict[str, int]:
        """Where each log stands now, to see later what is new."""
        return {
            name: len(getattr(self, name))
            for name in ("bridge", "handoffs", "dialogs", "permissions", "departures", "oauth", "downloads")
        }

    def hand_off(self, found: Handoff | None) -> bool:
        """Record a payment request; the same way asked twice in one step is one."""
        if found is None or (found.way == "cashier" and self.is_own_page(found.url)):
            return False
        if not any(one.way == found.way and one.step == found.step for one in self.handoffs):
            payments().from_page(found, self.words())
            self.handoffs.append(found)
            self.handed_over.set()
        return True

    def depart(self, url: str, kind: str) -> None:
        """Record that the page tried to leave the web."""
        whole = url[:1000]
        known = any(one.step == self.step and _page(one.url) == _page(whole) for one in self.departures)
        if not known and len(self.departures) < _MOST:
            self.departures.append(Departure(whole, kind, self.step, time.monotonic()))

    def on_report(self, text: str) -> dict[str, Any] | None:
        """A report of the injected script (hostile: the page can call it as well)."""
        try:
            report = json.loads(whole_json(text[:_LONGEST_REPORT]))
            kind, name = str(report["kind"]), str(report["name"])[:80]
        except (ValueError, KeyError, TypeError):
            return None
        if kind == "call":
            self._called(name, report)
        elif kind == "permission":
            self.ask(name, str(report.get("detail", ""))[:80], by_tap=bool(report.get("active")))
        return {"kind": kind, "name": name, **report}

    def _called(self, name: str, report: dict[str, Any]) -> None:
        arguments = str(report.get("detail", ""))[:4000]
        ways = payments()
        if len(self.bridge) < _MOST:
            self.bridge.append(
                BridgeCall(
                    name=name,
                    step=self.step,
                    frame=str(report.get("href", ""))[:500],
                    arguments=arguments,
                    answer=ways.answers.get(name, f"{name}:ok"),
                    stack=_callers(str(report.get("stack", ""))),
                )
            )
        self.hand_off(ways.of_call(name, arguments, self.step))
        asked = ways.asks.get(name)
        if asked in ("location", "album"):
            self.ask(asked, name, by_tap=bool(report.get("active")))

    def ask(self, kind: str, api: str, *, by_tap: bool) -> None:
        """Record that the page asked for a device capability."""
        known: PermissionRequest | None = next((one for one in self.permissions if one.kind == kind), None)
        if known is None:
            if kind in get_args(PermissionKind):
                self.permissions.append(PermissionRequest(kind=kind, api=api, step=self.step, by_tap=by_tap))
            return
        known.count += 1
        known.by_tap = known.by_tap and by_tap
        if self.step != known.step and self.step not in known.asked_again_at:
            known.asked_again_at.append(self.step)


def _callers(stack: str) -> str:
    """The page's own part of a stack that begins with the error and the injected script's calls."""
    return "\n".join(stack.split("\n")[_OWN_CALLS : _OWN_CALLS + 4])[:600]


def _page(url: str) -> str:
    return url.partition("#")[0]
