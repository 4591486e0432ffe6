"""Inline drawings whose shapes react: seats, lockers, parts of a map."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from tests.walk.observe.stage import Stage, named

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def seats(more: str = "") -> str:
    fill = {2: "#c22", 5: "#bbb"}
    rects = "".join(
        f"<rect x={8 + i * 44} y=10 width=32 height=32 fill='{fill.get(i, '#fff')}' data-seat='1排{i + 1}座' />"
        for i in range(8)
    )
    return f"<svg id=map width=370 height=60 {more}>{rects}</svg>"


@pytest.mark.parametrize(
    "page",
    [
        seats() + "<script>for(const one of map.children)one.addEventListener('click',()=>1)</script>",
        seats() + "<script>map.addEventListener('click',e=>e.target.dataset.seat)</script>",
        "<style>rect{cursor:pointer}</style>" + seats(),
    ],
    ids=["each listens", "the drawing listens", "each has a pointer"],
)
async def test_seats_of_a_drawing_are_controls(stage: Stage, page: str) -> None:
    await stage.show(page)
    seen = await stage.look(pictures=False)
    assert [one.name for one in seen.controls] == [f"1排{i + 1}座" for i in range(8)]
    assert all(one.point is not None for one in seen.controls)
    assert [one.name for one in seen.controls if one.checked] == ["1排3座"]
    assert [one.name for one in seen.controls if one.disabled] == ["1排6座"]


async def test_a_drawing_that_nobody_listens_to_is_a_picture(stage: Stage) -> None:
    await stage.show(seats())
    assert (await stage.look(pictures=False)).controls == []


async def test_parts_of_an_icon_are_no_controls_of_their_own(stage: Stage) -> None:
    icon = "<svg width=60 height=60><g data-name='Layer 1'><path data-name=a d='M5 5h50v50h-50z'/><circle r=20 cx=30 cy=30 /></g></svg>"
    await stage.show(f"<div style='cursor:pointer;width:60px' aria-label=领取 onclick=1>{icon}</div>")
    assert [one.name for one in (await stage.look(pictures=False)).controls] == ["领取"]


async def test_words_in_a_drawing_belong_to_the_shape_around_them(stage: Stage) -> None:
    doors = "".join(
        f"<g onclick=1><rect x={i * 80} width=70 height=50 fill='#eee' /><text x={i * 80 + 10} y=30>{i} 号柜</text></g>"
        for i in (1, 2)
    )
    await stage.show(f"<svg width=360 height=80><text y=70>空柜</text>{doors}</svg>")
    seen = await stage.look(pictures=False)
    assert named(seen, "1 号柜").label_from == "text"
    assert [one.name for one in seen.controls] == ["1 号柜", "2 号柜"]
    assert "空柜" in seen.text
