"""The real weixin-js-sdk on the bridge stub: it runs to its callbacks, and what it asks for is recorded."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from qraudit.walk.browser.device import device
from qraudit.walk.browser.documents import OAuthPolicy
from qraudit.walk.browser.session import Session
from tests.walk.observe.stage import Stage, named

pytestmark = [pytest.mark.browser, pytest.mark.npm, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("guise", ["wechat-android", "wechat-ios"])
async def test_it_gets_ready_pays_nothing_and_locates_nobody(browser: Browser, stage: Stage, guise: str) -> None:
    session = await Session.start(browser, device(guise), policy=OAuthPolicy())
    try:
        await session.open(stage.pages.url("/pages/weixin.html"))
        await session.settle()
        seen = await session.look()
        assert "ready" in seen.text and "error" not in seen.text
        for name in ("立即支付", "附近门店"):
            point = named(seen, name).point
            assert point is not None
            await session.tap(point)
            await session.settle()
        seen = await session.look()
        assert "cancelled" in seen.text and "refused" in seen.text
        assert "paid" not in seen.text and "located" not in seen.text
        (handoff,) = session.events.handoffs
        assert "wx2026" in str(handoff)
        assert [one.kind for one in session.events.permissions] == ["location"]
    finally:
        await session.close()


async def test_outside_wechat_it_stays_silent(browser: Browser, stage: Stage) -> None:
    session = await Session.start(browser, device("browser"), policy=OAuthPolicy())
    try:
        await session.open(stage.pages.url("/pages/weixin.html"))
        await session.settle()
        assert "ready" not in (await session.look()).text
    finally:
        await session.close()
