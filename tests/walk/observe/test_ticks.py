"""Boxes that are pictures or stand apart from their words: still boxes, ticked or not."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.walk.observe.stage import Stage, named

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def picture(inner: str) -> str:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='22' height='22'>{inner}</svg>"
    return f'<img width=22 height=22 src="data:image/svg+xml,{quote(svg)}">'


BOX = "<rect x='1' y='1' width='20' height='20' rx='4' fill='{}' stroke='{}'/>"
FULL, EMPTY, BLACK = (picture(BOX.format(*one)) for one in [("#12807c", "#12807c"), ("#fff", "#bbb"), ("#111", "#111")])
CHEVRON = picture("<path d='M8 4l6 7-6 7' stroke='#999' fill='none'/>")
ROW = "<style>.r{display:flex;justify-content:space-between;height:44px}</style>"


def row(words: str, drawn: str) -> str:
    return f"<section><div class=r onclick=1><span>{words}</span>{drawn}</div></section>"


async def test_a_swapped_picture_in_a_row_is_a_box(stage: Stage) -> None:
    rows = [("意外险 ¥5.00/人", FULL), ("接收优惠短信", EMPTY), ("同意会员协议", BLACK), ("延保 10 元", EMPTY)]
    await stage.show(ROW + "".join(row(*one) for one in rows))
    seen = (await stage.look(pictures=False)).controls
    assert [(one.kind, one.checked, one.checked_from) for one in seen] == [
        ("checkbox", ticked, "pixels") for ticked in (True, False, True, False)
    ]
    assert [one.name for one in seen] == [words for words, _ in rows]
    assert all(one.glyph_box is not None and one.glyph_box[2] == 22 for one in seen)


@pytest.mark.parametrize(("name", "ticked"), [("sel_on", True), ("icon-unchecked", False), ("tick-normal", False)])
async def test_the_file_name_of_a_picture_tells_first(stage: Stage, name: str, ticked: bool) -> None:
    await stage.show(ROW + row("退票险 ¥8", f"<img width=20 height=20 src='/{name}.png'>"))
    (box,) = (await stage.look(pictures=False)).controls
    assert (box.kind, box.checked, box.checked_from) == ("checkbox", ticked, "class")


async def test_chevrons_goods_and_buttons_are_no_boxes(stage: Stage) -> None:
    goods = "".join(f"<div class=r onclick=1>{one} ¥12{EMPTY}</div>" for one in ("大份", "小份"))
    listening = row("奶茶 ¥12", FULL.replace("<img", "<img onclick=1"))
    await stage.show(ROW + goods + row("优惠券 5 元", CHEVRON) + row("我的订单", EMPTY) + listening)
    assert {one.kind for one in (await stage.look(pictures=False)).controls} == {"button"}


ALONE = """<style>.box{width:16px;height:16px;border:1px solid #999;display:inline-block}</style>
<p><span><i class=box onclick=1></i></span> 我已阅读并同意<a href=/a>《用户协议》</a>和<a href=/b>《隐私政策》</a></p>
<p><svg onclick=1 width=16 height=16><circle cx=8 cy=8 r=7 fill=none stroke="#999" /></svg> 同意<a href=/c>《会员协议》</a></p>"""


async def test_a_box_alone_has_the_words_and_links_beside_it(stage: Stage) -> None:
    await stage.show(ALONE)
    boxes = [one for one in (await stage.look(pictures=False)).controls if one.kind != "link"]
    assert [(one.kind, one.tag, one.checked) for one in boxes] == [
        ("checkbox", "i", False),
        ("checkbox", "svg", False),
    ]
    assert [one.links for one in boxes] == [["《用户协议》", "《隐私政策》"], ["《会员协议》"]]
    assert boxes[0].name == "我已阅读并同意《用户协议》和《隐私政策》"


async def test_links_of_another_row_do_not_belong_to_a_box(stage: Stage) -> None:
    other = "<div>取票手机<input></div><small>见<a href=/p>《隐私政策》</a></small>"
    await stage.show(f"{ROW}<div>{row('意外险 ¥5.00/人', FULL)}{other}</div>")
    assert named(await stage.look(pictures=False), "意外险 ¥5.00/人").links == []


async def test_small_signs_and_joined_names_are_glyphs(stage: Stage) -> None:
    signs = "".join(
        f"<i class='{one}' onclick=1></i>" for one in ("van-icon-arrow-left", "icon-arrow-right", "closeBtn")
    )
    drawn = "".join(f"<b>{one}</b>" for one in "+-")
    style = "<style>i{display:inline-block;width:24px;height:24px} b{display:inline-block;width:22px;height:20px;border:1px solid #999;border-radius:3px}</style>"
    await stage.show(f"{style}{signs}{drawn}<script>document.addEventListener('click',()=>1)</script>")
    glyphs = [one.glyph for one in (await stage.look(pictures=False)).controls]
    assert glyphs == ["back", "forward", "close", "plus", "minus"]


async def test_a_tick_in_the_colour_of_its_ground_is_none_yet(stage: Stage) -> None:
    style = "<style>i{display:inline-block;width:16px;height:16px;border:1px solid #9bb;color:#fff}.y{background:#088}</style>"
    rows = "".join(f"<div onclick=1><i class='{one}'>✓</i>已阅读并同意《入园须知》</div>" for one in ("", "y"))
    await stage.show(style + rows)
    boxes = [one for one in (await stage.look(pictures=False)).controls if one.kind == "checkbox"]
    assert [one.checked for one in boxes] == [False, True]


async def test_a_filled_frame_before_an_offer_of_advertisements_is_a_tick(stage: Stage) -> None:
    frame = "<i style='display:inline-block;width:14px;height:14px;border:1px solid #999;border-radius:50%;{}'></i>"
    ticked, empty = frame.format("background:#2a7 url(data:image/svg+xml,x)"), frame.format("")
    rows = [f"{ticked}店里的新品和优惠，请告诉我", f"{empty}顺便把本店的服务号添进我的列表"]
    await stage.show("".join(f"<div onclick=1>{one}</div>" for one in rows))
    boxes = [one for one in (await stage.look(pictures=False)).controls if one.kind == "checkbox"]
    assert [one.checked for one in boxes] == [True, False]


async def test_an_icon_before_offers_is_no_tick(stage: Stage) -> None:
    icon = "<svg width=16 height=16><circle cx=8 cy=8 r=7 fill='#c33'/></svg>"
    logo = "<i style='display:inline-block;width:36px;height:36px;border:1px solid #2a7;background:#2a7;border-radius:50%'></i>"
    rows = [f"{icon} 优惠活动通知我", f"{icon} 短信推广记录", f"{logo} 我想看看本店的公众号"]
    await stage.show("".join(f"<div onclick=1>{one}</div>" for one in rows))
    assert {one.kind for one in (await stage.look(pictures=False)).controls} == {"button"}


def _rows(*words: str) -> str:
    square = "<i style='display:inline-block;width:16px;height:16px;border:1px solid #aaa;border-radius:3px'></i>"
    return "".join(f"<div class=row onclick=1>{square}{one}</div>" for one in words)


async def test_a_row_built_like_a_tick_box_is_one_and_goods_to_choose_among_are_none(stage: Stage) -> None:
    await stage.show(_rows("行李碎屏险 ¥3.00", "付款时一并关注本店服务号"))
    assert [one.kind for one in (await stage.look(pictures=False)).controls] == ["checkbox", "checkbox"]
    await stage.show(_rows("大杯 ¥3.00", "中杯 ¥2.00", "小杯 ¥1.00"))
    assert [one.kind for one in (await stage.look(pictures=False)).controls] == ["button"] * 3


@pytest.mark.asyncio(loop_scope="session")
async def test_an_empty_square_before_one_row_that_reacts_is_its_box_and_not_where_rows_are_alike(stage: Stage) -> None:
    square = "<i style='display:inline-block;width:15px;height:15px;border:1px solid #999'></i>"
    row = "<div class=row style='padding:12px'>{} {}</div>"
    listening = (
        "<script>document.querySelectorAll('.row').forEach(one => one.addEventListener('touchend', () => 1))</script>"
    )
    await stage.show("<main>" + row.format(square, "买好之后做本店粉丝") + "</main>" + listening)
    assert [one.kind for one in (await stage.look(pictures=False)).controls] == ["checkbox"]
    await stage.show("<main>" + row.format(square, "大杯") + row.format(square, "小杯") + "</main>" + listening)
    assert [one.kind for one in (await stage.look(pictures=False)).controls] == ["button", "button"]


PILLS = """<style>.r{display:flex;justify-content:space-between;padding:6px} .k{width:44px;height:24px;border-radius:12px;background:#d0d0d0;position:relative}
.k::after{content:'';position:absolute;width:20px;height:20px;border-radius:50%;background:#fff;top:2px;left:2px} .k[data-v="1"]{background:#e5622a}
.k[data-v="1"]::after{left:22px} .t{width:40px;height:20px;border-radius:10px;background:#3a7} .t b{display:block;width:18px;height:18px;border-radius:9px;background:#fff}
.tag{width:44px;height:20px;border-radius:10px;background:#e33}</style>"""


async def test_a_pill_with_a_knob_is_a_switch_whatever_it_is_called(stage: Stage) -> None:
    rows = [
        "<div class=r><span>晚到赔 ¥1.50</span><i class=k data-v=1 onclick=1></i></div>",
        "<div class=r><span>放辣</span><i class=k data-v=0 onclick=1></i></div>",
        "<div class=r onclick=1><span>延保 ¥3</span><div class=t><b></b></div></div>",
    ]
    await stage.show(PILLS + "".join(rows))
    seen = (await stage.look(pictures=False)).controls
    assert [(one.kind, one.checked, one.checked_from) for one in seen] == [
        ("switch", on, "colour") for on in (True, False, True)
    ]
    assert "晚到赔" in seen[0].name + seen[0].group


async def test_pills_without_a_knob_are_no_switches(stage: Stage) -> None:
    pills = "<i class=tag onclick=1></i>", "<i class=tag onclick=1>满减</i>", "<b class=k onclick=1>去抢</b>"
    await stage.show(PILLS + "".join(f"<div class=r>{one}</div>" for one in pills))
    assert "switch" not in {one.kind for one in (await stage.look(pictures=False)).controls}
