"""By whatever way a page asks for money, the request is recorded with amount and payee, and nobody is contacted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from qraudit.codes import classify
from qraudit.models import Handoff
from qraudit.walk.browser.chromium import launch
from qraudit.walk.browser.device import device
from qraudit.walk.browser.documents import OAuthPolicy
from qraudit.walk.browser.guard import EgressGuard, EgressPolicy
from qraudit.walk.browser.session import Session
from tests.walk.little_server import Answer, Site, page, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

BIZ = quote('{"total_amount":"12.00","subject":"小店"}')
ASKED = {
    "tenpay": (
        "http://wx.tenpay.com:{port}/cgi-bin/mmpayweb-bin/checkmweb?total_fee=1200&body=小店&case={case}",
        "wechat-h5",
    ),
    "alipay": (
        "http://openapi.alipay.com:{port}/gateway.do?method=alipay.trade.wap.pay&case={case}&biz_content=" + BIZ,
        "alipay",
    ),
    "unionpay": (
        "http://gateway.95516.com:{port}/gateway/api/frontTransReq.do?txnAmt=1200&merName=小店&case={case}",
        "unionpay",
    ),
    "cashier": ("http://qr.shouqianba.com:{port}/?amount=12.00&subject=小店&case={case}", "cashier"),
    "weixin": ("weixin://wxpay/bizpayurl?pr=abc&case={case}", "wechat-native"),
    "alipays": ("alipays://platformapi/startapp?appId=20000067&amount=12.00&subject=小店&case={case}", "alipay"),
    "upwallet": ("upwallet://pay?amount=12.00&payee=小店&case={case}", "unionpay"),
    "intent": ("intent://platformapi/startapp?amount=12.00&case={case}#Intent;scheme=alipays;end", "app"),
}
FIELDS = "<input name=amount value=12.00><input name=subject value=小店>"
HOPS: dict[str, Callable[[str], str]] = {
    "address": lambda to: f"<script>location = '{to}'</script>",
    "redirect": lambda to: f"<script>location = '/hop?to=' + encodeURIComponent('{to}')</script>",
    "link": lambda to: f"<a id=a href='{to}'>付款</a><script>a.click()</script>",
    "new window": lambda to: f"<script>window.open('{to}')</script>",
    "new window's redirect": lambda to: f"<script>window.open('/hop?to=' + encodeURIComponent('{to}'))</script>",
    "link to a new window": lambda to: f"<a id=a target=_blank href='{to}'>付款</a><script>a.click()</script>",
    "empty window": lambda to: (
        f"<script>const w = open('about:blank'); setTimeout(() => w.location = '{to}', 99)</script>"
    ),
    "frame": lambda to: f"<iframe src='{to}'></iframe>",
    "frame's redirect": lambda to: f"<iframe src='/hop?to={quote(to, safe='')}'></iframe>",
    "frame made later": lambda to: (
        "<script>setTimeout(() => document.body.append(Object.assign(document.createElement('iframe'),"
        f" {{src: '{to}'}})))</script>"
    ),
    "frame for its top": lambda to: f"<iframe srcdoc=\"<script>top.location = '{to}'</script>\"></iframe>",
    "meta": lambda to: f"<meta http-equiv=refresh content='0;url={to}'>",
    "timer": lambda to: f"<script>setTimeout(() => location.replace('{to}'), 99)</script>",
    "form": lambda to: f"<form id=f method=post action='{to}'>{FIELDS}</form><script>f.submit()</script>",
    "form in a new window": lambda to: (
        f"<form id=f method=post target=_blank action='{to}'>{FIELDS}</form><script>f.submit()</script>"
    ),
    "form in a frame": lambda to: (
        f"<iframe name=i></iframe><form id=f method=post target=i action='{to}'>{FIELDS}</form>"
        "<script>f.submit()</script>"
    ),
}
CASES = [("address", name) for name in ASKED] + [(hop, name) for hop in HOPS for name in ("tenpay", "alipays")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def till() -> AsyncIterator[tuple[int, list[str]]]:
    """Stands wherever the guard would connect to: what it counts was contacted."""
    hits: list[str] = []

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hits.append((await reader.read(200)).decode("utf-8", "replace"))
        writer.close()

    server = await asyncio.start_server(count, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], hits
    server.close()


@pytest.fixture(scope="module")
def shop(till: tuple[int, list[str]]) -> Iterator[Site]:
    def hop(site: Site) -> Answer:
        to = parse_qs(urlsplit(site.contacts[-1].split(" ")[1]).query)["to"][0]
        return 302, {"Location": to.encode().decode("latin-1")}, ""

    pages = {
        f"/{case}": page(HOPS[way](ASKED[name][0].format(port=till[0], case=case)))
        for case, (way, name) in enumerate(CASES)
    }
    calls = {f"/call/{call}": page(script) for call, script in CALLS.items()}
    with served({**pages, **calls, "/hop": hop}) as site:
        yield site


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def session() -> AsyncIterator[Session]:
    policy = EgressPolicy(allow_private=True)
    async with EgressGuard(policy, lookup=lambda name: ["127.0.0.1"]) as guard, async_playwright() as playwright:
        browser, _ = await launch(playwright, proxy=guard.proxy_alone)
        started = await Session.start(browser, device("wechat-android"), policy=OAuthPolicy(), classify=classify)
        await guard.admit(started.page)
        yield started
        await started.close()
        await browser.close()


async def handed_over(session: Session, address: str, sign: str) -> Handoff | None:
    """The hand-off that bears a sign, after an address was opened."""
    while session.windows > 1:
        await session.close_front()
    session.events.step += 1
    await session.open(address)
    for _ in range(100):
        if found := next((one for one in session.events.handoffs if sign in one.url), None):
            return found
        await asyncio.sleep(0.02)
    return None


async def test_every_way_is_recorded_and_none_is_contacted(
    session: Session, shop: Site, till: tuple[int, list[str]]
) -> None:
    wrong = {}
    for case, (way, name) in enumerate(CASES):
        found = await handed_over(session, f"{shop.url}/{case}", f"case={case}")
        seen = (found.way, found.amount, unquote(found.payee)) if found else None
        address, expected = ASKED[name]
        if seen != (expected, "12.00" if "12" in address else "", "小店" if "小店" in unquote(address) else ""):
            wrong[(way, name)] = seen
    assert wrong == {}
    assert till[1] == [], "nobody was contacted"


def on(ready: str, call: str) -> str:
    return f"<p>应付金额 ¥ 36.50</p><script>document.addEventListener('{ready}', () => {call})</script>"


CALLS = {
    "getBrandWCPayRequest": on(
        "WeixinJSBridgeReady",
        "WeixinJSBridge.invoke('getBrandWCPayRequest', {package: 'prepay_id=wx1'}, r => document.title = r.err_msg)",
    ),
}


async def test_a_call_of_the_bridge_is_cancelled_and_takes_its_amount_from_the_page(
    session: Session, shop: Site
) -> None:
    address, sign = f"{shop.url}/call/getBrandWCPayRequest", "bridge:getBrandWCPayRequest"
    await handed_over(session, address, sign)
    session.events.handoffs.clear()
    await session.settle()
    await session.look()  # the page that the consumer had before them when it asked
    found = await handed_over(session, address, sign)
    assert found is not None
    assert (found.way, found.amount, found.detail) == ("wechat-jsapi", "36.50", {"package": "prepay_id=wx1"})
    assert "cancel" in await session.page.title()
