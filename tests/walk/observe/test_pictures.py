"""Pictures that carry the message are looked into; others are left alone."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator
from urllib.parse import quote

import cv2
import numpy as np
import pytest
import pytest_asyncio
import segno
from playwright.async_api import Browser

from qraudit.codes import read_pixels
from qraudit.walk.observe import reading
from qraudit.walk.observe.crosses import find_crosses, is_cross
from tests.walk.observe.stage import Stage, named, stage_on

pytestmark = pytest.mark.browser

FOLLOW = "http://weixin.qq.com/r/mp/abcdef"


@pytest_asyncio.fixture(loop_scope="session")
async def stage(browser: Browser) -> AsyncIterator[Stage]:
    async with stage_on(browser, read_codes=read_pixels) as one:
        yield one


def code(payload: str) -> str:
    """A code as an address that stands in the page."""
    out = io.BytesIO()
    segno.make(payload).save(out, kind="png", scale=8)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def drawing(words: str, *, width: int = 300, height: int = 300, more: str = "") -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="100%" height="100%" fill="#c33"/>'
        f'<text x="50%" y="50%" font-size="30" fill="#fff" text-anchor="middle" font-family="Noto Sans CJK SC">{words}</text>{more}</svg>'
    )
    return "data:image/svg+xml," + quote(svg)


ON_LAYER = "<div style='position:fixed;inset:0;background:#0009'><div style='margin:150px 45px'>{}</div></div>"


@pytest.mark.asyncio(loop_scope="session")
async def test_codes_are_read_from_images_backgrounds_and_canvases(stage: Stage) -> None:
    image = code(FOLLOW)
    await stage.show(
        f"<img src='{image}' width=120><div style='width:120px;height:120px;background:url({image})0 0/cover'></div>"
        f"<canvas id=c width=240 height=240 style='width:120px'></canvas><script>i=new Image;i.src='{image}';"
        "i.onload=()=>c.getContext('2d').drawImage(i,0,0,240,240)</script>"
        f"<div style='margin-top:900px'><img src='{image}' width=120></div>"
    )
    seen = await stage.look()
    assert [(one.source, [code.payload for code in one.codes]) for one in seen.pictures] == [
        ("img", [FOLLOW]),
        ("background", [FOLLOW]),
        ("canvas", [FOLLOW]),
        ("img", []),
    ]
    assert [one.read for one in seen.pictures] == [True, True, True, False]
    assert all(not one.lines for one in seen.pictures)


@pytest.mark.asyncio(loop_scope="session")
async def test_words_baked_into_a_layer_are_read_once_and_placed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.show("<p>页</p>" + ON_LAYER.format(f"<img src='{drawing('立即领取')}'>"))
    seen = await stage.look()
    (picture,) = seen.pictures
    (line,) = picture.lines
    assert line.text == "立即领取"
    assert line.overlay == seen.overlays[0].id
    x, y, width, height = line.box
    assert abs(x + width / 2 - 195) < 8 and abs(y + height / 2 - 290) < 16
    assert "立即领取" in seen.spoken()

    def never(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(reading, "shot", never)
    assert (await stage.look()).pictures == [picture]


@pytest.mark.asyncio(loop_scope="session")
async def test_what_the_page_explains_itself_is_not_read(stage: Stage) -> None:
    dish = f"<img src='{drawing('招牌', width=76, height=76)}'>"
    told = f"<div style=\"width:390px;height:300px;background:url('{drawing('背景')}')\">夏日特饮第二杯半价活动进行中</div>"
    below = ON_LAYER.format("<p style='background:#fff'>提示</p>")
    await stage.show(dish + told + f"<img src='{drawing('被挡住')}'>" + below)
    assert [one.lines for one in (await stage.look()).pictures] == [[], [], []]


@pytest.mark.asyncio(loop_scope="session")
async def test_a_button_that_is_only_a_picture_is_called_by_its_words(stage: Stage) -> None:
    link = f"<a href=/x><img src='{drawing('去支付', width=200, height=60)}'></a>"
    area = (
        f"<img src='{drawing('关注', height=200)}' usemap='#m'><map name=m><area coords='60,60,240,140' href=/y></map>"
    )
    await stage.show(link + area)
    seen = await stage.look()
    assert named(seen, "去支付").label_from == "picture"
    assert named(seen, "关注").point == pytest.approx((150, 60 + 31 + 100), abs=40)


CROSS = '<path d="M262 18l20 20m0-20l-20 20" stroke="#fff" stroke-width="3"/>'


@pytest.mark.asyncio(loop_scope="session")
async def test_a_cross_that_is_only_painted_is_told_from_one_that_reacts(stage: Stage) -> None:
    advert = f"<a href=/ad style='position:relative;display:block'><img src='{drawing('特惠', more=CROSS)}'>{{}}</a>"
    await stage.show("<p>页</p>" + ON_LAYER.format(advert.format("")))
    (picture,) = (await stage.look()).pictures
    assert picture.crosses == [pytest.approx((45 + 261, 150 + 17, 22, 22), abs=4)]
    real = "<b onclick=1 style='position:absolute;right:14px;top:14px;width:28px;height:28px' aria-label=关闭></b>"
    await stage.show("<p>页</p>" + ON_LAYER.format(advert.format(real)))
    assert (await stage.look()).pictures[0].crosses == []


@pytest.mark.asyncio(loop_scope="session")
async def test_a_close_icon_that_only_its_pixels_tell_is_recognised(stage: Stage) -> None:
    icon = drawing("", width=28, height=28, more='<path d="M8 8l12 12m0-12l-12 12" stroke="#fff" stroke-width="2"/>')
    other = drawing("", width=28, height=28, more='<circle cx="14" cy="14" r="7" stroke="#fff" fill="none"/>')
    await stage.show("<p>页</p>" + ON_LAYER.format(f"<img onclick=1 src='{icon}'><img onclick=1 src='{other}'>"))
    close, ring = (await stage.look()).controls
    assert (close.glyph, ring.glyph) == ("close", "none")
    assert close.contrast == pytest.approx(5.5, abs=0.6)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_shape_that_is_not_painted_tells_nothing_of_how_plain_an_icon_is(stage: Stage) -> None:
    icon = (
        "<svg viewBox='0 0 48 48' width=20 height=20 style='color:{}'><g><rect fill='#fff' opacity=0 width=48 height=48 />"
        "<path fill=currentColor d='M10 12L12 10L38 36L36 38ZM36 10L38 12L12 38L10 36Z' /></g></svg>"
    )
    button = "<a role=button onclick=1 aria-label=关闭 style='background:#fff;padding:4px'>{}</a>"
    buttons = button.format(icon.format("#555")) + button.format(icon.format("#fdfdfd"))
    await stage.show("<p>页</p>" + ON_LAYER.format(buttons))
    plain, pale = (await stage.look()).controls
    assert plain.contrast == pytest.approx(7.5, abs=0.2)
    assert pale.contrast == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize(("turned", "cross"), [(False, False), (True, True)])
def test_plus_and_cross_are_not_confused(turned: bool, cross: bool) -> None:
    canvas = np.full((48, 48, 3), 255, np.uint8)
    for i in range(8, 40):
        for wide in (-1, 0, 1):
            at = [(i, i + wide), (i, 47 - i + wide)] if turned else [(i, 24 + wide), (24 + wide, i)]
            for row, column in at:
                canvas[row, column] = 0
    assert is_cross(canvas) is cross
    large = np.full((300, 300, 3), 255, np.uint8)
    large[0:48, 252:300] = canvas
    assert bool(find_crosses(large, 2.0)) is cross


@pytest.mark.asyncio(loop_scope="session")
async def test_a_reader_that_fails_does_not_end_the_look(browser: Browser) -> None:
    def broken(_: object) -> list[object]:
        raise RuntimeError("no")

    async with stage_on(browser, read_codes=broken) as stage:
        await stage.show(f"<img src='{code(FOLLOW)}'>")
        assert (await stage.look()).pictures[0].codes == []


def test_a_cross_painted_into_a_rounded_corner_is_found() -> None:
    poster = np.full((380, 300, 3), 40, np.uint8)
    cv2.rectangle(poster, (16, 0), (283, 379), (240, 170, 80), -1)
    cv2.rectangle(poster, (0, 16), (299, 363), (240, 170, 80), -1)
    for x, y in ((16, 16), (283, 16), (16, 363), (283, 363)):
        cv2.circle(poster, (x, y), 16, (240, 170, 80), -1)
    assert find_crosses(poster, 1.0) == []
    for ends in (((264, 14), (286, 36)), ((286, 14), (264, 36))):
        cv2.line(poster, *ends, (255, 255, 255), 2, cv2.LINE_AA)
    ((left, top, width, height),) = find_crosses(poster, 1.0)
    assert abs(left - 263) <= 3
    assert abs(top - 13) <= 3
    assert abs(width - 24) <= 4
    assert abs(height - 24) <= 4
