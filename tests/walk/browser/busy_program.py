"""A program in the middle of an audit: its page never gives the processor back. It waits to be killed."""

from __future__ import annotations

import asyncio
import sys

from playwright.async_api import async_playwright

from qraudit.walk.browser.chromium import launch


async def main() -> None:
    async with async_playwright() as playwright:
        browser, facts = await launch(playwright)
        page = await browser.new_page()
        await page.evaluate("() => { setTimeout(() => { for (;;); }, 0) }")
        sys.stdout.write(f"{facts.pid}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
