"""Pictures that one can look through, and pictures in frames on a layer."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from qraudit.models import TextLine
from qraudit.walk.observe.see_through import is_seen_through
from tests.walk.observe.stage import Stage

PAINTED = """<canvas id=c width=390 height=844 style="position:fixed;inset:0;z-index:9"></canvas><script>
const pen=c.getContext('2d');pen.fillStyle='#c00';pen.fillRect(60,300,270,120);pen.fillStyle='#fff';pen.font='40px sans-serif';pen.fillText('立即领取',110,375)</script>"""


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="session")
async def test_the_page_below_a_transparent_canvas_is_not_what_the_canvas_says(stage: Stage) -> None:
    await stage.show(f"<h1 style='margin:60px 20px'>欢迎光临小店</h1>{PAINTED}")
    (picture,) = (await stage.look()).pictures
    assert picture.read
    assert [line.text for line in picture.lines] == ["立即领取"]


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="session")
async def test_pictures_in_a_frame_fill_the_layer_that_the_frame_stands_on(stage: Stage) -> None:
    layer = "<div style='position:fixed;inset:0;background:rgba(0,0,0,.6)'><iframe src=/ad style='border:0;position:absolute;left:45px;top:150px;width:300px;height:400px'></iframe></div>"
    ad = "<body style='margin:0'><canvas width=300 height=200></canvas>"
    await stage.show("<p>页</p>" + layer, ad=ad)
    (overlay,) = (await stage.look(pictures=False)).overlays
    assert overlay.picture_share == pytest.approx(300 * 200 / (overlay.box[2] * overlay.box[3]), abs=0.02)


@pytest.mark.parametrize(
    ("read", "through"),
    [
        (("欢迎光临", 20, 60), True),
        (("欢迎光监", 20, 60), True),
        (("立即领取", 20, 60), False),
        (("欢迎光临", 20, 300), False),
    ],
)
def test_the_same_words_at_the_same_place_are_the_pages_own(read: tuple[str, int, int], through: bool) -> None:
    text, x, y = read
    below = [TextLine(text="欢迎光临小店，今日特惠", box=(10, 50, 300, 40))]
    assert is_seen_through(TextLine(text=text, box=(x, y, 120, 24)), below) is through
