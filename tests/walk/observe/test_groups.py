"""What choices are about, and what pickers are called."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from tests.walk.observe.stage import Stage, named

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

STYLE = "<style>.cell{display:flex;align-items:center} .cell>:first-child{width:90px} .gone{display:none} .bar{height:46px;text-align:center}</style>"


def native(name: str, *words: str) -> str:
    return "".join(f"<label><input type=radio name={name} class=gone><i>{one}</i></label> " for one in words)


def drawn(mark: str, *words: str) -> str:
    return "".join(f"<div {mark} onclick=1><b></b><span>{one}</span></div>" for one in words)


SETS = {
    "a title beside native radios": (
        "sex",
        f"<div class=cell><span>性别</span><p>{native('sex', '男', '女')}</p></div>",
    ),
    "a title above native radios": ("sex", f"<div>性别</div><div>{native('sex', '男', '女')}</div>"),
    "a title within the set": ("sex", f"<div><h4>性别</h4>{native('sex', '男', '女')}</div>"),
    "drawn radios by their role": (
        "",
        f"<div class=cell><span>性别</span><section role=radiogroup>{drawn('role=radio', '男', '女')}</section></div>",
    ),
    "drawn radios by their class": (
        "",
        f"<div class=cell><span>性别</span><section class=cell>{drawn('class=my-radio', '男', '女')}</section></div>",
    ),
}


@pytest.mark.parametrize(("name", "html"), SETS.values(), ids=SETS)
async def test_a_choice_knows_what_its_set_is_about(stage: Stage, name: str, html: str) -> None:
    await stage.show(f"{STYLE}<p>请填写</p><div>{html}</div><div>婚姻<br>{native('marriage', '已婚', '未婚')}</div>")
    choices = [one for one in (await stage.look(pictures=False)).controls if one.kind == "radio"]
    assert [(one.name, one.group, one.name_attribute) for one in choices[:2]] == [
        (one, "性别\n男\n女", name) for one in "男女"
    ]
    assert {one.group for one in choices[2:]} == {"婚姻\n已婚\n未婚"}


async def test_chips_of_which_one_is_marked_are_a_set_too(stage: Stage) -> None:
    await stage.show(
        f"{STYLE}<div class=cell><span>规格</span><div>{drawn('class=on', '大份') + drawn('', '小份')}</div></div>"
    )
    assert named(await stage.look(pictures=False), "小份").group == "规格\n大份\n小份"


@pytest.mark.parametrize("bar", ["class='my-nav-bar bar'", "class=bar style='position:fixed;top:0;width:100%'"])
async def test_the_title_of_the_page_is_no_label(stage: Stage, bar: str) -> None:
    below = "<div style='height:46px'></div>" if "fixed" in bar else ""
    await stage.show(f"{STYLE}<div {bar}>提交订单</div>{below}<input placeholder=备注>")
    (field,) = (await stage.look(pictures=False)).controls
    assert (field.name, field.label_from) == ("备注", "placeholder")


async def test_a_picker_that_says_what_to_choose_is_called_so(stage: Stage) -> None:
    await stage.show(
        f"{STYLE}<p>共 2 件</p><div onclick=1>请选择收货地址</div><div class=cell><span>时间</span><div onclick=1>请选择送达时间</div></div>"
    )
    seen = [(one.kind, one.name) for one in (await stage.look(pictures=False)).controls]
    assert seen == [("picker", "请选择收货地址"), ("picker", "时间")]


async def test_a_sentence_above_a_field_is_no_label(stage: Stage) -> None:
    await stage.show("<p>前 30 分钟免费，之后 5 元/小时</p><input placeholder=车牌号>")
    (field,) = (await stage.look(pictures=False)).controls
    assert field.name == "车牌号"
