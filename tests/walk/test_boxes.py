"""What agreeing to a box agrees to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.walk.boxes import box_covers, box_text, boxes_in, covers_of
from tests.walk.builders import box, control, layer, scene


@pytest.mark.parametrize(
    ("text", "covers"),
    [
        ("我已阅读并同意《用户协议》", {"terms"}),
        ("我已阅读并同意《隐私政策》", {"privacy"}),
        ("已阅读并同意《服务协议》和《隐私政策》", {"terms", "privacy"}),
        ("我已閱讀並同意《用戶協議》及《隱私政策》", {"terms", "privacy"}),
        ("同意《用户协议》《隐私政策》并接收优惠短信", {"terms", "privacy", "marketing"}),
        ("同意接收营销推广信息", {"marketing"}),
        ("接收新品活动推送", {"marketing"}),
        ("I agree to receive promotional messages", {"marketing"}),
        ("同意《隐私政策》，并向第三方合作伙伴共享信息：提供给第三方", {"privacy", "sharing"}),
        ("同意《会员章程》并成为会员", {"terms", "membership"}),
        ("自动加入会员俱乐部", {"membership", "addon"}),  # whether it costs anything is not said
        ("关注公众号，接收订单通知", {"follow"}),
        ("支付后关注服务号", {"follow"}),
        ("退票险 ¥20", {"addon"}),
        ("餐具 1 份 +¥2", {"addon"}),
        ("乐捐 1 元做公益", {"addon"}),
        ("开通会员月卡 ¥9.9", {"addon"}),
        ("+¥5 升级大杯", {"addon"}),
        ("少辣", {"other"}),
        ("记住我的车牌", {"other"}),
        ("牛肉面 ¥18", {"other"}),
        ("风险提示", {"other"}),
        ("", {"other"}),
    ],
)
def test_what_a_box_covers(text: str, covers: set[str]) -> None:
    assert set(box_covers(text)) == covers


@given(st.text(max_size=80))
def test_every_box_covers_something_once(text: str) -> None:
    covers = box_covers(text)
    assert covers
    assert len(covers) == len(set(covers))
    assert "other" not in covers or covers == ["other"]


def test_the_documents_a_box_links_to_belong_to_its_words() -> None:
    bare = box("已阅读并同意", links=["《用户协议》", "《隐私政策》"])
    assert set(box_covers(box_text(bare))) == {"terms", "privacy"}
    assert box_text(box("同意《用户协议》", links=["《用户协议》"])) == "同意《用户协议》", "said once"


def test_a_box_without_a_label_says_what_stands_around_it() -> None:
    assert box_text(box("", text="", group="接收优惠短信")) == "接收优惠短信"


def test_switches_are_boxes_and_radios_are_not() -> None:
    on_page, switch, choice = box("同意"), control("接收推送", kind="switch"), control("大份", kind="radio")
    sheet = layer("", box("在层上"))
    seen = scene("", on_page, switch, choice, sheet)
    assert [one.name for one in boxes_in(seen, None)] == ["同意", "接收推送"]
    assert [one.name for one in boxes_in(seen, sheet.overlay)] == ["在层上"]


def test_a_link_beside_a_box_explains_it_and_is_not_agreed_to() -> None:
    explained = box("有活动时推送优惠给我", links=["隐私说明"])
    assert box_covers(box_text(explained)) == ["marketing"]
    agreed = box("我已阅读并同意", links=["《隐私政策》"])
    assert "privacy" in box_covers(box_text(agreed))


@pytest.mark.parametrize(
    ("kind", "words", "covers"),
    [
        ("switch", "晚到赔 ¥1.50 · 晚半小时退 3 元", "addon"),
        ("switch", "放辣", "other"),
        ("switch", "积分抵现 -¥2.00", "other"),
        ("switch", "使用余额 ¥30.00", "other"),
        ("checkbox", "牛肉面 ¥18", "other"),
    ],
)
def test_a_switch_that_costs_something_is_an_extra_unless_it_takes_off(kind: str, words: str, covers: str) -> None:
    assert covers_of(control(words, kind=kind)) == [covers]  # type: ignore[arg-type]
