"""A context is contained: what would leave the page, hold it up or multiply it is bounded and recorded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from qraudit.walk.browser.dialogs import MOST_DIALOGS
from qraudit.walk.browser.session import Session
from qraudit.walk.browser.windows import MOST_WINDOWS, BrowserLostError
from tests.walk.browser.sessions import chromium, opened, session_in
from tests.walk.little_server import Site, page, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PAGES = {
    "/": page("<h1>小店</h1>"),
    "/two": page("<h1>第二页</h1>"),
    "/alerts": page("<script>while (true) alert('请先关注')</script><h1>小店</h1>"),
    "/insists": page("<script>while (true) try { confirm('请先关注') } catch {}</script>"),
    "/windows": page("<h1>小店</h1><script>for (let i = 0; i < 20; i++) open('/two?' + i)</script>"),
    "/breeding": page("<h1>小店</h1><script>open('/breeding')</script>"),
    "/file": (200, {"Content-Disposition": "attachment; filename=menu.zip"}, "PK"),
    "/offers": page("<h1>小店</h1><script>location = '/file'</script>"),
    "/local": page(
        "<h1>小店</h1><iframe src='file:///etc/hosts'></iframe><script>location = 'chrome://version'</script>"
    ),
    "/closes": page("<h1>小店</h1><script>close()</script>"),
    "/leaving": page("<h1>小店</h1><script>onbeforeunload = e => e.preventDefault()</script>"),
    "/filled": page("<input value='13800138000'><p>138-0013-8000<p>小店"),
    "/trap": page("<h1>小店</h1><script>for (let i = 0; i < 9; i++) history.pushState(i, '', '#' + i)</script>"),
}


@pytest.fixture(scope="module")
def shop() -> Iterator[Site]:
    with served(PAGES) as site:
        yield site


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as launched:
        yield launched


@pytest_asyncio.fixture(loop_scope="module")
async def session(browser: Browser) -> AsyncIterator[Session]:
    async with session_in(browser) as started:
        yield started


@pytest.mark.parametrize(
    "address",
    ["file:///etc/hosts", "chrome://version", "devtools://x", "view-source:http://a.b", "chrome-extension://x"],
)
async def test_only_addresses_of_the_web_are_opened(session: Session, address: str) -> None:
    assert await session.open(address)
    assert session.page.url == "about:blank"


async def test_a_page_cannot_open_local_addresses_either(session: Session, shop: Site) -> None:
    text = await opened(session, f"{shop.url}/local")
    assert (session.page.url, text) == (f"{shop.url}/local", "小店")


async def test_a_page_that_asks_without_end_is_stopped_and_can_be_looked_at(session: Session, shop: Site) -> None:
    began = time.monotonic()
    await opened(session, f"{shop.url}/alerts")
    assert time.monotonic() - began < 8
    assert len(session.events.dialogs) == MOST_DIALOGS
    assert {one.text for one in session.events.dialogs} == {"请先关注"}


async def test_a_page_that_wants_to_keep_people_is_left_all_the_same(session: Session, shop: Site) -> None:
    await opened(session, f"{shop.url}/leaving")
    await session.tap((200, 300))
    assert await opened(session, f"{shop.url}/two") == "第二页"


@pytest.mark.parametrize("path", ["/windows", "/breeding"])
async def test_windows_are_bounded(session: Session, shop: Site, path: str) -> None:
    await opened(session, shop.url + path)
    await asyncio.sleep(0.3)
    assert session.windows <= MOST_WINDOWS
    assert [bound.name for bound in session.bounds] == ["windows"]


async def test_a_new_window_is_in_front_and_the_back_key_closes_it(session: Session, shop: Site) -> None:
    await opened(session, shop.url)
    await session.page.evaluate("void open('/two')")
    await session.settle()
    assert (session.windows, session.page.url) == (2, f"{shop.url}/two")
    assert await session.back()
    assert (session.windows, session.page.url) == (1, f"{shop.url}/")


async def test_the_back_key_goes_back_and_not_out(session: Session, shop: Site) -> None:
    await opened(session, shop.url)
    await opened(session, f"{shop.url}/two")
    assert await session.back()
    assert session.page.url == f"{shop.url}/"
    assert not await session.back()


async def test_a_history_trap_costs_one_step_a_press(session: Session, shop: Site) -> None:
    await opened(session, f"{shop.url}/trap")
    assert await session.back()
    assert session.page.url == f"{shop.url}/trap#7"


async def test_a_download_is_refused_and_named(session: Session, shop: Site) -> None:
    await opened(session, f"{shop.url}/offers")
    await asyncio.sleep(0.1)
    assert session.events.downloads == ["menu.zip"]
    assert session.page.url == f"{shop.url}/offers"


async def test_a_page_cannot_close_the_apps_window(session: Session, shop: Site) -> None:
    assert await opened(session, f"{shop.url}/closes") == "小店"
    assert [call.name for call in session.events.bridge] == ["closeWindow"]


async def test_a_crashed_window_is_left_for_the_one_behind_it(session: Session, shop: Site) -> None:
    await opened(session, shop.url)
    await session.page.evaluate("void open('/two', '_blank', 'noopener')")
    await session.settle()
    gone = asyncio.ensure_future(session.page.wait_for_event("crash", timeout=5000))
    await asyncio.sleep(0)
    asyncio.ensure_future(session.tab.cdp.send("Page.crash")).add_done_callback(lambda task: task.exception())
    await gone
    assert session.alive
    assert (await session.look(pictures=False)).text == "小店"


async def test_without_any_window_nothing_can_be_done(browser: Browser, shop: Site) -> None:
    async with session_in(browser) as session:
        await session.page.close()
        assert not session.alive
        with pytest.raises(BrowserLostError):
            await session.look()
        with pytest.raises(BrowserLostError):
            await session.tap((1, 1))


async def test_every_session_is_a_new_customer_without_permissions(browser: Browser, shop: Site) -> None:
    for _ in range(2):
        async with session_in(browser) as session:
            await opened(session, shop.url)
            assert await session.page.evaluate("document.cookie + localStorage.length") == "0"
            await session.page.evaluate("document.cookie = 'known=1'; localStorage.known = 1")
            asked = "navigator.permissions.query({name: 'geolocation'}).then(found => found.state)"
            assert await session.page.evaluate(asked) in ("denied", "prompt")
            assert await session.page.evaluate("navigator.serviceWorker?.controller ?? null") is None


async def test_what_was_typed_is_covered_on_the_screenshot(session: Session, shop: Site, tmp_path: Path) -> None:
    import cv2

    await opened(session, f"{shop.url}/filled")
    session.wire.canaries["13800138000"] = "phone"
    await session.look(pictures=False)
    field = await session.page.locator("input").bounding_box()
    assert field is not None
    for masks in (True, False):
        session.masks = masks
        assert await session.screenshot(tmp_path / "shot.png")
        image = cv2.imread(str(tmp_path / "shot.png"))
        x, y, w, h = (int(image.shape[1] / 390 * field[side]) for side in ("x", "y", "width", "height"))
        flat = len({tuple(pixel) for pixel in image[y + 4 : y + h - 4, x + 4 : x + w - 4].reshape(-1, 3)}) == 1
        assert flat is masks
