"""The HTML report in the real Chromium: readable by everyone, at every width, in both languages, on paper."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.async_api import Browser, Page, async_playwright

from qraudit.report import render
from qraudit.report.pdf import print_pdf
from qraudit.walk.browser.chromium import launch
from tests.report.npm_package import npm_package
from tests.report.sample_run import sample_report, sample_walk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def file(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("html") / "report.html"
    path.write_text(str(render(sample_report(), sample_walk(), run, "html", "zh")), encoding="utf-8")
    return path


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started, _ = await launch(playwright)
        yield started
        await started.close()


async def opened(browser: Browser, file: Path, width: int, scheme: Any = "light") -> tuple[Page, list[str]]:
    page = await browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: troubles.append(request.url) if request.url.startswith("http") else None)
    await page.goto(file.as_uri())
    return page, troubles


@pytest.mark.parametrize("width", [390, 1280, 1920])
async def test_nothing_overflows_and_nothing_is_asked_for(browser: Browser, file: Path, width: int) -> None:
    page, troubles = await opened(browser, file, width)

    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert troubles == []
    await page.close()


async def test_the_language_switch(browser: Browser, file: Path) -> None:
    page, _ = await opened(browser, file, 1280)
    verdict = page.get_by_role("heading", level=2).first
    assert await verdict.inner_text() == "发现涉嫌违规"

    await page.get_by_role("button", name="English").click()

    assert await verdict.inner_text() == "Suspected violations"
    assert await page.evaluate("document.documentElement.lang") == "en"
    assert await page.title() == "青禾小馆 · 扫码点餐 · QR code audit report"
    assert "走过的路" not in await page.locator("body").inner_text()
    assert (await page.locator(".exhibits svg").first.get_attribute("aria-label") or "").startswith("Screenshot")

    await page.get_by_role("button", name="中文").click()
    assert await verdict.inner_text() == "发现涉嫌违规"
    await page.close()


async def test_a_screenshot_opens_large_by_keyboard(browser: Browser, file: Path) -> None:
    page, _ = await opened(browser, file, 1280)

    await page.locator(".exhibits button").first.focus()
    await page.keyboard.press("Enter")
    assert await page.locator("dialog svg.large rect.mark").is_visible()
    await page.keyboard.press("Escape")
    assert not await page.locator("dialog").is_visible()
    await page.close()


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    package = npm_package("axe-core", "4.10.3", tmp_path_factory.mktemp("axe"))
    return (package / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.npm
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "light"), (1280, "dark")])
async def test_axe_finds_nothing(browser: Browser, file: Path, width: int, scheme: str, axe: str) -> None:
    page, _ = await opened(browser, file, width, scheme)
    for lang in ("中文", "English"):
        await page.get_by_role("button", name=lang).click()
        await page.evaluate(axe)  # in the page, past its policy
        result = await page.evaluate("axe.run()")
        assert [(found["id"], found["nodes"][0]["html"]) for found in result["violations"]] == []
        assert len(result["passes"]) > 20
    await page.close()


async def test_on_paper_nothing_is_cut_off(run: Path) -> None:
    made = render(sample_report(), sample_walk(), run, "html", "zh")
    printed = pypdfium2.PdfDocument(await print_pdf(str(made), launch))

    words = "".join(page.get_textpage().get_text_range() for page in printed)
    assert 4 <= len(printed) <= 12
    for place in ("发现涉嫌违规", "并未关注而点", "第四十四条第二款", "怎样读这份报告"):
        assert place in words
    for page in printed:
        width, _ = page.get_size()
        assert round(width) == 595  # A4
        text = page.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        assert all(left >= 20 and right <= width - 20 for left, _, right, _ in boxes if right > left)
