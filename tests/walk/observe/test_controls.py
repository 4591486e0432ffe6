"""What can be touched, what it is called, and in what state it is."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from tests.walk.observe.stage import Stage, named

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FORM = """
<div class=row><span>姓名<i style="color:red">*</i></span><input></div>
<div class=row>车牌号</div><input style="display:block">
<uni-view class=row><uni-text>手机号</uni-text><uni-input><div class="uni-input-wrapper">
  <div class="uni-input-placeholder">请输入手机号</div><input maxlength=11></div></uni-input></uni-view>
<div class=row><input placeholder="备注"></div>
<div class=row id=pick onclick="1"><span>就餐时间</span><span>请选择</span></div>
<style>.row{display:flex;height:44px;align-items:center} .row>:first-child{width:90px} uni-view,uni-input{display:flex}
.uni-input-wrapper{position:relative} .uni-input-placeholder{position:absolute;color:#888}
.red::before{content:'*'} </style>
<div class="row red"><span>身份证号</span><input></div>
"""


async def test_fields_are_called_by_what_stands_beside_or_above_them(stage: Stage) -> None:
    await stage.show(FORM)
    seen = await stage.look()
    fields = {one.name: one for one in seen.controls if one.kind == "text"}
    assert list(fields) == ["姓名", "车牌号", "手机号", "备注", "身份证号"]
    assert [one.label_from for one in fields.values()] == ["sibling", "above", "sibling", "placeholder", "sibling"]
    assert fields["手机号"].placeholder == "请输入手机号"
    assert fields["手机号"].max_length == 11
    assert [name for name, one in fields.items() if one.required_mark] == ["姓名", "身份证号"]
    assert next(one for one in seen.controls if one.kind == "picker").text == "就餐时间 请选择"


UNI = """
<style>uni-view,uni-switch,uni-radio{display:block} .uni-switch-input{display:block;width:52px;height:32px;border-radius:16px;background:#dfdfdf}
.uni-input-wrapper{position:relative} .uni-input-placeholder{position:absolute;top:0;color:#888}</style>
<uni-view>电话<uni-input><div class="uni-input-wrapper"><div class="uni-input-placeholder">请输入电话</div><input></div></uni-input></uni-view>
<uni-view style="display:flex">打包<uni-switch onclick="1"><div class="uni-switch-wrapper"><div class="uni-switch-input"></div></div></uni-switch></uni-view>
<uni-view class="uni-picker-container"><div class="uni-picker-action uni-picker-action-confirm" onclick="1">完成</div></uni-view>
<uni-picker onclick="1">请选择门店</uni-picker>
"""


async def test_custom_tags_are_read_like_what_they_stand_for(stage: Stage) -> None:
    await stage.show(UNI)
    seen = await stage.look()
    assert [(one.kind, one.name, one.placeholder, one.checked) for one in seen.controls] == [
        ("text", "电话", "请输入电话", None),
        ("switch", "打包", "", False),
        ("button", "完成", "", None),
        ("picker", "请选择门店", "", None),
    ]


REACTING = """
<div id=listens>加一份</div><div id=touched>触摸</div><div onclick="1">内联</div><a href="/x">链接</a>
<div style="cursor:pointer">指针</div><p>只是文字</p>
<ul id=list><li>整个列表在听<button>里面的按钮</button></li><li style="height:500px"></li></ul>
<button disabled>灰的</button><div class="btn-disabled" onclick="1">类名灰的</div>
<div style="opacity:.4" onclick="1">淡的</div><div style="cursor:not-allowed" onclick="1">禁止的</div>
<script>listens.addEventListener('click',()=>1);touched.addEventListener('touchend',()=>1);
list.addEventListener('touchstart',()=>1);</script>
"""


async def test_whatever_reacts_is_a_control_and_nothing_else(stage: Stage) -> None:
    await stage.show(REACTING)
    seen = await stage.look()
    active = [one.name for one in seen.controls if not one.disabled]
    assert active == ["加一份", "触摸", "内联", "链接", "指针", "里面的按钮"]
    assert [one.name for one in seen.controls if one.disabled] == ["灰的", "类名灰的", "淡的", "禁止的"]
    assert named(seen, "触摸").listeners == ["touchend"]
    assert named(seen, "链接").kind == "link"


async def test_handlers_that_come_and_go_are_noticed(stage: Stage) -> None:
    await stage.show("<div id=a>甲</div><div id=b>乙</div><script>f=()=>1;a.addEventListener('click',f)</script>")
    assert [one.name for one in (await stage.look()).controls] == ["甲"]
    await stage.page.evaluate("a.removeEventListener('click',f);b.addEventListener('click',f)")
    assert [one.name for one in (await stage.look()).controls] == ["乙"]


DELEGATED = """
<div style="padding:20px"><span style="background:#07c160;color:#fff;border-radius:6px;padding:10px 30px;display:inline-block">点餐</span>
<span data-x>说明文字</span><div>确定</div></div>
<script>document.addEventListener('click',()=>1)</script>
"""


async def test_where_the_document_listens_looks_decide(stage: Stage) -> None:
    await stage.show(DELEGATED)
    assert [one.name for one in (await stage.look()).controls] == ["点餐", "确定"]


AGREE = """
<style>.tick{width:16px;height:16px;border:1px solid #999;border-radius:8px;display:inline-block}
.tick.full{background:#07c160;border-color:#07c160} .row{height:40px}</style>
<div class=row onclick="1"><i class="tick full"></i> 我已阅读并同意<a href=/a>《用户协议》</a>和<a href=/b>《隐私政策》</a></div>
<div class=row onclick="1"><i class=tick></i> 同意接收营销短信</div>
<label class=row><input type=checkbox checked style="display:none"><i></i>关注公众号</label>
<div role=switch aria-checked=false class=row>开票</div>
<uni-label class=row onclick="1"><uni-checkbox><div class="uni-checkbox-input tick"><svg width=12 height=12><path d="M1 6l4 4 6-8" stroke="#07c160" fill=none /></svg></div></uni-checkbox>同意条款</uni-label>
<div class=row onclick="1">☐ 同意会员协议</div>
<div class=row><div class="chip on" onclick="1">大份</div><div class=chip onclick="1">小份</div></div>
"""


async def test_ticked_or_not_is_read_however_it_is_drawn(stage: Stage) -> None:
    await stage.show(AGREE)
    seen = await stage.look()
    ticks = {one.name: (one.kind, one.checked, one.checked_from) for one in seen.controls if one.kind != "link"}
    assert ticks == {
        "我已阅读并同意《用户协议》和《隐私政策》": ("checkbox", True, "colour"),
        "同意接收营销短信": ("checkbox", False, "colour"),
        "关注公众号": ("checkbox", True, "input"),
        "开票": ("switch", False, "aria"),
        "同意条款": ("checkbox", True, "svg"),
        "☐ 同意会员协议": ("checkbox", False, "text"),
        "大份": ("button", True, "class"),
        "小份": ("button", False, "class"),
    }
    first = next(one for one in seen.controls if one.kind == "checkbox")
    assert first.links == ["《用户协议》", "《隐私政策》"]
    assert first.glyph_box is not None and first.glyph_box[2] == 18


GLYPHS = """
<style>b{display:inline-block;width:30px;height:30px;position:relative}
.bars::before,.bars::after{content:'';position:absolute;left:14px;top:4px;width:2px;height:22px;background:#333;transform:rotate(45deg)}
.bars::after{transform:rotate(-45deg)}</style>
<b onclick="1">×</b><b onclick="1" class="icon-close"></b><b onclick="1" class=bars></b>
<b onclick="1"><svg viewBox="0 0 24 24" width=24 height=24><path d="M19 6.4L17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12z"/></svg></b>
<b onclick="1" aria-label="关闭"></b>
<b onclick="1">‹</b><b onclick="1">+</b><b onclick="1">-</b>
<b onclick="1"><svg viewBox="0 0 24 24" width=24 height=24><circle cx=12 cy=12 r=9 fill=none stroke="#000"/></svg></b>
"""


async def test_wordless_controls_are_known_by_their_look(stage: Stage) -> None:
    await stage.show(GLYPHS)
    glyphs = [one.glyph for one in (await stage.look(pictures=False)).controls]
    assert glyphs == ["close"] * 5 + ["back", "plus", "minus", "none"]


async def test_a_plate_keyboard_is_a_grid_of_keys(stage: Stage) -> None:
    keys = "".join(f"<span>{one}</span>" for one in "京津沪渝冀豫云辽黑湘皖鲁")
    await stage.show(
        f"<div id=pad style='position:fixed;bottom:0;left:0;right:0;background:#ddd'>{keys}</div><button>查询</button>"
        "<style>#pad span{display:inline-block;width:60px;height:44px;text-align:center}</style>"
        "<script>for(const one of pad.children)one.addEventListener('touchstart',()=>1)</script>"
    )
    seen = await stage.look()
    assert [one.name for one in seen.controls if one.kind == "key"] == list("京津沪渝冀豫云辽黑湘皖鲁")
    assert [one.form for one in seen.overlays] == ["keyboard"]


async def test_open_tags_are_controls_with_what_they_name(stage: Stage) -> None:
    await stage.show(
        '<wx-open-launch-weapp username="gh_1" path="pages/a"><template><b>去</b></template></wx-open-launch-weapp>'
    )
    (tag,) = (await stage.look()).controls
    assert (tag.kind, tag.href) == ("open-tag", "username=gh_1&path=pages/a")


async def test_names_of_fields_shadow_nothing(stage: Stage) -> None:
    """A form's children may bear the names of its own properties."""
    await stage.show(
        "<form><input name=children><input name=parentNode placeholder='电话'><input name=getAttribute>"
        "<img name=body><button name=tagName>提交</button></form>"
    )
    assert "提交" in [one.name for one in (await stage.look()).controls]


CORNER = "position:absolute;right:8px;top:8px;width:26px;height:26px"


@pytest.mark.parametrize("cross", [f"<em style='{CORNER}'>✕</em>", f"<svg style='{CORNER}' viewBox='0 0 10 10'><path d='M1 1L9 9M9 1L1 9' stroke='#fff'/></svg>"])  # fmt: skip
@pytest.mark.parametrize("tag", ["a href=/gift", "section onclick=1"])
async def test_a_cross_in_the_corner_of_a_card_that_reacts_as_a_whole_is_touched(
    stage: Stage, cross: str, tag: str
) -> None:
    card = "position:absolute;left:40px;top:200px;width:300px;height:260px;background:#258;display:block"
    await stage.show(
        f"<p>账单</p><div style='position:fixed;inset:0;background:#0008'><{tag} style='{card}'>{cross}<b>周末钓鱼大赛</b></{tag.split(maxsplit=1)[0]}></div>"
    )
    found = (await stage.look(pictures=False)).controls
    assert [one.glyph for one in found if one.box[2] < 40] == ["close"]


async def test_a_count_in_a_row_of_a_sheet_is_no_cross(stage: Stage) -> None:
    row = "<a href=/dish style='display:block;position:relative;height:64px'>凉皮<i style='position:absolute;right:30px'>×</i><b style='position:absolute;right:10px'>2</b></a>"
    await stage.show(
        f"<p>点餐</p><div style='position:fixed;inset:0;background:#0008'><div style='position:absolute;bottom:0;width:100%;background:#fff'>{row}{row}</div></div>"
    )
    assert {one.glyph for one in (await stage.look(pictures=False)).controls} == {"none"}
