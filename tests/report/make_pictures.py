"""Draws the README's pictures of the reports, from the sample audit: `python -m tests.report.make_pictures [FOLDER]`.

Needs a Chromium; the record's picture needs LibreOffice as well, and is left as it is without it.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.async_api import Browser, async_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from qraudit.models import Lang
from qraudit.report import print_terminal, render
from qraudit.walk.browser.chromium import launch
from tests.report.sample_run import sample_report, sample_run, sample_walk

_FOLDER = Path(__file__).resolve().parents[2] / ".github" / "pictures"
_THEME = TerminalTheme(
    (22, 24, 30), (226, 226, 222),
    [(22, 24, 30), (240, 113, 103), (134, 214, 168), (241, 196, 107), (156, 195, 245), (200, 160, 230), (120, 200, 210),
     (226, 226, 222)],
)  # fmt: skip


async def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        run = sample_run(Path(scratch) / "run").path
        async with async_playwright() as playwright:
            browser, _ = await launch(playwright)
            for lang, name in (("zh", "zh"), ("en", "en")):
                await _html(browser, run, lang, folder / f"report.{name}.webp")
                await _terminal(browser, run, lang, folder / f"terminal.{name}.webp")
            await browser.close()
        _record(run, Path(scratch), folder / "record.webp")


async def _html(browser: Browser, run: Path, lang: Lang, file: Path) -> None:
    page = await browser.new_page(viewport={"width": 1180, "height": 1500})
    await page.set_content(str(render(sample_report(), sample_walk(), run, "html", lang)))
    _save(await page.screenshot(), file)
    await page.close()


async def _terminal(browser: Browser, run: Path, lang: Lang, file: Path) -> None:
    console = Console(record=True, width=82, file=io.StringIO(), force_terminal=True)
    print_terminal(sample_report(), console, lang)
    text = console.export_html(theme=_THEME, inline_styles=True)
    page = await browser.new_page(viewport={"width": 760, "height": 400}, device_scale_factor=1.5)
    font = "font: 14px/1.45 'Noto Sans Mono CJK SC', 'Sarasa Mono SC', monospace; margin: 18px"
    await page.set_content(
        text.replace("<body>", "<body style='margin:0'>").replace('<pre style="', f'<pre style="{font};')
    )
    _save(await page.screenshot(full_page=True), file)
    await page.close()


def _record(run: Path, scratch: Path, file: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        print("no LibreOffice: the record's picture is left as it is", file=sys.stderr)  # noqa: T201
        return
    made = render(sample_report(), sample_walk(), run, "record", "zh")
    assert isinstance(made, bytes)
    (scratch / "record.docx").write_bytes(made)
    subprocess.run(
        [office, "--headless", "--convert-to", "pdf", "record.docx"], cwd=scratch, check=True, capture_output=True
    )
    pages = pypdfium2.PdfDocument(scratch / "record.pdf")
    first = pages[0].render(scale=1.4).to_pil()
    stream = io.BytesIO()
    first.save(stream, "PNG")
    _save(stream.getvalue(), file)


def _save(png: bytes, file: Path) -> None:
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").save(file, "WEBP", quality=82, method=6)
    print(file, f"{file.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else _FOLDER
    chosen.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(chosen))
