"""The HTML report on paper, through Chromium's own print."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

__all__ = ["Launch", "print_pdf"]

Launch = Callable[..., Awaitable[tuple[Any, Any]]]
"""(Playwright) -> (browser, facts): how a browser is started is another stage's affair, and handed in."""

_TIMEOUT_MS = 120_000
_FOOTER = (
    '<div style="font-size:8px;color:#555;width:100%;text-align:center">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)


async def print_pdf(page_html: str, launch: Launch) -> bytes:
    """Print a report as A4; the browser is offline and runs no script."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser, _ = await launch(playwright)
        try:
            context = await browser.new_context(offline=True, java_script_enabled=False)
            page = await context.new_page()
            await page.set_content(page_html, wait_until="load", timeout=_TIMEOUT_MS)
            printed: bytes = await page.pdf(
                prefer_css_page_size=True,
                print_background=True,
                tagged=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=_FOOTER,
            )
            return printed
        finally:
            await browser.close()
