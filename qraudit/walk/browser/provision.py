"""The browser of one walk: launched and watched, shared by many walks, or attached to where it runs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from qraudit.errors import EnvironmentNotReadyError, UsageError
from qraudit.models import Bound
from qraudit.text import both
from qraudit.walk.browser.chromium import LaunchFacts, launch
from qraudit.walk.browser.guard import EgressGuard
from qraudit.walk.browser.processes import BrowserProcesses

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

__all__ = ["Launched", "Provided", "provided"]

Launched = tuple["Browser", LaunchFacts]

_CLOSE_S = 2.0
_ATTACH_MS = 10_000
_DRIVER_GONE = "Connection closed while reading from the driver"


@dataclass
class Provided:
    """A browser, and what is known of it. `facts` are None where it was attached to."""

    browser: Browser
    facts: LaunchFacts | None = None
    context_options: dict[str, Any] = field(default_factory=dict)
    bounds: list[Bound] = field(default_factory=list)


@asynccontextmanager
async def provided(
    guard: EgressGuard, *, headed: bool = False, cdp: str | None = None, shared: Launched | None = None
) -> AsyncIterator[Provided]:
    """The browser to walk in; one that was launched here is gone afterwards, with all its processes.

    Raises:
        EnvironmentNotReadyError: there is no browser, or none listens at `cdp`.
        UsageError: `cdp` is no address to attach to.

    """
    if shared is not None:
        yield Provided(*shared, context_options={"proxy": guard.proxy_alone})
        return
    async with _playwright() as playwright:
        if cdp:
            browser = await _attached(playwright, cdp)
            try:
                yield Provided(browser)
            finally:
                await _ended(browser.close())
        else:
            async with _launched(playwright, guard, headed=headed) as launched:
                yield launched


@asynccontextmanager
async def _playwright() -> AsyncIterator[Playwright]:
    from playwright.async_api import async_playwright

    _expect_loose_ends(asyncio.get_running_loop())
    manager = async_playwright()
    starting = asyncio.ensure_future(manager.__aenter__())
    try:
        yield await asyncio.shield(starting)  # half a driver could not be ended
    finally:
        await _ended(starting)
        await _ended(manager.__aexit__())


@asynccontextmanager
async def _launched(playwright: Playwright, guard: EgressGuard, *, headed: bool) -> AsyncIterator[Provided]:
    browser, facts = await launch(playwright, proxy=guard.proxy_alone, headless=not headed)
    async with BrowserProcesses(facts.pid) as processes:
        try:
            yield Provided(browser, facts, bounds=processes.bounds)
        finally:
            await _ended(browser.close())


async def _attached(playwright: Playwright, address: str) -> Browser:
    from playwright.async_api import Error

    if urlsplit(address).scheme not in ("http", "https", "ws", "wss") or not urlsplit(address).hostname:
        raise UsageError(both("walk.cdp-invalid", address=address))
    try:
        return await playwright.chromium.connect_over_cdp(address, timeout=_ATTACH_MS)
    except Error as error:
        why = next((line.strip() for line in error.message.splitlines() if line.strip()), "")
        raise EnvironmentNotReadyError(both("walk.cdp-unreachable", address=address, why=why[:200])) from error


def _expect_loose_ends(loop: asyncio.AbstractEventLoop) -> None:
    """When a driver dies, Playwright leaves futures that nobody awaits: the walk has noticed by other means."""
    from playwright.async_api import Error

    before = loop.get_exception_handler()

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Error) or _DRIVER_GONE in str(error):
            return
        if before is not None:
            before(loop, context)
        else:
            loop.default_exception_handler(context)

    if getattr(before, "__qualname__", "") != handle.__qualname__:
        loop.set_exception_handler(handle)


async def _ended(work: Awaitable[Any]) -> None:
    """What is closed may be dead already; that must neither hold up nor hide what was seen."""
    with contextlib.suppress(Exception):
        await asyncio.wait_for(work, _CLOSE_S)
