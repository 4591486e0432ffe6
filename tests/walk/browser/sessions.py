"""A session in one guise, in a real Chromium, as a walk has it but without its guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

from qraudit.codes import classify
from qraudit.models import DeviceId
from qraudit.walk.browser.chromium import launch
from qraudit.walk.browser.device import device
from qraudit.walk.browser.documents import OAuthPolicy
from qraudit.walk.browser.session import Session


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser, _ = await launch(playwright)
        yield browser
        await browser.close()


@asynccontextmanager
async def session_in(
    browser: Browser, guise: DeviceId = "wechat-android", policy: OAuthPolicy | None = None
) -> AsyncIterator[Session]:
    session = await Session.start(browser, device(guise), policy=policy or OAuthPolicy(), classify=classify)
    yield session
    await session.close()


async def opened(session: Session, address: str) -> str:
    """Open an address and wait until the page is quiet; what it says."""
    await session.open(address)
    await session.settle()
    return (await session.look(pictures=False)).text
