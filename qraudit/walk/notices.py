"""Opens the privacy notices that the flow linked to, once it is over, in a browser context of their own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Literal
from urllib.parse import urljoin, urlsplit

from qraudit.models import Control, Notice, Snapshot, Walk
from qraudit.walk.browser.session import Session
from qraudit.walk.facts import Facts
from qraudit.walk.meaning import fold, phrases
from qraudit.walk.scene import Scene, name_key, words_of

__all__ = ["read_notices"]

_MOST = 3
_SECONDS = 4.0
"""For all notices together: they are no part of the flow."""
_LONGEST = 20_000
_LEAST = 20
"""Characters below which a page says nothing."""
_NOWHERE = ("", "#", "#!", "javascript:", "javascript:;", "javascript:void(0)", "javascript:void(0);", "about:blank")
_GONE = frozenset({404, 410})

Said = Literal["controller", "contact", "purpose", "method", "types", "retention", "rights", "optout"]
_SAID: tuple[Said, ...] = ("controller", "contact", "purpose", "method", "types", "retention", "rights", "optout")

Aside = Callable[[], AbstractAsyncContextManager[Session]]
"""A session whose records are nobody's: what a notice's page asks for is not asked for by the flow."""


async def read_notices(aside: Aside, walk: Walk, facts: Facts) -> None:
    """Read what each notice's link leads to, where personal data are asked for."""
    linked = [one for one in walk.notices if one.collects and one.link and one.evidence][:_MOST]
    if linked:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS), aside() as session:
                for notice in linked:
                    await _read(session, notice, facts.notice_links.get(notice.page, ""))
    for notice in walk.notices:
        notice.says = _said(notice.text or notice.on_page)


async def _read(session: Session, notice: Notice, href: str) -> None:
    """Open it; where it leads nowhere, once more: only what fails twice is called dead."""
    for last in (False, True):
        text, dead = await _opened(session, notice, href)
        notice.text = text[:_LONGEST]
        if text or not dead:
            notice.opened = bool(text)
            return
        if last:
            notice.opened, notice.dead = False, True


async def _opened(session: Session, notice: Notice, href: str) -> tuple[str, bool]:
    """What it says, and (where that is nothing) whether the link is to blame rather than the network."""
    page = notice.evidence[0].url or ""
    if href.strip().lower() in _NOWHERE or href.lower().startswith("javascript:"):
        return await _tapped(session, notice.link, page)
    address = urljoin(page, href)
    if urlsplit(address).scheme not in ("http", "https"):
        return "", False
    error = await session.open(address)
    if error:
        return "", False
    await session.settle()
    text = (await session.look(pictures=False)).text
    gone = await _status(session) in _GONE
    empty = len(text.strip()) <= _LEAST
    return ("", True) if gone or empty else (text, False)


async def _status(session: Session) -> int:
    """The HTTP status of the document in front, as its own timing entry tells it."""
    asked = "performance.getEntriesByType('navigation')[0]?.responseStatus ?? 0"
    reply = await session.tab.cdp.send("Runtime.evaluate", {"expression": asked, "returnByValue": True})
    value = reply.get("result", {}).get("value")
    return value if isinstance(value, int) else 0


async def _tapped(session: Session, words: str, page: str) -> tuple[str, bool]:
    """A link that only a script follows: go where it stands, touch it, and see whether anything comes."""
    if await session.open(page):
        return "", False
    await session.settle(late=True)
    before = await session.look(pictures=False)
    link = _link(before, words)
    point = await session.tab.observer.aim(link.id) if link else None
    if point is None:
        return "", False  # it does not stand there when one comes straight to the page: nothing is known
    await session.tap(point)
    await session.settle()
    after = await session.look(pictures=False)
    fresh = _fresh(before, after)
    return fresh, not fresh and not _changed(before, after)


def _link(snapshot: Snapshot, words: str) -> Control | None:
    key = name_key(words)
    return next((one for one in Scene(snapshot, 0).snapshot.controls if name_key(words_of(one)) == key), None)


def _changed(before: Snapshot, after: Snapshot) -> bool:
    return before.url.rstrip("#") != after.url.rstrip("#") or len(before.overlays) != len(after.overlays)


def _fresh(before: Snapshot, after: Snapshot) -> str:
    """What is said now and was not before, where that is enough to be a document."""
    known = set(before.text.splitlines())
    fresh = "\n".join(line for line in after.text.splitlines() if line not in known)
    return fresh if len(fresh.strip()) > _LEAST else ""


def _said(text: str) -> list[Said]:
    says = phrases("notices").all_in(fold(text))
    return [one for one in _SAID if one in says]
