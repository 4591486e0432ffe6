"""The windows of one context: each is equipped as soon as it opens, and there are never too many."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

    from qraudit.walk.browser.documents import DocumentHook
    from qraudit.walk.observe import Observer

__all__ = ["MOST_WINDOWS", "BrowserLostError", "Tab", "Windows"]

_T = TypeVar("_T")

MOST_WINDOWS = 6
_EQUIP_S = 5.0


class BrowserLostError(Exception):
    """The browser, or its last window, is gone: nothing more can be seen or done."""


@dataclass(eq=False)
class Tab:
    """One window with its own line to the browser."""

    page: Page
    cdp: CDPSession
    observer: Observer
    hook: DocumentHook


class Windows:
    """Keeps the windows in the order in which they opened; the last one is in front.

    `equip` makes a page a `Tab`. `on_too_many` is told when a window was closed because there were too many.
    """

    def __init__(self, equip: Callable[[Page], Awaitable[Tab]], on_too_many: Callable[[], None]) -> None:
        self._equip = equip
        self._on_too_many = on_too_many
        self._tabs: list[Tab] = []
        self._adopting: set[asyncio.Task[None]] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self._gone = asyncio.Event()

    def __len__(self) -> int:
        return len(self._tabs)

    @property
    def lost(self) -> bool:
        """Whether the browser itself is gone."""
        return self._gone.is_set()

    @property
    def front(self) -> Tab:
        """The window in front.

        Raises:
            BrowserLostError: there is none (any more).

        """
        if self.lost or not self._tabs:
            raise BrowserLostError
        return self._tabs[-1]

    def all(self) -> list[Tab]:
        """Every window, the one in front last."""
        return list(self._tabs)

    def lose(self) -> None:
        """The browser is gone, and every window with it."""
        self._gone.set()

    async def unless_lost(self, work: Awaitable[_T]) -> _T:
        """What `work` comes to; it is not waited for any longer once the browser is gone.

        Raises:
            BrowserLostError: it is gone.

        """
        doing, going = asyncio.ensure_future(work), asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait((doing, going), return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            raise BrowserLostError
        finally:
            going.cancel()
            doing.cancel()

    def on_page(self, page: Page) -> None:
        """Playwright's `page` event."""
        room = len(self._tabs) + len(self._adopting) < MOST_WINDOWS
        task = asyncio.ensure_future(self._take(page) if room else self._turn_away(page))
        kept = self._adopting if room else self._leaving
        kept.add(task)
        task.add_done_callback(kept.discard)

    async def adopted(self) -> None:
        """Wait until new windows are equipped."""
        if self._adopting:
            await asyncio.wait(set(self._adopting), timeout=_EQUIP_S)

    def drop(self, tab: Tab) -> None:
        """A window has closed or crashed."""
        if tab in self._tabs:
            self._tabs.remove(tab)
        if not self._tabs and not self._adopting:
            self.lose()

    def take_front(self) -> Tab | None:
        """The window in front, taken off where another stands behind it."""
        return self._tabs.pop() if len(self._tabs) > 1 else None

    def cancel(self) -> None:
        """Equip nothing more."""
        for task in (*self._adopting, *self._leaving):
            task.cancel()

    async def _turn_away(self, page: Page) -> None:
        self._on_too_many()
        with contextlib.suppress(Exception):
            await page.close()

    async def _take(self, page: Page) -> None:
        try:
            tab = await self._equip(page)
        except Exception:  # the window was gone before it could be looked at
            return
        page.on("close", lambda _: self.drop(tab))
        page.on("crash", lambda _: self.drop(tab))
        if not page.is_closed():
            self._tabs.append(tab)
