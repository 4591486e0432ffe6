"""Letting a browser context through the guard without slowing its requests down.

A proxy's challenge can be answered through CDP only while requests are intercepted, and interception costs every
request a round trip and the cache (measured: a third of a page's load time). But Chromium keeps the accepted answer
for the whole context: frames, pop-ups, workers and tunnels. So one request that only the guard sees is intercepted,
and none after it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

__all__ = ["admit"]

_SECONDS = 15.0


async def admit(page: Page, door: str, username: str, password: str) -> None:
    """Have the page ask for `door`, which the guard alone answers, and present what the guard asks for.

    `fetch` leaves the page where it is and its history as long as it was. To be done before Playwright's `route`:
    where that intercepts, the challenge goes to it, and it has no answer.

    Raises:
        TimeoutError: the browser did not get in.

    """
    session = await page.context.new_cdp_session(page)
    presented = {"response": "ProvideCredentials", "username": username, "password": password}
    tasks: set[asyncio.Task[Any]] = set()

    def answer(method: str, event: dict[str, Any], **details: object) -> None:
        task = asyncio.ensure_future(session.send(method, {"requestId": event["requestId"], **details}))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    session.on("Fetch.requestPaused", lambda event: answer("Fetch.continueRequest", event))
    session.on(
        "Fetch.authRequired",
        lambda event: answer("Fetch.continueWithAuth", event, authChallengeResponse=presented),
    )
    async with asyncio.timeout(_SECONDS):
        await _ask(session, page, door)


async def _ask(session: CDPSession, page: Page, door: str) -> None:
    await session.send("Fetch.enable", {"handleAuthRequests": True, "patterns": [{"urlPattern": f"{door}*"}]})
    try:
        await page.evaluate("door => fetch(door, {mode: 'no-cors'}).then(() => undefined)", door)
    finally:
        await session.send("Fetch.disable")
        await session.detach()
