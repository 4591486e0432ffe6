"""What a layer is: a demand for more than the service, an advertisement, a notice, or part of the service."""

from __future__ import annotations

from typing import Any

import pytest

from qraudit.walk.layers import demand_of, layer_kind
from tests.walk.builders import Layer, box, control, entry, layer, picture, scene


def kind(over: Layer, *, ours: bool = False) -> str:
    """What the layer is; `ours`: it came with our own tap on something that leads on."""
    return layer_kind(scene("菜单", over), over.overlay, opened_by_us=ours)


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        (layer("关注公众号后点餐", control("已关注，重新检测")), "follow"),
        (layer("关注我们，享更多优惠", control("立即关注"), control("暂不")), "follow"),
        (layer("", picture("长按识别二维码"), picture(code="official-account")), "follow"),
        (layer("關注公眾號後即可點餐"), "follow"),
        (layer("Please follow our account to order", control("Follow"), control("Not now")), "follow"),
        (layer("添加店长微信，领取福利", control("跳过"), picture(code="wechat-contact")), "contact"),
        (layer("请添加企业微信客服后点餐"), "contact"),
        (layer("加入会员，享会员价", control("立即入会"), control("暂不加入")), "membership"),
        (layer("请先登录", entry("手机号"), entry("验证码"), control("登录")), "membership"),
        (layer("下载APP，体验更佳", control("立即下载"), control("继续访问")), "app"),
        (layer("请前往小程序点餐", control("打开小程序")), "mini-program"),
        (layer("申请获取您的昵称、头像", control("允许"), control("拒绝")), "profile"),
        (layer("请阅读并同意《隐私政策》", control("同意"), control("不同意")), "consent"),
        (layer("我们非常重视您的个人信息保护", control("同意并继续")), "consent"),
        (layer("需要获取您的位置信息", control("允许"), control("取消")), "location"),
        (layer("接收出餐提醒", control("订阅通知"), control("取消")), "subscription"),
        (layer("满意度调查：请为本次用餐打分"), "survey"),
    ],
)
def test_a_demand_is_a_prompt_whoever_opened_it(over: Layer, expected: str) -> None:
    assert kind(over) == kind(over, ours=True) == expected


@pytest.mark.parametrize(
    "over",
    [
        layer("规格", control("大份"), control("小份"), control("确定"), form="bottom"),
        layer("选择就餐人数", *[control(str(number)) for number in (1, 2, 3, 4)], form="bottom"),
        layer("套餐 ¥38 优惠", control("加入购物车"), form="bottom"),
        layer("确认订单 合计 ¥38", control("确认支付"), form="bottom"),
        layer("请输入桌号", entry("桌号"), control("确定")),
        layer("购物车 ¥38 推荐加购", control("去结算"), form="bottom"),
        layer("选择支付方式", control("微信支付", kind="radio", checked=True), control("确认支付 ¥38"), form="bottom"),
    ],
)
def test_what_our_own_tap_opens_and_serves_is_part_of_the_service(over: Layer) -> None:
    assert kind(over, ours=True) == "business"


@pytest.mark.parametrize(
    "over",
    [
        layer("新人专享大礼包", control("立即领取"), control(glyph="close")),
        layer("广告", control("查看详情")),
        layer("限时特惠 充 200 送 50", control("立即充值"), control("残忍拒绝")),
        layer("", picture(code=""), control(glyph="close"), picture_share=0.9),
        layer("本周新品 樱花拿铁 ¥18", control("知道了")),
        layer("恭喜获得 10 元红包", control("开心收下"), control(glyph="close")),
        layer("赞助\n某某信用卡 额度五万起", control("立即办理"), control("跳过 5s")),
    ],
)
def test_what_comes_by_itself_and_praises_is_an_advertisement(over: Layer) -> None:
    assert kind(over) == "advert"


def test_an_advertisement_that_our_tap_opened_is_one_all_the_same() -> None:
    assert kind(layer("抽奖赢免单", control("立即抽奖"), control(glyph="close")), ours=True) == "advert"
    assert kind(layer("办卡立减 20", control("立即办理月卡"), control(glyph="close")), ours=True) == "advert"


@pytest.mark.parametrize(
    "over",
    [
        layer("营业时间 10:00-21:00", control("知道了")),
        layer("温馨提示：菜品含花生，过敏者请注意", control("我知道了")),
        layer("公告\n今日暂停外送服务", control("确定")),
        layer("离场须知：请于 15 分钟内离场", control("好的")),
        layer("请注意：第二件半价活动已结束", control("知道了")),
        layer("您已年满 18 周岁？请注意：未成年人不得饮酒", control("知道了")),
    ],
)
def test_a_shops_notice_is_no_advertisement(over: Layer) -> None:
    assert kind(over) == "notice"


def test_a_drawn_keyboard_is_a_keyboard() -> None:
    keys = [control(key, kind="key") for key in "京沪粤津冀"]
    assert kind(layer("", *keys, form="keyboard", modal=False)) == "keyboard"


def test_a_sheet_that_opens_by_itself_to_be_filled_in_is_the_service() -> None:
    assert kind(layer("请选择就餐人数", control("1人"), control("2人"), control("开始点餐"))) == "business"
    assert kind(layer("请输入车牌号", entry("车牌号"), control("查询"))) == "business"


@pytest.mark.parametrize(
    "over",
    [
        layer("无需关注公众号即可点餐", control("开始点餐")),
        layer("我的关注 品牌关注", control("确定")),
        layer("会员价 ¥36 原价 ¥38", control("加入购物车"), control("大份"), control("小份")),
    ],
)
def test_words_that_only_look_like_a_demand_are_none(over: Layer) -> None:
    assert kind(over, ours=True) == "business"


# -- a page as a whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("关注公众号后点餐", "follow"),
        ("請先關注公眾號", "follow"),
        ("请先登录", "membership"),
        ("请下载APP后点餐", "app"),
        ("请打开小程序点餐", "mini-program"),
        ("请添加店长微信后点餐", "contact"),
        ("请授权获取您的微信昵称和头像", "profile"),
        ("欢迎光临小店", None),
        ("无需关注，直接点餐", None),
        ("会员中心 积分 优惠券", None),
    ],
)
def test_what_a_page_demands(text: str, expected: str | None) -> None:
    assert demand_of(scene(text)) == expected


def test_what_was_answered_to_a_tap_comes_before_what_the_page_says() -> None:
    assert demand_of(scene("请先登录"), "请先关注公众号") == "follow"
    assert demand_of(scene("菜单"), "您未关注公众号，请关注后继续！") == "follow"


def test_a_code_on_a_page_demands_what_it_opens() -> None:
    assert demand_of(scene("", picture(code="official-account"))) == "follow"
    assert demand_of(scene("", picture(code="wechat-contact"))) == "contact"
    assert demand_of(scene("", picture(code="web"))) is None


def test_a_page_whose_only_door_is_to_register_demands_membership() -> None:
    assert demand_of(scene("会员", control("立即注册"))) == "membership"


def test_an_optional_box_for_members_on_an_order_demands_nothing() -> None:
    assert demand_of(scene("确认订单 合计 ¥38", box("加入会员俱乐部"), control("去支付"))) is None


def test_a_layer_that_is_one_link_to_elsewhere_advertises_unless_it_tells_of_the_shop() -> None:
    whole: dict[str, Any] = {"kind": "link", "href": "https://other.example/x", "box": (40.0, 200.0, 310.0, 400.0)}
    small = whole | {"box": (40.0, 500.0, 310.0, 44.0)}
    assert kind(layer("秋日骑行 全家出发", control("秋日骑行 全家出发", **whole))) == "advert"
    assert kind(layer("秋日骑行 全家出发", control("看路线", **small))) == "notice"
    assert kind(layer("国庆营业时间调整公告", control("国庆营业时间调整公告", **whole))) == "notice"
