"""The one Chromium that many audits share, renewed now and then, and replaced when it dies.

Each audit has a context of its own with a proxy of its own (its guard): what one may reach, and what it was refused,
is nothing to the other. The browser itself, outside those contexts, is behind a guard that lets nobody through.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from qraudit.walk.browser.guard import EgressGuard
from qraudit.walk.browser.processes import BrowserProcesses, ProcessBounds

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from qraudit.walk.browser.chromium import LaunchFacts

__all__ = ["Browsers", "Lent"]

_AUDITS = 100
"""After so many audits a browser is renewed: what it has leaked until then goes with it."""
_CPU_SECONDS = 36_000.0
_CLOSING_S = 10.0


class Lent:
    """A browser with its driver, as long as somebody uses it."""

    def __init__(self) -> None:
        self._stack = contextlib.AsyncExitStack()
        self._playwright: Any = None
        self.users = 0
        self.served = 0
        self.launched: tuple[Browser, LaunchFacts]

    async def start(self, *, headless: bool) -> None:
        """Launch it.

        Raises:
            EnvironmentNotReadyError: there is no Chromium, or it does not start.

        """
        from playwright.async_api import async_playwright

        from qraudit.walk.browser.chromium import launch

        try:
            nobody = await self._stack.enter_async_context(EgressGuard())
            self._playwright = await async_playwright().start()
            self.launched = await launch(self._playwright, proxy=nobody.proxy_alone, headless=headless)
            bounds = ProcessBounds(cpu_seconds=_CPU_SECONDS)
            await self._stack.enter_async_context(BrowserProcesses(self.launched[1].pid, bounds=bounds))
        except BaseException:
            await self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether the browser still answers to its driver."""
        return self.launched[0].is_connected()

    async def close(self) -> None:
        """End browser and driver, also where they do not answer any more."""
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_CLOSING_S):
                await self.launched[0].close()
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_CLOSING_S):
                await self._playwright.stop()
        with contextlib.suppress(Exception):
            await self._stack.aclose()


class Browsers:
    """`async with Browsers() as browsers`, then `async with browsers.lend() as lent`."""

    def __init__(self, *, headless: bool = True, audits: int = _AUDITS) -> None:
        self._headless = headless
        self._audits = audits
        self._shared: Lent | None = None
        self._all: set[Lent] = set()
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for lent in list(self._all):
            await self._end(lent)

    @contextlib.asynccontextmanager
    async def lend(self, *, alone: bool = False) -> AsyncIterator[Lent]:
        """The shared browser, or with `alone` one that nobody else uses.

        Raises:
            EnvironmentNotReadyError: there is no Chromium, or it does not start.

        """
        lent = await self._start() if alone else await self._current()
        lent.users += 1
        lent.served += 1
        try:
            yield lent
        finally:
            lent.users -= 1
            if not lent.users and lent is not self._shared:
                await asyncio.shield(self._end(lent))

    async def _current(self) -> Lent:
        async with self._turn:
            shared = self._shared
            if shared is None or not shared.alive or shared.served >= self._audits:
                self._shared = await self._start()
                if shared is not None and not shared.users:
                    await self._end(shared)
            assert self._shared is not None
            return self._shared

    async def _start(self) -> Lent:
        lent = Lent()
        await lent.start(headless=self._headless)
        self._all.add(lent)
        return lent

    async def _end(self, lent: Lent) -> None:
        self._all.discard(lent)
        await lent.close()
