"""What reacts where one listener on a container stands for all that is in it."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from tests.walk.observe.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CARDS = "".join(
    f"<div class='card {'none' if one == '乙' else ''}'><img width=60 height=60><p>{one}</p><b>¥5.00</b></div>"
    for one in "甲乙丙丁"
)
CARD_STYLE = (
    "<style>.card{display:inline-block;width:110px;height:140px;margin:4px} p{margin:0} b{font-weight:400}</style>"
)
JQUERY = """<script>window.jQuery=Object.assign(()=>1,{kept:new Map,_data:(el,name)=>jQuery.kept.get(el),find:(one,el)=>el.querySelectorAll(one)});
function on(el,type,selector){el.addEventListener(type,()=>1);jQuery.kept.set(el,{[type]:[{selector}]})}</script>"""


async def seen_on(stage: Stage, html: str) -> list[tuple[str, str]]:
    await stage.show(html)
    return [(one.kind, one.name) for one in (await stage.look(pictures=False)).controls]


async def test_jquery_tells_which_things_in_a_container_react(stage: Stage) -> None:
    page = f"{CARD_STYLE}{JQUERY}<div>{CARDS}</div><p class=note>说明</p>"
    found = await seen_on(stage, f"{page}<script>on(document,'click','.card:not(.none)')</script>")
    assert found == [("button", f"{one} ¥5.00") for one in "甲丙丁"]
    found = await seen_on(stage, f"{page}<script>on(document.body,'touchstart','.note')</script>")
    assert found == [("button", "说明")]


KEYS = "".join(f"<u>{one}</u>" for one in "京津沪渝冀豫云辽黑湘皖鲁") + "<u class=wide>删除</u><u class=wide>完成</u>"
PAD = f"""<div id=pad style='position:fixed;bottom:0;left:0;right:0;background:#ddd'><div>{KEYS}</div></div>
<style>u{{display:inline-block;width:60px;height:44px;text-align:center}} .wide{{width:120px}}</style>"""


async def test_keys_are_known_by_their_size_where_only_their_container_listens(stage: Stage) -> None:
    words = [("button", "删除"), ("button", "完成")]
    pad = [("key", one) for one in "京津沪渝冀豫云辽黑湘皖鲁"]
    listening = "<script>pad.addEventListener('touchstart',e=>e.target.closest('u'))</script>"
    assert await seen_on(stage, PAD + listening) == pad + words
    assert await seen_on(stage, PAD) == []


async def test_days_of_a_calendar_are_no_keys(stage: Stage) -> None:
    days = "".join(f"<u>{one}</u>" for one in range(1, 31))
    page = (
        f"<div id=all style='width:390px'>{days}</div><style>u{{display:inline-block;width:50px;height:44px}}</style>"
    )
    found = await seen_on(stage, f"{page}<script>all.addEventListener('click',()=>1)</script>")
    assert not [one for one in found if one[0] == "key"]


async def test_like_cards_with_a_picture_or_price_react_where_their_list_listens(stage: Stage) -> None:
    page = f"{CARD_STYLE}<div id=all><h4>饮料</h4>{CARDS}</div>"
    found = await seen_on(stage, f"{page}<script>all.addEventListener('click',()=>1)</script>")
    assert found == [("button", f"{one} ¥5.00") for one in "甲乙丙丁"]
    assert await seen_on(stage, page) == []
    plus = page.replace("</b>", "</b><i onclick=1>+</i>")
    found = await seen_on(stage, f"{plus}<script>document.addEventListener('click',()=>1)</script>")
    assert [name for _, name in found] == ["+"] * 4


async def test_a_list_with_data_under_a_pointer_reacts(stage: Stage) -> None:
    rows = "".join(f"<p data-seat={one}>{one}</p>" for one in ("A1", "A2"))
    found = await seen_on(stage, f"<div style='cursor:pointer' onclick='1'>座位{rows}</div>")
    assert ("button", "A1") in found and ("button", "A2") in found


async def test_signs_in_cards_react_rather_than_the_cards(stage: Stage) -> None:
    page = f"{CARD_STYLE}<div id=all>{CARDS.replace('</b>', '</b> <span style=display:inline-block;width:22px>+</span>')}</div>"
    found = await seen_on(stage, f"{page}<script>all.addEventListener('click',()=>1)</script>")
    assert found == [("stepper", "+")] * 4


SIGN = """<style>s,em{display:inline-block;position:relative;width:26px;height:26px;background:#2a7}
em:before,s:before,s:after{content:"";position:absolute;left:7px;top:12px;width:12px;height:2px;background:#fff}
s:after{transform:rotate(90deg)}</style>"""


async def test_signs_drawn_of_bars_react_where_their_list_listens(stage: Stage) -> None:
    rows = "".join(f"<p>{one} ¥5 <em></em> 0 <s></s></p>" for one in "甲乙")
    await stage.show(f"{SIGN}<div id=all>{rows}</div><script>all.addEventListener('click',()=>1)</script>")
    assert [one.glyph for one in (await stage.look(pictures=False)).controls] == ["minus", "plus"] * 2


async def test_a_bar_alone_is_no_sign(stage: Stage) -> None:
    bar = "<u style='display:block;width:26px;height:3px;background:#2a7'></u>"
    found = await seen_on(stage, f"<div id=all>{bar}说明</div><script>all.addEventListener('click',()=>1)</script>")
    assert all(not name.startswith("u") for _, name in found)
    assert [one.glyph for one in (await stage.look(pictures=False)).controls if one.glyph != "none"] == []


async def test_a_choice_of_numbers_is_no_keyboard(stage: Stage) -> None:
    numbers = "".join(f"<u onclick=1>{one}</u>" for one in range(1, 10))
    style = "<style>u{display:inline-block;width:60px;height:44px;text-align:center}</style>"
    assert {kind for kind, _ in await seen_on(stage, f"{style}<div>{numbers}</div>")} == {"button"}
    keys = "".join(f"<u onclick=1>{one}</u>" for one in range(10))
    assert {kind for kind, _ in await seen_on(stage, f"{style}<div>{keys}</div>")} == {"key"}


SHEET = "<div id=sheet style='position:fixed;bottom:0;left:0;right:0;background:#fff;z-index:9'><h4>{title}</h4><ol>{rows}</ol></div>"
ROWS = "<style>ol,h4{margin:0;padding:0;list-style:none} li{height:44px}</style>" + "<p>页面</p>" * 30


async def test_lines_of_a_list_on_a_sheet_react_where_the_sheet_listens(stage: Stage) -> None:
    sheet = SHEET.format(title="送到哪个区", rows="<li>东城</li><li>西城</li>")
    listening = "<script>sheet.addEventListener('click', event => event.target.closest('li'))</script>"
    assert await seen_on(stage, ROWS + sheet + listening) == [("button", "东城"), ("button", "西城")]
    assert await seen_on(stage, ROWS + sheet) == []
    turned = "<script>sheet.addEventListener('touchstart', () => 1)</script>"  # a wheel is drawn, not tapped
    assert ("button", "东城") not in await seen_on(stage, ROWS + sheet + turned)


@pytest.mark.asyncio(loop_scope="session")
async def test_the_word_for_taking_a_row_is_where_the_row_is_touched(stage: Stage) -> None:
    rows = "".join(
        f"<li data-i={i} style='height:120px'><p>饮料 {i}</p><em>¥3.50</em><b>购买</b></li>" for i in range(4)
    )
    await stage.show(f"<ul id=list>{rows}</ul><script>list.addEventListener('click', () => 0)</script>")
    assert [one.name for one in (await stage.look()).controls if one.name == "购买"] == ["购买"] * 4


MESSAGE = """<div id=mask style='position:fixed;inset:0;background:#0009;z-index:9'><div style='position:absolute;left:40px;right:40px;top:200px;background:#fff'>
<p>本周满减，转盘一次</p>{}</div></div>"""


async def test_grey_words_and_a_bare_cross_on_a_layer_react_where_the_document_hears_touches(stage: Stage) -> None:
    ways = "<p>下回再来</p><em style='position:absolute;right:6px;top:4px;font-style:normal'>✕</em><p>暂不参加</p>"
    hearing = "<script>document.addEventListener('touchend', () => 1)</script>"
    found = await seen_on(stage, ROWS + MESSAGE.format(ways) + hearing)
    assert ("button", "暂不参加") in found and [one for one in found if "✕" in one[1] or not one[1]]
    assert await seen_on(stage, ROWS + MESSAGE.format(ways)) == []


async def test_a_filled_bar_that_says_what_it_does_reacts_and_a_title_or_a_number_does_not(stage: Stage) -> None:
    bar = "<div style='position:fixed;left:0;right:0;bottom:0;height:50px;background:#246;color:#fff'>去结账</div>"
    plain = "<h2 style='background:#eee'>确认订单</h2><p>豆花 <i>×2</i></p>"
    hearing = "<script>document.addEventListener('touchend', () => 1)</script>"
    assert await seen_on(stage, plain + bar + hearing) == [("button", "去结账")]


async def test_a_component_that_listens_on_its_shadow_root_is_a_switch_with_its_state(stage: Stage) -> None:
    define = """<script>customElements.define('my-switch', class extends HTMLElement { connectedCallback() {
      const root = this.attachShadow({ mode: 'open' }); root.addEventListener('click', () => 1);
      root.innerHTML = `<style>u{display:block;width:48px;height:26px;border-radius:13px;background:${this.title ? '#17c' : '#ccc'}}</style><u></u>` } })</script>"""
    await stage.show(f"{define}<p>收新品短信 <my-switch title=x></my-switch></p><p>开灯 <my-switch></my-switch></p>")
    seen = (await stage.look(pictures=False)).controls
    assert [(one.kind, one.checked) for one in seen] == [("switch", True), ("switch", False)]
