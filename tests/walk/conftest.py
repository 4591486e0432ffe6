"""Walking one small site, with a run folder as an audit has it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from qraudit.batch.browsers import Browsers
from qraudit.codes import classify, read_pixels
from qraudit.evidence import Masker, RunFolder
from qraudit.models import Target, Walk
from qraudit.walk import WalkOptions, walk
from qraudit.walk.browser.chromium import launch
from qraudit.walk.walker import Launched

Walked = Callable[..., Awaitable[Walk]]


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path / "run", Masker())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browsers() -> AsyncIterator[Browsers]:
    """The browser that walks share, as those of a batch do."""
    async with Browsers() as shared:
        yield shared


@pytest.fixture
def walked_alone(run: RunFolder) -> Walked:
    """Walk what an address opens, on this machine, with the options of an audit, in a browser of its own."""
    return partial(_walk, run)


@pytest.fixture
def walked(run: RunFolder, browsers: Browsers) -> Walked:
    """The same in a browser that other walks have used: each has its own context and guard."""

    async def go(address: str, **options: Any) -> Walk:
        async with browsers.lend() as lent:
            return await _walk(run, address, lent.launched, **options)

    return go


async def _walk(run: RunFolder, address: str, shared: Launched | None = None, **options: Any) -> Walk:
    chosen = {"allow_private": True, "timeout": 30.0, "scenario": "dine-in"} | options
    target = Target(source=address, payload=address, kind="web")
    return await walk(target, WalkOptions(read_codes=read_pixels, classify=classify, **chosen), run, shared=shared)


@asynccontextmanager
async def shared_browser() -> AsyncIterator[Launched]:
    """One browser for many walks; each walk's own guard is its context's proxy."""
    async with async_playwright() as playwright:
        browser, facts = await launch(playwright, proxy={"server": "http://127.0.0.1:1"})
        yield browser, facts
        await browser.close()
