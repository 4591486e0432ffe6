"""A stage with the packages of npm below `/npm/` and this folder's pages below `/pages/`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser

from tests.npm.packages import packages
from tests.walk.observe.stage import Stage, chromium, stage_on


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    packages()
    async with chromium() as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def stage(browser: Browser) -> AsyncIterator[Stage]:
    async with stage_on(browser, npm=packages(), pages=Path(__file__).parent / "pages") as one:
        yield one
