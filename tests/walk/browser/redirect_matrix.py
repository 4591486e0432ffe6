"""Every way a page leads on, to every address that must not be reached, in a walled network with real Chromium."""

from __future__ import annotations

import asyncio
import sys
from urllib.parse import quote

from playwright.async_api import BrowserContext, async_playwright

from qraudit.walk.browser.chromium import launch
from qraudit.walk.browser.guard import EgressGuard, GuardBounds
from tests.walk.browser.redirecting_server import WAYS
from tests.walk.browser.walled_network import INNER, PUBLIC, Counter, cabled, in_namespace_of

TARGETS = {
    "127.0.0.1": "loopback",
    "[::1]": "loopback",
    "169.254.169.254": "metadata",
    "10.0.0.1": "private",
    "2130706433": "loopback",
    "0177.0.0.1": "loopback",
    "rebound": "private",
    "wx.tenpay.com": "payment",
}
AT_ONCE = 8
PATIENCE = 6.0


def port_of(way: str, target: str) -> int:
    """Each case has a port of its own, by which its refusal is known."""
    return 8000 + 10 * WAYS.index(way) + list(TARGETS).index(target)


CASES = {port_of(way, target): (way, target) for way in WAYS for target in TARGETS}


class Names:
    """Names of the walled internet. `rebound-N.test` is public when first asked for and private ever after."""

    def __init__(self) -> None:
        self._asked: set[str] = set()

    def lookup(self, name: str) -> list[str]:
        again = name in self._asked
        self._asked.add(name)
        return ["10.0.0.1"] if again and name.startswith("rebound") else [PUBLIC]


async def main() -> object:
    command = (sys.executable, "-m", "tests.walk.browser.redirecting_server")
    with cabled() as internet, in_namespace_of(internet, *command) as server:
        assert server.stdout is not None
        await asyncio.to_thread(server.stdout.readline)
        async with Counter().listening(list(CASES)) as counter:
            refused, contacts = await _all_cases()
            hits = list(counter.hits)
            reached = await _reachable_without_guard()
        server.kill()
    return {"refused": refused, "contacts": contacts, "hits": hits, "control": reached}


async def _all_cases() -> tuple[list[tuple[int, str]], list[str]]:
    async with async_playwright() as playwright:
        async with EgressGuard(bounds=GuardBounds(pin=0), lookup=Names().lookup) as guard:
            browser, _ = await launch(playwright, proxy=guard.proxy_alone)
            context = await browser.new_context()
            await guard.admit(await context.new_page())
            gate = asyncio.Semaphore(AT_ONCE)
            await asyncio.gather(*(_case(context, guard, gate, port) for port in CASES))
            await asyncio.sleep(0.5)
            await browser.close()
        return [(one.port or 0, one.reason) for one in guard.refusals], guard.contacts


async def _case(context: BrowserContext, guard: EgressGuard, gate: asyncio.Semaphore, port: int) -> None:
    way, target = CASES[port]
    rebound = f"rebound-{port}.test"
    to = f"http://{rebound if target == 'rebound' else target}:{port}/"
    async with gate:
        page = await context.new_page()
        if target == "rebound":  # it is visited while it is still public
            await page.goto(f"http://{rebound}/", wait_until="commit")
        await page.goto(f"http://shop.test/{way}?to={quote(to, safe='')}", wait_until="commit")
        for _ in range(round(PATIENCE / 0.05)):
            if any(one.port == port for one in guard.refusals):
                break
            await asyncio.sleep(0.05)
        await page.close()


async def _reachable_without_guard() -> list[str]:
    """The counting servers do stand at every address: what the guard kept out would have been counted."""
    reached = []
    for address in ("127.0.0.1", "::1", *INNER):
        reader, writer = await asyncio.open_connection(address, port_of("main", "127.0.0.1"))
        await reader.read()
        writer.close()
        reached.append(address)
    return reached
