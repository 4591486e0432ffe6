"""What a form is for, what on it is an entry, and when it is worth trying."""

from __future__ import annotations

import pytest

from qraudit.walk.facts import FormKind, entries_in, form_kind
from tests.walk.builders import box, control, entry, forms, layer, scene

PHONE, CODE, NAME = entry("手机号"), entry("短信验证码"), entry("姓名")


@pytest.mark.parametrize(
    ("seen", "kind"),
    [
        (scene("手机号快捷登录", PHONE, CODE, control("获取验证码"), control("登录")), "membership"),
        (scene("注册会员", NAME, PHONE, entry("生日"), control("立即注册")), "membership"),
        (scene("完善资料，成为会员", NAME, entry("性别"), entry("生日"), control("开通会员")), "membership"),
        (scene("请先登录", PHONE, control("确定")), "membership"),
        (scene("加入會員", PHONE, control("註冊會員")), "membership"),
        (scene("Join as a member", entry("Phone"), control("Register")), "membership"),
        (scene("确认订单 合计 ¥38", PHONE, NAME, control("提交订单")), "flow"),
        (scene("停车缴费", entry("车牌号"), control("查询")), "flow"),
        (scene("收货信息", NAME, PHONE, entry("收货地址"), control("去支付")), "flow"),
        (scene("会员价 ¥36\n登录", PHONE, entry("桌号"), control("提交订单")), "flow"),
        (scene("欢迎光临 会员登录", entry("就餐人数"), control("开始点餐")), "flow"),
        (scene("申请开票", entry("发票抬头"), entry("税号"), entry("邮箱"), control("提交")), "invoice"),
        (scene("满意度调查问卷", NAME, control("提交")), "survey"),
    ],
)
def test_what_a_form_is_for(seen: object, kind: FormKind) -> None:
    assert form_kind(seen, None) == kind  # type: ignore[arg-type]


def test_the_layer_in_front_is_a_form_of_its_own() -> None:
    sheet = layer("注册会员", PHONE, control("立即注册"), form="bottom")
    seen = scene("确认订单 合计 ¥38", entry("备注"), control("提交订单"), sheet)
    assert form_kind(seen, sheet.overlay) == "membership"
    assert form_kind(seen, None) == "flow"


def test_searches_keys_and_boxes_are_no_entries() -> None:
    search = entry("", placeholder="搜索菜品"), entry("", input_type="search")
    seen = scene("", *search, control("京", kind="key"), box("同意"), entry("桌号"), control("选择城市", kind="picker"))
    assert [one.name for one, _ in entries_in(seen, None)] == ["桌号", "选择城市"]


# -- trying


def test_a_form_is_known_again_by_its_page_and_fields_whatever_stands_in_them() -> None:
    seen = scene("", NAME, entry("手机号 1"))
    again = scene("另一些字", entry("手机号 2", value="13800138000"), NAME, url=seen.snapshot.url + "?t=2")
    assert forms(seen).key(seen, None) == forms(again).key(again, None)
    assert forms(seen).key(seen, None) != forms(seen).key(scene("", NAME), None)


def test_a_form_that_was_never_tried_is_worth_trying() -> None:
    seen = scene("", NAME)
    assert forms(seen).worth_trying(seen, None)


def test_looking_at_a_form_notes_its_data_boxes_and_what_is_said_about_them() -> None:
    seen = scene(
        "手机号仅用于取餐通知，不作他用",
        PHONE,
        entry("桌号"),
        box("接收优惠短信", ticked=True),
        control("隐私政策", kind="link"),
    )
    tried = forms(seen)
    for _ in range(2):
        tried.note(seen, None)
    walk = tried.journal.walk
    assert [(one.category, one.required, one.filled) for one in walk.fields] == [("phone", None, False)]
    assert [(one.covers, one.ticked_at_first) for one in walk.boxes] == [(["marketing"], True)]
    assert [(one.collects, one.link) for one in walk.notices] == [(["phone"], "隐私政策")]


def test_a_form_that_asks_for_nothing_personal_needs_no_notice() -> None:
    seen = scene("", entry("桌号"), entry("就餐人数"))
    tried = forms(seen)
    tried.note(seen, None)
    assert (tried.journal.walk.fields, tried.journal.walk.notices) == ([], [])
