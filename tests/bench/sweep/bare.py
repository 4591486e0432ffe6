"""The floor: bare Playwright scripts that take the very actions that audits took, and judge nothing.

As any such script would, each waits after an action until the network has been quiet, and takes a screenshot.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["replayed", "walks_in"]

_QUIET_MS = 5000
_GUISE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


def walks_in(batch: Path) -> list[dict[str, Any]]:
    """The walks of a batch that saw a page."""
    files = sorted(batch.glob("runs/*/walk.json"))
    walks = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return [walk for walk in walks if walk["steps"]]


def replayed(walks: Sequence[dict[str, Any]], at_once: int, folder: Path) -> float:
    """The seconds that it takes to do them all again, so many at once, in one browser."""
    folder.mkdir(parents=True, exist_ok=True)
    return asyncio.run(_replay(walks, at_once, folder))


async def _replay(walks: Sequence[dict[str, Any]], at_once: int, folder: Path) -> float:
    from playwright.async_api import async_playwright

    from qraudit.walk.browser.chromium import launch

    began = time.perf_counter()
    turns = asyncio.Semaphore(at_once)
    async with async_playwright() as playwright:
        browser, _ = await launch(playwright)

        async def script(number: int, walk: dict[str, Any]) -> None:
            async with turns:
                context = await browser.new_context(**_GUISE)
                page = await context.new_page()
                for step in walk["steps"]:
                    with contextlib.suppress(Exception):  # a dead shop, a payment host that is not there
                        await _act(page, step["action"])
                        await page.wait_for_load_state("networkidle", timeout=_QUIET_MS)
                    with contextlib.suppress(Exception):
                        await page.screenshot(path=folder / f"{number}-{step['index']}.png", timeout=5000)
                await context.close()

        await asyncio.gather(*(script(number, walk) for number, walk in enumerate(walks)))
        await browser.close()
    return time.perf_counter() - began


async def _act(page: Any, action: dict[str, Any]) -> None:
    kind, box = action["kind"], action["box"]
    if kind == "open":
        await page.goto(action["target"], wait_until="domcontentloaded")
    elif kind == "back":
        await page.go_back()
    elif kind == "reload":
        await page.reload()
    elif box:
        await page.touchscreen.tap(box[0] + box[2] / 2, box[1] + box[3] / 2)
        if kind == "type" and action["value"]:
            await page.keyboard.type(action["value"])
