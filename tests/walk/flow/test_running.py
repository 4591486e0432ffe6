"""A script is walked to its end with the consumer's eyes, and a recorded walk replays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qraudit.errors import UsageError
from qraudit.models import Walk
from qraudit.walk.flow import running
from tests.walk.conftest import Walked
from tests.walk.little_server import Site, page, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Written = Callable[..., Path]

PAY = "WeixinJSBridge.invoke('getBrandWCPayRequest', {package: 'prepay_id=wx1'}, () => 0)"
ORDER = f"""<h1>确认订单</h1>
<label>手机号 <input name=phone></label>
<label>口味 <select><option>请选择<option>微辣<option>特辣</select></label>
<label><input type=checkbox checked> 同意接收优惠短信</label>
<p>合计 ¥16.00</p><button onclick="{PAY}">去支付</button>"""
LANDING = """<h1>小店</h1><p>牛肉面 ¥16.00</p><p>小菜 ¥6.00</p>
<div class=odd onmousedown="">二楼</div><a href=/order>去结算</a>
<div id=mask style="position:fixed;inset:0;background:#0008;z-index:9"><div style="background:#fff;margin:200px 40px;
  padding:20px">请先关注公众号再点餐<br><button onclick="mask.remove()">下次再说</button></div></div>"""


@pytest.fixture
def shop() -> Iterator[Site]:
    with served({"/": page(LANDING), "/order": page(ORDER)}) as site:
        yield site


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_PATIENCE_S", 1.0)


@pytest.fixture
def script(tmp_path: Path) -> Written:
    def write(*steps: str, then: str = "end") -> Path:
        file = tmp_path / "flow.yaml"
        lines = "".join(f"  - {step}\n" for step in steps)
        file.write_text(f"version: 1\nsteps:\n{lines}then: {then}\n", encoding="utf-8")
        return file

    return write


def taken(walk: Walk) -> list[tuple[str, str]]:
    return [(step.action.kind, step.action.target) for step in walk.steps[1:]]


async def test_a_script_comes_to_the_payment_and_the_facts_are_noted_on_the_way(
    walked: Walked, shop: Site, script: Written
) -> None:
    flow = script(
        "dismiss: 下次再说",
        "expect: {words: 请先关注公众号, absent: true}",
        "tap: 去结算",
        "expect: {url: /order, words: 确认订单}",
        "type: {into: 手机号, text: 19900001234}",
        "choose: {in: 口味, option: 特辣}",
        "untick: 同意接收优惠短信",
        "tap: {words: 去支付, role: button}",
        "pay-expected: {way: wechat-jsapi, amount: 16.00}",
    )
    found = await walked(shop.url, flow=flow)
    assert (found.outcome, found.reason, found.reached, found.detail) == ("completed", None, "payment", "")
    assert taken(found) == [
        ("dismiss", "下次再说"), ("tap", "去结算"), ("type", "手机号"), ("choose", "特辣"),
        ("untick", "同意接收优惠短信"), ("tap", "去支付"),
    ]  # fmt: skip
    (prompt,) = [one for one in found.prompts if one.kind == "follow" and one.form == "overlay"]
    assert (prompt.passed, [one.result for one in prompt.attempts]) == (True, ["passed"])
    assert [(one.category, one.filled) for one in found.fields] == [("phone", True)]
    assert [one.ticked_at_first for one in found.boxes if "marketing" in one.covers] == [True]


@pytest.mark.parametrize(
    ("steps", "line", "why"),
    [
        (["dismiss: 下次再说", "tap: 没有的按钮"], 4, "没有的按钮"),
        (["expect: 确认订单"], 3, "确认订单"),
        (["open: /order", "pay-expected:"], 4, "asked for no money"),
        (["open: /order", "tap: 去支付", "pay-expected: {amount: 99.00}"], 5, "wechat-jsapi 16.00"),
    ],
)
async def test_a_step_that_cannot_be_taken_ends_the_walk_with_its_line(
    walked: Walked, shop: Site, script: Written, steps: list[str], line: int, why: str
) -> None:
    found = await walked(shop.url, flow=script(*steps))
    assert (found.outcome, found.reason) == ("blocked", "flow-failed")
    assert f"flow.yaml:{line}: " in found.detail
    assert why in found.detail


async def test_the_walker_goes_on_where_the_script_says_so(walked: Walked, shop: Site, script: Written) -> None:
    found = await walked(shop.url, flow=script("dismiss", "tap: {selector: .odd}", then="autopilot"))
    assert (found.outcome, found.reached) == ("completed", "payment")


async def test_a_script_that_ends_early_claims_nothing(walked: Walked, shop: Site, script: Written) -> None:
    found = await walked(shop.url, flow=script("dismiss"))
    assert (found.outcome, found.reason) == ("exhausted", "flow-ended")


async def test_its_author_may_say_where_the_flow_ends(walked: Walked, shop: Site, script: Written) -> None:
    found = await walked(shop.url, flow=script("dismiss", "end: nothing-to-pay"))
    assert (found.outcome, found.end) == ("completed", "nothing-to-pay")


async def test_a_wrong_script_is_told_before_anything_is_opened(walked: Walked, shop: Site, script: Written) -> None:
    with pytest.raises(UsageError, match=r"flow\.yaml:3"):
        await walked(shop.url, flow=script("jump: 1"))
    assert shop.contacts == []


async def test_a_recorded_walk_replays_and_holds_no_typed_value(walked: Walked, shop: Site, tmp_path: Path) -> None:
    file = tmp_path / "recorded.yaml"
    first = await walked(shop.url, record=file)
    again = await walked(shop.url, flow=file)
    assert (first.outcome, again.outcome, again.reason) == ("completed", "completed", None)
    assert taken(again)[-1] == ("tap", "去支付")
    assert "13800138000" not in file.read_text(encoding="utf-8")


async def test_a_record_that_cannot_be_written_is_told_before_anything_is_opened(
    walked: Walked, shop: Site, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        await walked(shop.url, record=tmp_path / "nowhere" / "flow.yaml")
    assert shop.contacts == []
