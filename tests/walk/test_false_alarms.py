"""What is no wall, no end and no prompt, though its words look like one."""

from __future__ import annotations

import pytest

from qraudit.walk.browser.payments import payments
from qraudit.walk.layers import demand_of, layer_kind
from qraudit.walk.meaning import phrases
from tests.walk.builders import box, control, entry, facts, layer, scene


def statements(text: str) -> frozenset[str]:
    return phrases("statements").meanings(text)


def test_sharing_with_the_verb_behind() -> None:
    assert "sharing" in statements("向第三方合作伙伴提供您的个人信息")


def test_a_login_link_in_the_header_of_a_menu_demands_nothing() -> None:
    assert demand_of(scene("菜单", control("宫保鸡丁 ¥38"), control("登录", kind="link"), control("去支付"))) is None


def test_a_labelled_advertisement_for_a_card_is_no_membership_prompt() -> None:
    ad = layer("赞助\n某某信用卡 开卡有礼", control("立即办理"), control("跳过 5s"))
    assert layer_kind(scene("菜单", ad), ad.overlay, opened_by_us=False) == "advert"


def test_a_help_page_of_alipay_is_no_hand_off() -> None:
    assert payments().of_url("https://render.alipay.com/p/help.html", "", 0) is None


def test_the_price_of_an_extra_has_no_space_before_it() -> None:
    assert facts().box(scene(""), box("退票险 ¥20")).price == "¥20"


@pytest.mark.parametrize(
    "text",
    [
        "温馨提示：请关注菜品过敏信息",
        "请持续关注叫号屏，过号作废",
        "请关注您的订单状态",
        "温馨提示\n如遇异常请联系客服后继续",
        "公告：本周三会员日，仅限会员参与的活动见店内海报",
    ],
)
def test_a_notice_that_speaks_of_minding_service_or_members_is_a_notice(text: str) -> None:
    over = layer(text, control("知道了"))
    assert layer_kind(scene("", over), over.overlay, opened_by_us=False) == "notice"


def test_please_mind_is_not_please_follow() -> None:
    assert demand_of(scene("请关注您的订单状态")) is None


def test_a_line_about_a_coupon_for_followers_demands_nothing() -> None:
    assert demand_of(scene("确认订单 合计 ¥38\n关注公众号领取优惠券", control("提交订单"))) is None


def test_a_tariff_with_free_minutes_is_no_end() -> None:
    assert scene("收费标准：首30分钟免费停车时长，之后 5 元/小时", entry("车牌号"), control("查询")).end is None


@pytest.mark.parametrize("text", ["订单正在处理中，请勿重复提交", "已提交的订单 ¥38"])
def test_words_about_orders_are_no_application_made(text: str) -> None:
    assert scene(text, control("提交订单")).end is None
