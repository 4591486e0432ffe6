"""The index with ten thousand rows in a real browser: from a disk, with no request, at once."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from qraudit.batch.index import index_page
from tests.batch.rows import HOSTILE, mixed, violating

pytestmark = pytest.mark.browser

ROWS = 10_000
OPENS_S = 2.0
FILTERS_MS = 100

TIMED = """value => {
  const search = document.getElementById('search');
  search.value = value;
  const began = performance.now();
  search.dispatchEvent(new Event('input'));
  document.body.offsetHeight;
  return performance.now() - began;
}"""


@pytest.fixture
async def page() -> AsyncIterator[Any]:
    from playwright.async_api import async_playwright

    from qraudit.walk.browser.chromium import launch

    async with async_playwright() as playwright:
        browser, _ = await launch(playwright)
        opened = await browser.new_page()
        opened.faults = []
        opened.on("pageerror", lambda error: opened.faults.append(str(error)))
        opened.on("console", lambda message: opened.faults.append(message.text))
        opened.on("request", lambda request: opened.faults.append(request.url) if request.url[:4] == "http" else None)
        yield opened
        await browser.close()


def written(folder: Path, rows: list[dict[str, Any]]) -> str:
    (folder / "index.html").write_text(index_page(rows, folder, "en"), encoding="utf-8")
    return (folder / "index.html").as_uri()


async def test_ten_thousand_rows_open_and_filter_at_once(page: Any, tmp_path: Path) -> None:
    address = written(tmp_path, mixed(ROWS))
    began = time.perf_counter()
    await page.goto(address)
    await page.locator(".row").first.wait_for()
    assert time.perf_counter() - began < OPENS_S
    assert await page.locator("#shown").text_content() == "10000 of 10000"
    assert await page.locator(".row").count() < 100
    times = [await page.evaluate(TIMED, word) for word in ("面馆 99", "面馆 9", "no way on", "nothing like it", "")]
    assert max(times) < FILTERS_MS, times
    for order in ("merchant", "places", "rules"):
        await page.select_option("#order", order)
    assert page.faults == []


async def test_search_numbers_and_bars_narrow_the_table_and_rows_open_reports(page: Any, tmp_path: Path) -> None:
    await page.goto(written(tmp_path, mixed(60)))
    await page.fill("#search", "面馆 img_00024")
    assert await page.locator(".row a").get_attribute("href") == "runs/00024-IMG/report.html"
    await page.click("#reset")
    await page.click("#verdicts .violations")
    assert await page.locator("#shown").text_content() == "15 of 60"
    await page.locator("#places button").first.click()
    await page.locator("#rules button").first.click()
    assert await page.locator("#shown").text_content() == "3 of 60"
    await page.click("text=中文")
    assert "涉嫌" in await page.locator("#verdicts .violations").text_content()
    assert page.faults == []


async def test_nothing_in_a_row_acts(page: Any, tmp_path: Path) -> None:
    texts = dict.fromkeys(("source", "payload", "merchant", "place", "note"), HOSTILE)
    await page.goto(written(tmp_path, [violating(1, **texts), violating(2, source="javascript:alert(1)")]))
    assert await page.locator(".row").count() == 2
    assert await page.locator("main img, main script").count() == 0
    hrefs = await page.locator(".row a").evaluate_all("all => all.map(one => one.protocol)")
    assert set(hrefs) == {"file:"}
    assert page.faults == []
