"""Which control the reluctant consumer takes first, and which it never takes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.models import Control
from qraudit.walk.decisions import decisions
from qraudit.walk.scene import Scene, meanings_of
from qraudit.walk.ways import Memory, ways_on
from tests.walk.builders import SHOP, box, control, layer, scene


def words(seen: Scene, memory: Memory | None = None) -> list[str]:
    """The ways on, best first, by their words."""
    return [way.words for way in ways_on(seen, seen.layer, memory or Memory())]


@pytest.mark.parametrize(
    ("offered", "first"),
    [
        (["立即关注", "跳过"], "跳过"),
        (["注册会员", "游客点餐"], "游客点餐"),
        (["手机号快捷登录", "免登录直接点餐"], "免登录直接点餐"),
        (["下载APP", "继续访问网页"], "继续访问网页"),
        (["打开小程序", "网页点餐", "开始点餐"], "开始点餐"),
        (["领取优惠券", "我的订单", "开始点餐"], "开始点餐"),
        (["充值有礼", "立即支付 ¥38"], "立即支付 ¥38"),
        (["开通月卡", "微信支付", "查询"], "微信支付"),
        (["联系客服", "常见问题", "下一步"], "下一步"),
        (["宫保鸡丁 ¥38", "去结算"], "去结算"),
        (["取消订单", "提交订单"], "提交订单"),
        (["English", "中文", "查询缴费"], "查询缴费"),
        (["分享给好友", "确认下单"], "确认下单"),
    ],
)
def test_the_first_way(offered: list[str], first: str) -> None:
    assert words(scene("", *map(control, offered)))[0] == first


@pytest.mark.parametrize(
    "asked",
    [
        "立即关注", "注册会员", "手机号登录", "下载APP", "前往小程序", "添加店长微信", "订阅消息", "获取头像昵称",
        "允许定位", "充值 200 送 50", "邀请好友", "联系客服", "隐私政策", "我的订单", "取消订单", "删除", "English",
        "获取验证码", "领取红包", "我已关注", "同意并继续", "拒绝", "关闭",
    ],
)  # fmt: skip
def test_what_asks_for_more_or_leads_away_is_no_way_on(asked: str) -> None:
    assert words(scene("", control(asked))) == []


@pytest.mark.parametrize("more", [{"disabled": True}, {"href": "tel:4001234567"}, {"href": "mailto:a@b.cn"}])
def test_what_cannot_lead_on_is_no_way(more: dict[str, Any]) -> None:
    assert words(scene("", control("去支付", **more))) == []


@pytest.mark.parametrize("glyph", ["back", "close", "minus", "menu", "search"])
def test_glyphs_that_lead_elsewhere_are_no_ways(glyph: str) -> None:
    assert words(scene("", control(glyph=glyph))) == []


def test_a_nameless_plus_adds_a_dish() -> None:
    assert [way.meaning for way in ways_on(scene("", control(glyph="plus")), None, Memory())] == ["add"]


@pytest.mark.parametrize("slot", ["10:00 约满", "10:00 已满", "10:00 售罄", "余0"])
def test_what_is_booked_out_comes_last(slot: str) -> None:
    assert words(scene("", control(slot), control("11:00"))) == ["11:00", slot]


def test_the_main_button_comes_before_a_link_that_means_the_same() -> None:
    assert words(scene("", control("直接点餐"), control("游客点餐", emphasis=1.0)))[0] == "游客点餐"


def test_what_is_on_the_screen_comes_first() -> None:
    below = control("外卖点餐", in_viewport=False, point=None)
    assert words(scene("", below, control("堂食点餐"))) == ["堂食点餐", "外卖点餐"]


def test_an_agreement_and_an_extra_are_no_choices_but_a_plain_box_is() -> None:
    seen = scene("", box("同意《用户协议》"), box("接收优惠短信"), box("延误险 ¥20"), box("工作餐 A"))
    assert words(seen) == ["工作餐 A"]


def test_choices_in_a_layer_are_worth_more_than_on_the_page() -> None:
    sheet = layer("规格", control("大份"), form="bottom")
    in_layer = ways_on(scene("", sheet), sheet.overlay, Memory())[0]
    on_page = ways_on(scene("", control("大份")), None, Memory())[0]
    assert in_layer.worth > on_page.worth


def test_what_is_chosen_already_need_not_be_chosen() -> None:
    sheet = layer("规格", control("大份", kind="radio", checked=True), control("小份", kind="radio", checked=False))
    assert words(scene("", sheet)) == ["小份"]


def test_controls_that_say_the_same_are_one_way() -> None:
    assert words(scene("", control("选规格"), control("选规格"))) == ["选规格"]


# -- what was tried


def test_a_way_is_not_tried_twice_in_the_same_state_of_the_page() -> None:
    memory, seen = Memory(), scene("菜单", control("去结算"), control("宫保鸡丁"))
    memory.note(seen, seen.snapshot.controls[0])
    assert words(seen, memory) == ["宫保鸡丁"]


def test_after_a_choice_it_is_tried_again() -> None:
    memory, seen = Memory(), scene("菜单", control("去结算"))
    memory.note(seen, seen.snapshot.controls[0])
    memory.choose()
    assert words(seen, memory) == ["去结算"]


def test_a_way_is_given_up_after_some_tries() -> None:
    memory = Memory()
    for turn in range(decisions().ways.tries * 2 + 1):
        seen = scene(f"菜单 {turn}个", control("宫保鸡丁"), control("下一步"))
        for way in ways_on(seen, None, memory):
            memory.note(seen, way.control)
    assert words(scene("菜单 新", control("宫保鸡丁"), control("下一步")), memory) == []


def test_numbers_on_a_control_do_not_make_it_another() -> None:
    memory = Memory()
    seen = scene("", control("去结算(1)"))
    memory.note(seen, seen.snapshot.controls[0])
    assert memory.times(scene("", control("去结算(2)")), control("去结算(2)")) == 1


def test_rows_without_words_are_told_apart_by_their_place() -> None:
    memory = Memory()
    first, second = control(glyph="plus", box=(330, 100, 24, 24)), control(glyph="plus", box=(330, 200, 24, 24))
    seen = scene("", first.model_copy(update={"glyph": "none"}), second.model_copy(update={"glyph": "none"}))
    memory.note(seen, seen.snapshot.controls[0])
    assert [memory.times(seen, one) for one in seen.snapshot.controls] == [1, 0]


WORDS = ["立即关注", "注册", "去支付", "游客点餐", "关闭", "取消", "下一步", "宫保鸡丁 ¥38", "", "同意", "暂不", "领券"]
CONTROLS = st.builds(
    control,
    st.sampled_from(WORDS) | st.text(max_size=12),
    disabled=st.booleans(),
    emphasis=st.floats(0, 1),
    kind=st.sampled_from(["button", "link", "radio", "text", "key", "tab"]),
)


@given(st.lists(CONTROLS, max_size=12))
def test_whatever_stands_there_nothing_is_conceded_by_going_on(offered: list[Control]) -> None:
    found = ways_on(scene("", *offered), None, Memory())
    assert found == sorted(found, key=lambda way: -way.worth)
    for way in found:
        assert not way.control.disabled
        assert "guest" in (meant := meanings_of(way.control)) or not meant & decisions().ways.never


def test_days_that_differ_in_their_number_only_are_tried_one_after_the_other() -> None:
    memory, seen = Memory(), scene("", control("24"), control("25"), control("26"))
    tried = []
    while ways := ways_on(seen, None, memory):
        tried.append(ways[0].words)
        memory.note(seen, ways[0].control)
    assert tried == ["24", "25", "26"]


def test_rows_with_the_same_words_are_each_tried() -> None:
    memory, seen = Memory(), scene("", control("选座"), control("选座"))
    first = ways_on(seen, None, memory)[0].control
    memory.note(seen, first)
    assert [way.control.id for way in ways_on(seen, None, memory)] == [seen.snapshot.controls[1].id]


def test_a_long_list_of_the_like_is_given_up() -> None:
    memory, seen = Memory(), scene("", *(control(f"{hour}:00") for hour in range(24)))
    for _ in range(24):
        for way in ways_on(seen, None, memory)[:1]:
            memory.note(seen, way.control)
    assert sum(memory.times(seen, one) for one in seen.snapshot.controls) <= decisions().ways.tries_alike


def test_what_is_paler_than_its_like_comes_last() -> None:
    assert words(scene("", control("09:00", contrast=1.9), control("09:30", contrast=12.0)))[0] == "09:30"


@pytest.mark.parametrize(
    ("refusal", "first"),
    [("请选择取货日期", "12月3日"), ("还没选杯型", "大杯"), ("选一下颜色", "青瓷"), ("甜度未选择", "半糖")],
)
def test_what_a_refusal_asks_for_comes_first(refusal: str, first: str) -> None:
    memory = Memory()
    groups = {"尺码": "均码", "杯型": "大杯", "甜度": "半糖", "颜色": "青瓷", "哪天来取": "12月3日"}
    seen = scene("", *(control(option, group=f"{title}\n{option}") for title, option in groups.items()))
    memory.ask(seen, refusal)
    assert words(seen, memory)[0] == first


def test_what_another_page_asked_for_counts_no_more() -> None:
    memory = Memory()
    memory.ask(scene(url=f"{SHOP}/other"), "请选择杯型")
    seen = scene("", control("均码", group="尺码\n均码"), control("大杯", group="杯型\n大杯"))
    assert words(seen, memory)[0] == "均码"


def test_a_button_that_led_on_is_new_on_the_next_page_of_the_same_flow() -> None:
    memory, seen = Memory(), scene("选院区", control("下一步"))
    for _ in range(decisions().ways.tries * 2):
        memory.note(seen, seen.snapshot.controls[0])
    later = scene("选人群", control("下一步"))
    assert words(later, memory) == []
    memory.worked(seen, seen.snapshot.controls[0])
    assert words(later, memory) == ["下一步"]


def test_what_was_refused_is_tried_again_after_each_choice() -> None:
    memory = Memory()
    seen = scene("", control("加入购物车"), control("大杯", group="杯型\n大杯"), control("均码", group="尺码\n均码"))
    memory.note(seen, seen.snapshot.controls[0])
    memory.ask(seen, "请选择杯型", seen.snapshot.controls[0])
    assert words(seen, memory)[0] == "大杯"
    memory.note(seen, seen.snapshot.controls[1])
    memory.choose()
    assert words(seen, memory)[0] == "加入购物车"
