"""A person gets through every merchant that can be got through: to the request for money, in real Chromium."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
import yaml
from playwright.async_api import Browser, BrowserContext, Page, Route, async_playwright

from qraudit.samples import Sample, SampleServer, load_samples
from qraudit.walk.browser.installed_chromium import find_chromium

pytestmark = pytest.mark.browser

TYPED = {"phone": "19900001234", "identity": "110101199001011237"}
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/146.0 Mobile Safari/537.36 MicroMessenger/8.0.76"
)
CASHIERS = ("https://wx.tenpay.com/", "https://openapi.alipay.com/", "weixin://wxpay/")
BRIDGE = """window.WeixinJSBridge = { on() {}, call() {}, invoke(name, params, done) {
  if (name === 'getBrandWCPayRequest') window.handedOver(params.package)
  setTimeout(() => done({ err_msg: name === 'preVerifyJSAPI' ? 'config:ok' : name + ':cancel' }), 20) } }"""

WAYS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("ways.yaml").read_text(encoding="utf-8"))
TO_PAYMENT = [sample for sample in load_samples() if sample.truth.reached == "payment"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[SampleServer]:
    with SampleServer() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    found = find_chromium()
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=found.path if found else None)
        yield launched
        await launched.close()


def test_every_merchant_that_takes_money_has_a_way() -> None:
    assert {sample.slug for sample in TO_PAYMENT} == set(WAYS)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_person_comes_to_the_request_for_money(server: SampleServer, browser: Browser) -> None:
    room = asyncio.Semaphore(6)

    async def walk(sample: Sample) -> str:
        async with room:
            try:
                return "" if await handed_over(server, browser, sample) else f"{sample.slug}: no request for money"
            except Exception as error:
                return f"{sample.slug}: {str(error).splitlines()[0]}"

    stuck = [said for said in await asyncio.gather(*map(walk, TO_PAYMENT)) if said]
    assert not stuck, "\n".join(stuck)


async def handed_over(server: SampleServer, browser: Browser, sample: Sample) -> bool:
    context = await browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, user_agent=WECHAT
    )
    context.set_default_timeout(10_000)
    asked = asyncio.Event()
    await context.expose_function("handedOver", lambda _: asked.set())
    await context.add_init_script(BRIDGE)
    await context.route(f"{server.base_url}/m/{sample.slug}/**", with_identity)
    context.on("request", lambda request: asked.set() if request.url.startswith(CASHIERS) else None)
    page = await context.new_page()
    await page.goto(sample.address(server.base_url))
    for step in WAYS[sample.slug]:
        page = await take(context, page, step.format(**TYPED))
    try:
        await asyncio.wait_for(asked.wait(), 5)
    except TimeoutError:
        return False
    finally:
        await context.close()
    return True


async def with_identity(route: Route) -> None:
    """Come back from WeChat's authorization at once, as WeChat does: a redirect's target cannot be routed."""
    if not route.request.is_navigation_request():
        return await route.continue_()
    reply = await route.fetch(max_redirects=0)
    query = parse_qs(urlsplit(reply.headers.get("location", "")).query)
    if "redirect_uri" not in query:
        return await route.fulfill(response=reply)
    back = query["redirect_uri"][0]
    answer = f"{back}{'&' if '?' in back else '?'}code=test&state={query['state'][0]}"
    return await route.fulfill(status=302, headers={**reply.headers, "location": answer})


async def take(context: BrowserContext, page: Page, step: str) -> Page:
    """One step of ways.yaml; the page that is in front after it."""
    if step == "scroll":
        await page.evaluate("window.scrollTo(0, 9999)")
    elif point := re.fullmatch(r"@(?:(.+)@)?(\d+),(\d+)", step):
        at = {"x": int(point[2]), "y": int(point[3])}
        await (page.locator(point[1]).tap(position=at) if point[1] else page.touchscreen.tap(**at))  # type: ignore[arg-type]
    elif step.startswith("popup#"):
        async with context.expect_page() as opened:
            await page.get_by_text(step[6:], exact=True).tap()
        return await opened.value
    elif step.startswith("frame@"):
        await page.frame_locator("iframe").locator(step[6:]).tap()
    elif step.startswith("pick@"):
        selector, _, value = step[5:].rpartition("=")
        await page.select_option(selector, value)
    elif step.startswith("@"):
        await page.locator(step[1:]).tap()
    elif typed := re.fullmatch(r"(placeholder=|#)?(\w+)=(.*)", step):
        kind = {"placeholder=": f"[placeholder={typed[2]}]", "#": f"#{typed[2]}"}
        await page.fill(kind.get(typed[1] or "", f"[name={typed[2]}]"), typed[3])
    else:
        await page.get_by_text(step[1:], exact=True).locator("visible=true").tap()
    return page
