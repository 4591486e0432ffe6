"""A page that tries every way around a proxy, in a walled network, and what the cable saw of it."""

from __future__ import annotations

import asyncio

from playwright.async_api import Browser, Playwright, async_playwright

from qraudit.walk.browser.chromium import find_chromium, launch
from qraudit.walk.browser.guard import EgressGuard, EgressPolicy
from tests.walk.browser.walled_network import PUBLIC, Wiretap, cabled

Packet = tuple[str, str, int]
_IGMP = "2"  # the system's own
_TRIES = """async (server) => {
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const add = (tag, set) => document.head.append(Object.assign(document.createElement(tag), set));
  const peer = new RTCPeerConnection({iceServers: [
    {urls: `stun:${server}:3478`}, {urls: 'stun:stun.example.org:3478'},
    {urls: `turn:${server}:3479?transport=udp`, username: 'a', credential: 'b'}]});
  peer.createDataChannel('x');
  await peer.setLocalDescription(await peer.createOffer());
  try { new WebTransport(`https://${server}:4433/`).ready.catch(() => 0); } catch {}
  for (const rel of ['dns-prefetch', 'preconnect', 'prefetch', 'prerender'])
    add('link', {rel, href: `https://${rel}.example.org/`});
  add('script', {type: 'speculationrules', textContent: JSON.stringify(
    {prefetch: [{source: 'list', urls: ['https://speculated.example.org/']}]})});
  await pause(1200);
}"""


async def main() -> object:
    with cabled():
        server = await asyncio.start_server(_page, "127.0.0.1", 8000)
        async with async_playwright() as playwright:
            result = {"guarded": await _guarded(playwright), "control": await _unguarded(playwright)}
        server.close()
    return result


async def _guarded(playwright: Playwright) -> list[Packet]:
    async with EgressGuard(EgressPolicy(("127.0.0.1:8000",)), lookup=_nowhere) as guard:
        browser, _ = await launch(playwright, proxy=guard.proxy_alone)
        seen = await _seen(browser, guard)
        await browser.close()
    return seen


async def _unguarded(playwright: Playwright) -> list[Packet]:
    found = find_chromium()
    assert found is not None
    browser = await playwright.chromium.launch(executable_path=found.path)
    seen = await _seen(browser, None)
    await browser.close()
    return seen


def _nowhere(name: str) -> list[str]:
    """The guard looks no name up, so that any lookup on the cable is the browser's."""
    raise OSError(name)


async def _seen(browser: Browser, guard: EgressGuard | None) -> list[Packet]:
    """What left the machine, less the connections that the guard itself made after its checks."""
    tap = Wiretap("near")
    with tap.listening():
        page = await browser.new_page()
        if guard:
            await guard.admit(page)
        await page.goto("http://127.0.0.1:8000/")
        await page.evaluate(_TRIES, PUBLIC)
    made = {(one.address or one.host, one.port) for one in guard.failures} if guard else set()
    return sorted(
        {packet for packet in tap.packets if packet[0] != _IGMP and not (packet[0] == "tcp" and packet[1:] in made)}
    )


async def _page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\n<p>hi")
    await writer.drain()
    writer.close()
