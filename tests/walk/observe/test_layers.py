"""Layers above the page: found by what a touch hits, not by what they are called."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from qraudit.models import Overlay
from tests.walk.observe.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGE = "<h3>菜单</h3>" + "".join(f"<p>菜品 {i}</p>" for i in range(40))
BAR = "<div style='position:fixed;bottom:0;left:0;right:0;height:50px;background:#fff;z-index:9'>去结算</div>"


async def layer(stage: Stage, html: str) -> Overlay:
    await stage.show(PAGE + html)
    seen = await stage.look(pictures=False)
    assert seen.overlays, "no layer was seen"
    return seen.overlays[0]


MASKED = {
    "mask and card are siblings": """<div style="position:fixed;inset:0;background:rgba(0,0,0,.7);z-index:5"></div>
        <div class=card style="position:fixed;left:50px;top:250px;width:290px;z-index:6;background:#fff">关注公众号<button>去关注</button></div>""",
    "the card is in the mask": """<div style="position:fixed;inset:0;background:rgba(0,0,0,.5);display:flex;align-items:center;justify-content:center">
        <div style="width:290px;background:#fff">关注公众号<button>去关注</button></div></div>""",
    "opaque mask, faint element": """<div style="position:fixed;inset:0;background:#000;opacity:.4"></div>
        <div style="position:fixed;left:50px;top:250px;width:290px;background:#fff">关注公众号<button>去关注</button></div>""",
    "absolute, as high as the screen": """<div style="position:absolute;left:0;top:0;width:100%;height:100vh;background:rgba(0,0,0,.5)"></div>
        <div style="position:absolute;left:50px;top:250px;width:290px;z-index:3;background:#fff">关注公众号<button>去关注</button></div>""",
    "a wrapper without a size": """<div style="position:fixed;z-index:9"><div style="position:fixed;inset:0;background:rgba(0,0,0,.55)"></div>
        <div style="position:fixed;left:50px;top:250px;width:290px;background:#fff">关注公众号<button>去关注</button></div></div>""",
    "the browser's own dialog": "<dialog id=d>关注公众号<button>去关注</button></dialog><script>d.showModal()</script>",
}


@pytest.mark.parametrize("how", MASKED)
async def test_a_dialog_takes_all_touches_and_has_a_mask(stage: Stage, how: str) -> None:
    await stage.show(PAGE + BAR + MASKED[how])
    found = (await stage.look(pictures=False)).modal
    assert found is not None
    assert (found.form, found.modal, found.transient) == ("centre", True, False)
    assert found.text.replace("\n", "") == "关注公众号去关注"
    assert found.mask_point is not None
    x, y = found.mask_point
    left, top, width, height = found.box
    assert not (left <= x <= left + width and top <= y <= top + height)
    assert await stage.observer.hit((left + width / 2, top + height / 2)) is not None
    assert len(found.controls) == 1


SHAPES = {
    "bottom": "<div style='position:fixed;left:0;right:0;bottom:0;height:300px;background:#fff'>开通会员</div>",
    "top": "<div style='position:fixed;left:0;right:0;top:0;height:60px;background:#fff'>关注我们</div>",
    "full": "<div style='position:fixed;inset:0;background:#fff'>广告 跳过 5</div>",
    "floating": "<div style='position:fixed;right:10px;bottom:120px;width:56px;height:56px;background:#f60'>红包</div>",
}


async def test_layers_have_a_form(stage: Stage) -> None:
    for form, html in SHAPES.items():
        found = await layer(stage, html)
        assert (found.form, found.modal) == (form, form == "full")


GONE = {
    "hidden": "<div style='position:fixed;inset:0;background:#0008;visibility:hidden'>弹窗</div>",
    "moved down": "<div style='position:fixed;left:0;bottom:0;width:100%;height:200px;transform:translateY(100%)'>弹窗</div>",
    "faded out": "<div style='position:fixed;inset:0;background:#0008;opacity:0;pointer-events:none'>弹窗</div>",
    "removed from view": "<div style='position:fixed;left:-400px;top:0;width:390px;height:100%'>抽屉</div>",
}


async def test_what_stays_in_the_markup_after_closing_is_no_layer(stage: Stage) -> None:
    for how, html in GONE.items():
        await stage.show(PAGE + html)
        seen = await stage.look(pictures=False)
        assert seen.overlays == [], how
        assert "弹窗" not in seen.text and "抽屉" not in seen.text, how


async def test_an_app_whose_root_is_fixed_is_the_page_itself(stage: Stage) -> None:
    shell = f"<div style='position:fixed;inset:0;overflow:auto;background:#f7f7f7'>{PAGE}{{}}</div>"
    await stage.show(shell.format(""))
    assert (await stage.look(pictures=False)).overlays == []
    dialog = "<div style='position:fixed;inset:0;background:#0009'><p style='margin:200px 40px;background:#fff'>提示</p></div>"
    await stage.show(shell.format(dialog))
    (found,) = (await stage.look(pictures=False)).overlays
    assert (found.modal, found.text) == (True, "提示")


PASSING = {
    "toast": "<div style='position:fixed;left:135px;top:400px;padding:8px;background:#000a;color:#fff'>提交成功</div>",
    "loading": "<div style='position:fixed;inset:0'><div class=loading style='margin:380px 150px;background:#000a'>加载中</div></div>",
}


async def test_toasts_and_loading_go_by_themselves(stage: Stage) -> None:
    for what, html in PASSING.items():
        assert (await layer(stage, html)).transient, what


async def test_a_wall_of_words_without_a_button_is_no_toast(stage: Stage) -> None:
    wall = "<div style='position:fixed;inset:0;background:#000b;color:#fff'><p style='margin:300px 40px'>请先关注公众号</p></div>"
    found = await layer(stage, wall)
    assert (found.transient, found.modal) == (False, True)


async def test_the_top_most_layer_comes_first(stage: Stage) -> None:
    two = SHAPES["bottom"] + MASKED["the card is in the mask"] + BAR
    await stage.show(PAGE + two)
    seen = await stage.look(pictures=False)
    assert [one.text.split("\n")[0] for one in seen.overlays] == ["去结算", "关注公众号", "开通会员"]
    assert seen.modal is not None and seen.modal.text.startswith("关注公众号")


async def test_the_same_layer_drawn_anew_has_the_same_signature(stage: Stage) -> None:
    first = await layer(stage, MASKED["the card is in the mask"].replace("去关注", "去关注 5s"))
    again = await layer(stage, MASKED["the card is in the mask"].replace("去关注", "去关注 3s"))
    other = await layer(stage, MASKED["the card is in the mask"].replace("关注公众号", "开通会员"))
    assert first.signature == again.signature != other.signature
