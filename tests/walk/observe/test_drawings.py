"""A page that is one canvas is read where it is drawn; a drawing beside a page's own words stays a drawing."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from tests.walk.observe.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CANVAS = """<style>body{margin:0}</style>WORDS<canvas width=390 height=780></canvas><script>const c = document.querySelector('canvas'), g = c.getContext('2d');
g.fillStyle = '#fff'; g.fillRect(0, 0, 390, 780); g.fillStyle = '#111'; g.font = '24px sans-serif'; g.fillText('自助洗车 三号机', 90, 120);
g.fillStyle = '#07c160'; g.fillRect(60, 600, 270, 60); g.fillStyle = '#fff'; g.fillText('立即支付', 145, 640); c.onclick = () => 0</script>"""


async def test_words_drawn_on_a_page_of_one_canvas_can_be_touched(stage: Stage) -> None:
    await stage.show(CANVAS.replace("WORDS", ""))
    drawn = {one.name: one for one in (await stage.look()).controls if one.id.startswith("drawn:")}
    assert {one.replace(" ", "") for one in drawn} == {"自助洗车三号机", "立即支付"}
    point = await stage.observer.aim(drawn["立即支付"].id)
    assert point is not None
    assert 60 < point[0] < 330
    assert 600 < point[1] < 660


async def test_beside_a_pages_own_words_a_canvas_stays_a_drawing(stage: Stage) -> None:
    await stage.show(CANVAS.replace("WORDS", "<p>" + "请在下面的洗车机平面图上点选工位，再到柜台付款。" * 3 + "</p>"))
    assert not [one for one in (await stage.look()).controls if one.id.startswith("drawn:")]


async def test_a_look_without_pictures_forgets_nothing_that_was_drawn(stage: Stage) -> None:
    await stage.show(CANVAS.replace("WORDS", ""))
    pay = next(one for one in (await stage.look()).controls if one.name == "立即支付")
    await stage.look(pictures=False)
    assert await stage.observer.aim(pay.id) == pay.point
