"""What a look means: which page it is, how far the flow has come, what is broken, what lies in the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.models import Control
from qraudit.walk.scene import route_of, words_of
from tests.walk.builders import SHOP, Layer, box, control, entry, layer, picture, scene

MENU = (control("宫保鸡丁 ¥38"), control("麻婆豆腐 ¥22"), control("加入购物车"), control("加入购物车"))


@pytest.mark.parametrize(
    ("address", "route"),
    [
        ("https://shop.cn/menu?table=7&t=1", "shop.cn/menu"),
        ("https://shop.cn", "shop.cn/"),
        ("https://shop.cn/order/20261124001", "shop.cn/order/*"),
        ("https://shop.cn/o/9f86d081884c7d65/pay", "shop.cn/o/*/pay"),
        ("https://shop.cn/#/cart?from=menu", "shop.cn/#/cart"),
        ("https://shop.cn/#top", "shop.cn/"),
        ("http://127.0.0.1:8765/m/x", "127.0.0.1:8765/m/x"),
    ],
)
def test_a_route_is_the_page_without_what_differs_from_visit_to_visit(address: str, route: str) -> None:
    assert route_of(address) == route


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.integers(0, 10**9), max_size=4))
def test_no_query_makes_another_page(query: dict[str, int]) -> None:
    written = "&".join(f"{name}={value}" for name, value in query.items())
    assert route_of(f"{SHOP}?{written}") == route_of(SHOP)


def test_views_of_one_program_are_pages_of_their_own() -> None:
    assert route_of("https://shop.cn/#/menu") != route_of("https://shop.cn/#/cart")


# -- how far


def test_a_welcome_is_the_landing() -> None:
    assert scene("欢迎光临小店 8 号桌", control("开始点餐")).milestone == "landing"


def test_goods_with_prices_are_the_catalogue() -> None:
    assert scene("菜单", *MENU).milestone == "catalogue"
    assert scene("清茶 ¥5\n面条 ¥18", control(glyph="plus"), control(glyph="plus")).milestone == "catalogue"


def test_a_fee_that_is_due_is_the_catalogue() -> None:
    assert scene("京A00000\n停车费 8 元", control("去缴费")).milestone == "catalogue"


@pytest.mark.parametrize("tariff", ["5 元/小时", "¥5/小时", "2元每分钟", "￥3 起"])
def test_a_tariff_is_no_price_and_no_fee(tariff: str) -> None:
    seen = scene(f"收费标准：{tariff}", entry("车牌号"), control("查询"))
    assert (seen.prices, seen.milestone) == (0, "landing")


@pytest.mark.parametrize("price", ["¥38", "￥ 38.00", "38元", "RMB 38", "CNY38.5", "38.50 元", "¥38\n18:00 前到店"])
def test_a_price_that_is_asked_for(price: str) -> None:
    assert scene(f"宫保鸡丁 {price}").prices == 1


def test_what_was_chosen_line_by_line_with_a_button_that_pays_is_the_order() -> None:
    chosen = "牛肉面 ×1\n¥24\n冰粉 ×2\n¥18"
    assert scene(chosen, control("付钱 ¥42"), control("换口味")).milestone == "order"
    assert scene(chosen, control("付钱 ¥42"), control("加购")).milestone != "order"


def test_an_order_to_be_confirmed_is_the_order() -> None:
    assert scene("确认订单\n宫保鸡丁 x1\n合计 ¥38", control("去支付")).milestone == "order"
    assert scene("8 号桌\n合计 ¥38", control("提交订单")).milestone == "order"


def test_a_cart_bar_below_a_menu_is_still_the_catalogue() -> None:
    assert scene("菜单\n合计 ¥38", *MENU, control("去结算")).milestone == "catalogue"


def test_a_cart_in_which_every_dish_has_its_minus_is_the_order() -> None:
    counters = [control(glyph=glyph) for glyph in ("minus", "plus", "minus", "plus")]
    cart = scene("购物车\n宫保鸡丁 ¥38\n麻婆豆腐 ¥22\n合计 ¥60", *counters, control("去支付"))
    assert cart.milestone == "order"


def test_what_a_modal_layer_hides_is_not_reached() -> None:
    wall = layer("请先关注公众号", control("立即关注"))
    assert scene("菜单", *MENU, wall).milestone == "landing"


def test_an_order_sheet_counts_by_itself() -> None:
    sheet = layer("确认订单\n合计 ¥38", control("确认支付"), form="bottom")
    assert scene("菜单", *MENU, sheet).milestone == "order"


def test_a_banner_or_a_message_hides_nothing() -> None:
    banner = layer("关注有礼", control("去关注"), form="top", modal=False, cover=0.1)
    assert scene("菜单", *MENU, banner).milestone == "catalogue"


# -- what is broken, and what ends


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("二维码已失效，请重新扫码", "expired"),
        ("本店已打烊，营业时间 10:00-21:00", "closed"),
        ("500 Internal Server Error", "error-page"),
        ("网络开小差了", "error-page"),
        ("访问过于频繁，请拖动滑块完成验证", "captcha"),
        ("请在微信客户端打开链接", "environment"),
        ("员工登录", "login-needed"),
        ("欢迎光临小店", None),
    ],
)
def test_breakage_is_told_by_its_words(text: str, kind: str | None) -> None:
    assert scene(text).breakage == kind


def test_a_page_that_has_more_to_say_is_not_broken() -> None:
    assert scene("菜单\n过号失效，请重新取号", *MENU).breakage is None
    assert scene("二维码已失效。" + "本店为您准备了各种菜品" * 50).breakage is None


def test_words_in_a_picture_tell_breakage_too() -> None:
    assert scene("", picture("本店暂停营业")).breakage == "closed"


def test_nothing_to_pay_is_an_end_only_where_nothing_asks_for_money() -> None:
    assert scene("您的车辆免费停车中，无需缴费").end == "nothing-to-pay"
    assert scene("无需缴费的车辆请忽略", control("立即支付 ¥8")).end is None


def test_an_application_that_was_made_is_an_end() -> None:
    assert scene("开票申请已提交，请留意邮箱").end == "applied"
    assert scene("请填写开票信息", control("提交申请")).end is None


# -- what lies in the way


def test_a_modal_layer_comes_before_all_others() -> None:
    bar = layer("优惠券", cover=0.4, modal=False, form="top")
    wall = layer("请先关注公众号")
    assert scene("", bar, wall).layer == wall.overlay


def test_a_message_a_keyboard_and_a_small_bar_are_not_in_the_way() -> None:
    toast = layer("已复制", transient=True)
    keys = layer("", control("京", kind="key"), form="keyboard", modal=False, cover=0.4)
    bar = layer("有优惠券可领", modal=False, cover=0.1)
    seen = scene("", toast, keys, bar)
    assert (seen.layer, seen.toast, seen.keyboard) == (None, "已复制", keys.overlay)


def test_controls_below_a_modal_layer_are_out_of_reach_of_it() -> None:
    under, on_it = control("点餐"), control("关闭")
    wall = layer("公告", on_it)
    seen = scene("", under, wall)
    assert [one.id for one in seen.controls(wall.overlay)] == [on_it.id]
    assert [one.id for one in seen.controls(None)] == [under.id]


# -- whether something changed


def test_a_message_that_passes_changes_nothing() -> None:
    button = control("提交订单")
    assert scene("菜单", button).state == scene("菜单", button, layer("请选择菜品", transient=True)).state


def test_words_values_ticks_and_layers_change_the_state() -> None:
    base = scene("菜单", entry("桌号", id="a"), box("同意", id="b")).state
    assert scene("菜单 2", entry("桌号", id="a"), box("同意", id="b")).state != base
    assert scene("菜单", entry("桌号", id="a", value="8"), box("同意", id="b")).state != base
    assert scene("菜单", entry("桌号", id="a"), box("同意", True, id="b")).state != base
    assert scene("菜单", entry("桌号", id="a"), box("同意", id="b"), layer("")).state != base


def test_a_control_says_its_own_text_or_its_label_or_what_its_glyph_stands_for() -> None:
    assert words_of(control("去支付", name="label")) == "去支付"
    assert words_of(entry("手机号")) == "手机号"
    assert words_of(control(glyph="close")) == "×"
    assert words_of(control()) == ""


def test_a_layer_says_its_buttons_and_the_words_in_its_pictures_once() -> None:
    poster = layer("公告", control("公告"), control("关闭"), picture("关注有礼"))
    assert scene("", poster).words(poster.overlay).splitlines() == ["公告", "关注有礼", "关闭"]


# -- layers upon layers


def test_a_dialog_that_asks_over_a_modal_layer_comes_first_and_hides_the_page_all_the_same() -> None:
    advert = layer("周年庆 满 99 减 50", control(glyph="close"))
    sure = layer("真的不要了吗", control("再逛逛"), control("不要了"), modal=False, box=(60.0, 300.0, 270.0, 160.0))
    seen = scene("菜单", *MENU, sure, advert)
    assert seen.layer == sure.overlay
    assert seen.milestone == "landing"


@pytest.mark.parametrize(
    "above",
    [
        layer("加载完成", control("客服"), modal=False, cover=0.05, box=(60.0, 300.0, 270.0, 60.0)),
        layer("合计 ¥5", control("清空"), control("结算"), form="bottom", modal=False, box=(0.0, 780.0, 390.0, 64.0)),
    ],
)  # fmt: skip
def test_a_bubble_or_a_bar_over_a_modal_layer_asks_nothing(above: Layer) -> None:
    sheet = layer("已选菜品", control("去结算"))
    assert scene("菜单", *MENU, above, sheet).layer == sheet.overlay


def _card(*on_it: Control) -> Layer:
    return layer("暑期游泳班", *on_it, modal=False, cover=0.25, box=(40.0, 200.0, 310.0, 330.0))


def test_a_card_that_floats_over_what_is_to_be_touched_is_in_the_way() -> None:
    under, beside = control("加购", box=(300.0, 300.0, 60.0, 30.0)), control("加购", box=(300.0, 700.0, 60.0, 30.0))
    card = _card(control("去看看"))
    assert scene("菜单", under, card).layer == card.overlay
    assert scene("菜单", beside, card).layer is None
    assert scene("菜单", under, _card(entry("车牌号"), control("查询"))).layer is None
