"""The guard with a real Chromium: who is let in, at what price, and by all the ways a page asks for things."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Error, async_playwright

from qraudit.walk.browser.chromium import launch
from qraudit.walk.browser.guard import EgressGuard, EgressPolicy
from tests.walk.browser.guard_client import Origin, origin

pytestmark = pytest.mark.browser


async def merchant(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Says which path was asked for; speaks WebSocket at /ws."""
    while True:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = head.split(" ")[1]
        if path == "/ws":
            key = next(line[19:] for line in head.split("\r\n") if line.lower().startswith("sec-websocket-key: "))
            digest = hashlib.sha1(f"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()).digest()
            accept = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + base64.b64encode(digest)
            writer.write(b"HTTP/1.1 101 Switching Protocols\r\n" + accept + b"\r\n\r\n\x81\x02hi")
            await reader.read()
            return
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        body = (
            b"onmessage = async e => postMessage(await (await fetch(e.data)).text())"
            if kind.endswith("script")
            else path.encode()
        )
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()


@pytest.fixture
async def server() -> AsyncIterator[Origin]:
    async with origin(merchant) as made:
        yield made


@pytest.fixture
async def guard(server: Origin) -> AsyncIterator[EgressGuard]:
    async with EgressGuard(EgressPolicy((server.address,))) as made:
        yield made


@pytest.fixture
async def browser(guard: EgressGuard) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched, _ = await launch(playwright, proxy=guard.proxy_alone)
        yield launched
        await launched.close()


EVERY_WAY = """async () => {
  const text = async address => (await fetch(address)).text();
  const worker = new Worker('/worker.js');
  const fromWorker = new Promise(done => { worker.onmessage = event => done(event.data); });
  worker.postMessage('/from-worker');
  const socket = new WebSocket(`ws://${location.host}/ws`);
  const fromSocket = new Promise((done, fail) => {
    socket.onmessage = event => done(event.data);
    socket.onerror = fail;
  });
  const frame = document.createElement('iframe');
  const fromFrame = new Promise(done => { frame.onload = () => done(frame.contentDocument.body.innerText); });
  frame.src = '/frame';
  document.body.append(frame);
  return Promise.all([text('/fetched'), fromWorker, fromSocket, fromFrame]);
}"""


async def test_once_let_in_a_whole_context_passes_by_every_way(
    server: Origin, guard: EgressGuard, browser: Browser
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await guard.admit(page)
    assert (page.url, await page.evaluate("history.length")) == ("about:blank", 1)
    await page.goto(f"http://{server.address}/first")
    assert await page.evaluate(EVERY_WAY) == ["/fetched", "/from-worker", "hi", "/frame"]
    async with page.expect_popup() as opened:
        await page.evaluate("window.open('/popup')")
    assert await (await opened.value).inner_text("body") == "/popup"
    assert [one for one in guard.refusals if one.reason != "chromium-service"] == []


async def test_a_context_that_was_not_let_in_reaches_nothing(
    server: Origin, guard: EgressGuard, browser: Browser
) -> None:
    page = await browser.new_page()
    with pytest.raises(Error, match="ERR_"):
        await page.goto(f"http://{server.address}/")
    assert guard.contacts == []


async def test_playwrights_own_answer_to_the_challenge_works_too(server: Origin, guard: EgressGuard) -> None:
    async with async_playwright() as playwright:
        launched, _ = await launch(playwright, proxy=guard.proxy)
        page = await launched.new_page()
        await page.goto(f"http://{server.address}/plain")
        assert await page.inner_text("body") == "/plain"
        await launched.close()


async def test_requests_can_be_intercepted_once_the_context_is_in(
    server: Origin, guard: EgressGuard, browser: Browser
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await guard.admit(page)
    await context.route("**/*", lambda route: route.continue_())
    await page.goto(f"http://{server.address}/routed")
    assert await page.inner_text("body") == "/routed"


async def test_what_chromium_asks_for_by_itself_is_refused_and_named(guard: EgressGuard, browser: Browser) -> None:
    page = await browser.new_page()
    await guard.admit(page)
    with pytest.raises(Error, match="ERR_TUNNEL_CONNECTION_FAILED"):
        await page.goto("https://accounts.google.com/")
    assert ("accounts.google.com", "chromium-service") in [(one.host, one.reason) for one in guard.refusals]


async def test_a_refused_page_is_an_error_and_no_page_of_ours(guard: EgressGuard, browser: Browser) -> None:
    page = await browser.new_page()
    await guard.admit(page)
    for address, error in (
        ("http://10.1.2.3/", "ERR_EMPTY_RESPONSE"),
        ("https://10.1.2.3/", "ERR_TUNNEL_CONNECTION_FAILED"),
    ):
        with pytest.raises(Error, match=error):
            await page.goto(address)
