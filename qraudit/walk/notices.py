"""Opens the privacy notices that the flow links to, in a browser context of their own."""

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

__all__ = ["NoticeReader"]

_MOST = 3
_SECONDS = 4.0
"""How long they are waited for once the flow is over: they are no part of it."""
_LOOK_EVERY_S = 0.1
_LONGEST = 20_000
_LEAST = 20
"""Characters below which a page says nothing."""
_NOWHERE = ("", "#", "#!", "javascript:", "javascript:;", "javascript:void(0)", "javascript:void(0);", "about:blank")
_GONE = frozenset({404, 410})

Said = Literal["controller", "contact", "purpose", "method", "types", "retention", "rights", "optout"]
_SAID: tuple[Said, ...] = ("controller", "contact", "purpose", "method", "types", "retention", "rights", "optout")

Aside = Callable[[], AbstractAsyncContextManager[Session]]
"""A session whose records are nobody's: what a notice's page asks for is not asked for by the flow."""


class NoticeReader:
    """Reads what the notices' links lead to while the flow goes on, so that nobody has to wait for it."""

    def __init__(self, aside: Aside, walk: Walk, facts: Facts) -> None:
        self._aside = aside
        self._walk = walk
        self._facts = facts
        self._read: set[str] = set()
        self._reading: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    def begin(self) -> None:
        """Read from now on what the flow meets."""
        self._reading = asyncio.create_task(self._follow())

    async def finish(self) -> None:
        """The flow is over: read what is left, for a moment, and say what each notice says."""
        self._over.set()
        self._reading = self._reading or asyncio.create_task(self._follow())
        await asyncio.wait({self._reading}, timeout=_SECONDS)
        await self.cancel()
        for notice in self._walk.notices:
            notice.says = _said(notice.text or notice.on_page)

    async def cancel(self) -> None:
        """Read no more."""
        if self._reading is not None:
            self._reading.cancel()
            with contextlib.suppress(Exception, asyncio.CancelledError):  # what it was about may be gone
                await self._reading

    async def _follow(self) -> None:
        while not self._unread():
            if self._over.is_set():
                return
            await self._pause()
        async with self._aside() as session:
            while not self._over.is_set() or self._unread():
                for notice in self._unread():
                    self._read.add(notice.page)
                    await _read(session, notice, self._facts.notice_links.get(notice.page, ""))
                await self._pause()

    async def _pause(self) -> None:
        """Until it is time to look again, or the flow is over."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), _LOOK_EVERY_S)

    def _unread(self) -> list[Notice]:
        linked = [one for one in self._walk.notices if one.collects and one.link and one.evidence]
        return [one for one in linked[:_MOST] if one.page not in self._read]


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
    shown = len(session.events.dialogs)
    await session.tap(point)
    await session.settle()
    after = await session.look(pictures=False)
    told = "\n".join(one.text for one in session.events.dialogs[shown:])  # some tell it in the browser's own dialog
    fresh = _fresh(before, after) or (told if len(told) > _LEAST else "")
    return fresh, not fresh and not told and not _changed(before, after)


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
