"""What stands in for the app's bridge: it answers as a consumer who refuses, and every call is on record."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from qraudit.models import DeviceId
from qraudit.walk.browser.session import Session
from tests.walk.browser.sessions import chromium, opened, session_in
from tests.walk.little_server import Site, page, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ASKING = """<h1>小店</h1><script>
  window.said = new Promise(done => document.addEventListener('%s', () => %s));
</script>"""
WECHAT = ASKING % ("WeixinJSBridgeReady", "WeixinJSBridge.invoke('%s', {a: 1}, done)")
ALIPAY = ASKING % ("AlipayJSBridgeReady", "AlipayJSBridge.call('%s', %s, done)")
GEO = """new Promise(done => navigator.geolocation.getCurrentPosition(
  at => done([at.coords.latitude, at.coords.longitude]), failed => done(failed.code)))"""


@pytest.fixture(scope="module")
def shop() -> Iterator[Site]:
    calls = ("getBrandWCPayRequest", "geoLocation", "preVerifyJSAPI", "chooseImage", "hideOptionMenu")
    pages = {f"/wx/{call}": page(WECHAT % call) for call in calls}
    pages |= {
        f"/ali/{call}": page(ALIPAY % (call, "{tradeNO: '2026'}")) for call in ("tradePay", "getLocation", "scan")
    }
    pages["/ali/pushWindow"] = page(ALIPAY % ("pushWindow", "{url: '/two'}"))
    inner = '<iframe srcdoc="<script>parent.inner = typeof WeixinJSBridge</script>"></iframe>'
    with served({**pages, "/": page("<h1>小店</h1>" + inner), "/two": page("<h1>第二页</h1>")}) as site:
        yield site


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as launched:
        yield launched


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def wechat(browser: Browser) -> AsyncIterator[Session]:
    async with session_in(browser) as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def alipay(browser: Browser) -> AsyncIterator[Session]:
    async with session_in(browser, "alipay") as started:
        yield started


async def said(session: Session, address: str) -> object:
    await session.open(address)
    await session.page.wait_for_load_state()
    return await asyncio.wait_for(session.page.evaluate("said"), 5)


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("getBrandWCPayRequest", "get_brand_wcpay_request:cancel"),
        ("geoLocation", "geo_location:fail_auth deny"),
        ("preVerifyJSAPI", "config:ok"),
        ("chooseImage", "chooseImage:cancel"),
        ("hideOptionMenu", "hideOptionMenu:ok"),
    ],
)
async def test_wechat_answers_as_one_who_refuses(wechat: Session, shop: Site, call: str, answer: str) -> None:
    reply = await said(wechat, f"{shop.url}/wx/{call}")
    assert isinstance(reply, dict)
    assert reply["err_msg"] == answer
    recorded = next(one for one in wechat.events.bridge if one.name == call)
    assert recorded.arguments == '{"a":1}'
    assert recorded.frame.startswith(shop.url)


async def test_asking_for_the_device_is_a_permission_asked_for_without_a_tap(wechat: Session, shop: Site) -> None:
    wechat.events.permissions.clear()
    await said(wechat, f"{shop.url}/wx/geoLocation")
    await said(wechat, f"{shop.url}/wx/chooseImage")
    assert [(one.kind, one.by_tap) for one in wechat.events.permissions] == [("location", False), ("album", False)]


async def test_every_frame_has_the_bridge_and_only_in_its_app(wechat: Session, alipay: Session, shop: Site) -> None:
    await opened(wechat, shop.url)
    assert await wechat.page.evaluate("[typeof WeixinJSBridge, typeof AlipayJSBridge, inner]") == [
        "object", "undefined", "object",
    ]  # fmt: skip
    await opened(alipay, shop.url)
    assert await alipay.page.evaluate("[typeof WeixinJSBridge, typeof AlipayJSBridge]") == ["undefined", "object"]


async def test_alipay_answers_as_one_who_refuses(alipay: Session, shop: Site) -> None:
    assert (await said(alipay, f"{shop.url}/ali/tradePay"))["resultCode"] == "6001"  # type: ignore[index]
    assert [one.way for one in alipay.events.handoffs] == ["alipay"]
    for call in ("getLocation", "scan"):
        assert (await said(alipay, f"{shop.url}/ali/{call}"))["error"] == 11  # type: ignore[index]


async def test_alipays_own_links_lead_where_they_say(alipay: Session, shop: Site) -> None:
    await alipay.open(f"{shop.url}/ali/pushWindow")
    await alipay.page.wait_for_url("**/two")


@pytest.mark.parametrize(("guise", "path"), [("wechat-android", "/wx/geoLocation"), ("alipay", "/ali/getLocation")])
async def test_a_conceded_position_is_given_by_the_bridge_and_by_the_web(
    browser: Browser, shop: Site, guise: DeviceId, path: str
) -> None:
    async with session_in(browser, guise) as session:
        await opened(session, shop.url)
        assert await session.page.evaluate(GEO) == 1, "denied at first"
        await session.grant_location()
        assert await session.page.evaluate(GEO) == [30, 123]
        reply = await said(session, shop.url + path)
        assert isinstance(reply, dict)
        assert float(reply["latitude"]) == 30


async def test_what_a_page_makes_the_recorder_believe_is_cut_and_harms_nothing(wechat: Session, shop: Site) -> None:
    await opened(wechat, shop.url)
    before = len(wechat.events.bridge)
    for hostile in ("'not json'", "'{}'", "'[1]'", "JSON.stringify({kind: 'call', name: 'x'.repeat(99999)})"):
        await wechat.page.evaluate(f"__qrauditBridge({hostile})")
    assert [len(one.name) for one in wechat.events.bridge[before:]] == []
    await wechat.page.evaluate("__qrauditBridge(JSON.stringify({kind: 'call', name: 'x'.repeat(999)}))")
    assert [len(one.name) for one in wechat.events.bridge[before:]] == [80]
