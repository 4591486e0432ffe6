"""Where a finger must go: through scrollers, over glyphs, past what lies on top."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from tests.walk.observe.stage import Stage, named

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TELLS = "<script>addEventListener('click',e=>document.title=(e.target.closest('[id]')||{}).id||'?',true)</script>"

REACHABLE = {
    "far below": "<div style='height:3000px'></div><button id=hit>按</button>",
    "in a scroller": "<div style='height:200px;overflow:auto'><div style='height:900px'></div><button id=hit>按</button></div>",
    "in a row that scrolls sideways": "<div style='width:300px;overflow-x:auto;white-space:nowrap'><i style='display:inline-block;width:700px'></i><button id=hit>按</button></div>",
    "behind a fixed head and foot": "<div style='position:fixed;top:0;width:100%;height:80px;background:#eee'>头</div><div style='position:fixed;bottom:0;width:100%;height:80px;background:#eee'>脚</div><div style='height:2000px'></div><button id=hit>按</button><div style='height:2000px'></div>",
    "half covered": "<div style='position:relative;width:200px'><button id=hit style='width:200px;height:60px'>按</button><div style='position:absolute;left:0;top:0;width:120px;height:60px;background:#ccc'></div></div>",
    "turned": "<button id=hit style='margin:80px;transform:rotate(70deg)'>按</button>",
}


async def test_a_finger_gets_there(stage: Stage) -> None:
    for where, html in REACHABLE.items():
        await stage.show(html + TELLS)
        await stage.look_and_touch("按")
        assert await stage.page.title() == "hit", where


async def test_a_hidden_box_is_touched_where_it_is_drawn(stage: Stage) -> None:
    await stage.show(
        "<label style='display:block;height:40px'><input type=checkbox style='position:absolute;left:-999px'><i>□</i> 同意协议</label>"
        "<span style='position:relative;display:block;height:40px'><input type=checkbox style='opacity:0;position:absolute;width:20px;height:20px;margin:0'><i>○</i> 同意条款</span>"
    )
    for name in ("□ 同意协议", "○ 同意条款"):
        control = named(await stage.look(), name)
        assert control.checked is False
        await stage.touch(control)
        assert await stage.observer.checked_of(control.id) is True


async def test_in_a_frame_too(stage: Stage) -> None:
    await stage.show(
        "<div style='height:1500px'></div><iframe src='{other}/in' style='width:300px;height:200px'></iframe>",
        **{"in": "<div style='height:900px'></div><button onclick=\"this.textContent='好'\">按</button>"},
    )
    control = named(await stage.look(), "按")
    assert (control.in_viewport, control.point) == (False, None)
    await stage.touch(control)
    assert named(await stage.look(), "好").id == control.id


async def test_what_nothing_reaches_has_no_point(stage: Stage) -> None:
    await stage.show("<button>按</button><div style='position:fixed;inset:0;background:#0008'>弹</div>")
    control = named(await stage.look(), "按")
    assert control.point is None
    assert await stage.observer.aim(control.id) is None
    assert await stage.observer.exists(control.id)
    await stage.page.evaluate("document.querySelector('button').remove()")
    assert not await stage.observer.exists(control.id)
    assert await stage.observer.rects(control.id) is None
    assert await stage.observer.aim("main:99999") is None
    assert await stage.observer.aim("nonsense") is None


async def test_ids_outlive_a_new_drawing_but_not_a_new_document(stage: Stage) -> None:
    await stage.show("<button id=a>甲</button>")
    first = named(await stage.look(), "甲")
    await stage.page.evaluate("a.textContent='乙'")
    assert named(await stage.look(), "乙").id == first.id
    await stage.show("<button id=a>丙</button>")
    assert named(await stage.look(), "丙").id != first.id
    assert not await stage.observer.exists(first.id)


async def test_a_point_says_what_takes_its_touch(stage: Stage) -> None:
    await stage.show(
        "<p>页</p><div style='position:fixed;inset:0;background:#0008'>"
        "<div style='margin:200px 40px;background:#fff;height:200px'>卡<button style='float:right'>关</button></div></div>"
    )
    seen = await stage.look()
    (layer,) = seen.overlays
    close = named(seen, "关")
    assert close.point is not None and layer.mask_point is not None
    assert await stage.observer.hit(close.point) == close.id
    assert await stage.observer.hit((100, 300)) == layer.id
    assert await stage.observer.hit(layer.mask_point) == layer.id


async def test_fields_that_no_keys_reach_take_a_value(stage: Stage) -> None:
    await stage.show(
        "<select onchange='document.title=this.value'><option value=''>请选择<option value=a>停车<option value=b>充电</select>"
        "<input type=date onchange='document.title=this.value'><input placeholder=电话 value=138>"
    )
    seen = await stage.look()
    choice, day, phone = (
        next(one for one in seen.controls if one.kind == kind) for kind in ("select", "picker", "text")
    )
    assert choice.options == ["请选择", "停车", "充电"]
    assert await stage.observer.assign(choice.id, "充电")
    assert await stage.page.title() == "b"
    assert not await stage.observer.assign(choice.id, "没有的")
    assert await stage.observer.assign(day.id, "2026-11-24")
    assert await stage.page.title() == "2026-11-24"
    assert await stage.observer.value_of(phone.id) == "138"
    assert await stage.observer.value_of(choice.id) == "充电"


@pytest.mark.parametrize(
    ("field", "taken"),
    [
        ("type=date", "2026-11-24"),
        ("type=date min=2026-12-01", "2026-12-01"),
        ("type=date max=2026-11-20", "2026-11-20"),
        ("type=month", "2026-11"),
        ("type=datetime-local", "2026-11-24T10:00"),
        ("type=time", "10:00"),
    ],
)
async def test_a_day_is_written_as_the_field_wants_it(stage: Stage, field: str, taken: str) -> None:
    await stage.show(f"<label>到店 <input {field}></label>")
    (day,) = (await stage.look(pictures=False)).controls
    assert await stage.observer.assign(day.id, "2026-11-24")
    assert await stage.observer.value_of(day.id) == taken


@pytest.mark.parametrize("ticked", [True, False])
async def test_a_box_that_no_markup_tells_is_tried(stage: Stage, ticked: bool) -> None:
    await stage.show(
        "<canvas id=c width=80 height=80 style='width:40px;height:40px' onclick='on=!on;draw()'></canvas><script>"
        f"on={str(ticked).lower()};draw=()=>{{p=c.getContext('2d');p.fillStyle='#fff';p.fillRect(0,0,80,80);p.strokeRect(10,10,60,60);"
        "if(on){p.fillStyle='#07c160';p.fillRect(20,20,40,40)}};draw()</script>"
    )
    (box,) = (await stage.look(pictures=False)).controls
    assert await stage.observer.probe_checked_by_pixels(box.id) is ticked
    assert await stage.page.evaluate("on") is ticked
