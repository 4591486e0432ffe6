"""Renders the sample merchants' pictures: `python -m tests.samples.artwork [SLUG ...]`.

`samples/<slug>/artwork/NAME.html` becomes `pages/NAME.webp` (its size is the `data-size` of its body); `<img
src="qr:PAYLOAD">` in it is replaced by that code. Every merchant's printed card and photograph are made anew, too.
Needs a Chromium and a Chinese font, which is why the results are committed.
"""

from __future__ import annotations

import io
import re
import sys

import segno
from jinja2 import Environment, FileSystemLoader
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from qraudit.samples.photograph import CARD, photograph
from qraudit.samples.server import PHOTOGRAPHED_PORT
from qraudit.samples.truth import Sample, load_samples

CHROMIUM = "/usr/bin/chromium"


def with_codes(html: str) -> str:
    """The page with its codes in place."""
    return re.sub(
        r"qr:([^\"]+)", lambda found: segno.make(found[1], error="m", micro=False).svg_data_uri(border=1), html
    )


def picture(page: Page, html: str, size: tuple[int, int]) -> bytes:
    """What the page looks like, as WebP."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.set_content(with_codes(html))
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    out = io.BytesIO()
    shot.save(out, "WEBP", quality=82, method=6)
    return out.getvalue()


def card(page: Page, sample: Sample) -> bytes:
    """The printed card, with a blank place for the code."""
    templates = Environment(loader=FileSystemLoader(sample.folder.parent / "kit"), autoescape=True)
    html = templates.get_template("card.html").render(card=sample.truth.card, title=sample.truth.title.zh)
    return picture(page, html, CARD)


def render(page: Page, sample: Sample) -> None:
    """All pictures of one merchant."""
    for source in sorted((sample.folder / "artwork").glob("*.html")):
        html = source.read_text(encoding="utf-8")
        size = re.search(r'data-size="(\d+)x(\d+)"', html)
        assert size, source
        target = sample.folder / "pages" / f"{source.stem}.webp"
        target.write_bytes(picture(page, html, (int(size[1]), int(size[2]))))
    (sample.folder / "card.webp").write_bytes(card(page, sample))
    sample.photograph.write_bytes(photograph(sample, f"http://127.0.0.1:{PHOTOGRAPHED_PORT}"))


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page()
        for sample in load_samples(sys.argv[1:] or None):
            render(page, sample)
        browser.close()


if __name__ == "__main__":
    main()
