"""Where typed values go: seen in every usual wrapping, told once, with the moment at which they left."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from qraudit.walk.browser.session import Session
from tests.walk.browser.sessions import chromium, opened, session_in
from tests.walk.little_server import Site, page, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PHONE = "13800138000"
HASH = """crypto.subtle.digest('SHA-256', new TextEncoder().encode(phone)).then(
  sum => [...new Uint8Array(sum)].map(byte => byte.toString(16).padStart(2, '0')).join(''))"""
FRAME = """new Promise(done => document.body.append(Object.assign(document.createElement('iframe'),
  {onload: done, src: '/api?p=' + phone})))"""
SENDS = {
    "plain": "send('/api?p=' + phone)",
    "json": "send('/api', JSON.stringify({user: {phone}}))",
    "form": "send('/api', new URLSearchParams({phone}))",
    "multipart": "(() => { const form = new FormData(); form.set('phone', phone); return send('/api', form) })()",
    "base64": "send('/api', btoa(phone))",
    "base64 of json": "send('/api?d=' + encodeURIComponent(btoa(JSON.stringify({phone}))))",
    "sha256": f"{HASH}.then(sum => send('/api?h=' + sum))",
    "beacon": "navigator.sendBeacon('/api', phone)",
    "beacon with a blob": "navigator.sendBeacon('/api', new Blob([JSON.stringify({tel: phone})], {type: 'text/csv'}))",
    "fetch with a blob": "fetch('/api', {method: 'POST', body: new Blob(['p=' + phone])})",
    "XHR with a blob": "(() => { const x = new XMLHttpRequest; x.open('POST', '/api'); x.send(new Blob([phone])) })()",
    "picture": "new Promise(done => { const i = new Image(); i.onerror = done; i.src = '/api?p=' + phone })",
    "inner page": FRAME,
}
SCRIPT = "const phone = '13800138000', send = (to, body) => fetch(to, {method: body ? 'POST' : 'GET', body})"


@pytest.fixture(scope="module")
def shop() -> Iterator[Site]:
    refusal = (200, {"Content-Type": "application/json"}, '{"code": 403, "msg": "请先关注公众号"}')
    with served({"/": page(f"<h1>小店</h1><script>{SCRIPT}</script>"), "/api": refusal}) as site:
        yield site


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as launched:
        yield launched


@pytest_asyncio.fixture(loop_scope="module")
async def session(browser: Browser, shop: Site) -> AsyncIterator[Session]:
    async with session_in(browser) as started:
        await opened(started, shop.url)
        started.wire.canaries[PHONE] = "phone"
        yield started


@pytest.mark.parametrize("way", SENDS)
async def test_a_typed_value_is_seen_on_its_way_out(session: Session, way: str) -> None:
    session.wire.moment = "typing"
    await session.page.evaluate(f"(async () => {{ await ({SENDS[way]}) }})()")
    await session.settle()
    (found,) = session.wire.disclosures
    assert (found.category, found.host, found.moment, found.secure) == ("phone", "127.0.0.1", "typing", True)


async def test_what_is_not_typed_is_no_disclosure(session: Session) -> None:
    await session.page.evaluate("send('/api?p=13800138001')")
    await session.page.evaluate("send('/api', JSON.stringify({phone: '138'}))")
    assert session.wire.disclosures == []


async def test_the_same_datum_to_the_same_host_is_told_once_a_moment(session: Session) -> None:
    for moment in ("typing", "typing", "submission"):
        session.wire.moment = moment  # type: ignore[assignment]
        await session.page.evaluate("send('/api?p=' + phone)")
    assert [one.moment for one in session.wire.disclosures] == ["typing", "submission"]


async def test_what_an_api_answers_is_heard_before_the_page_shows_it(session: Session) -> None:
    await session.page.evaluate("send('/api?p=1')")
    await session.settle()
    assert session.wire.last_message(0.0) == "请先关注公众号"
