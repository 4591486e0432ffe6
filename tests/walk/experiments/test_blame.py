"""What a refusal is about: the field that it names, the box, or something that is no field at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.models import Control, TextLine
from qraudit.walk.experiments.blame import Blame, blame_of
from qraudit.walk.meaning import datum_of
from tests.walk.builders import box, entry, scene

PHONE, NAME, PLATE = entry("手机号"), entry("您的称呼"), entry("车牌号")
FIELDS = [NAME, PHONE, PLATE]
TERMS, OFFERS = box("同意《用户协议》", links=["《用户协议》"]), box("接收优惠短信")


def blamed(reply: str, fields: list[Control] = FIELDS, boxes: list[Control] | None = None, **look: object) -> Blame:
    entries = [(one, datum_of(one)) for one in fields]
    return blame_of(reply, scene("", *fields, **look), entries, boxes or [])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reply", "index"),
    [
        ("请输入手机号", 1),
        ("手机号码格式不正确", 1),
        ("聯絡電話不能為空", 1),
        ("Please enter your phone number", 1),
        ("请填写您的称呼", 0),
        ("姓名不能为空", 0),
        ("请输入正确的车牌号", 2),
    ],
)
def test_a_field_is_blamed_by_its_name_or_its_datum(reply: str, index: int) -> None:
    assert blamed(reply) == Blame("entry", index, sure=True)


def test_what_a_row_shows_in_place_of_a_choice_is_no_part_of_its_name() -> None:
    rows = [entry("取件时段 请选择", kind="picker"), entry("包装 未选择", kind="picker")]
    assert blamed("请选择包装", fields=rows) == Blame("entry", 1, sure=True)


def test_where_two_are_named_the_first_one_is_given() -> None:
    assert blamed("请填写联系电话和姓名") == Blame("entry", 1, sure=False)


@pytest.mark.parametrize("reply", ["请先勾选协议", "请阅读并同意《用户协议》", "Please agree to the terms"])
def test_a_box_is_blamed_where_the_reply_asks_for_a_tick(reply: str) -> None:
    assert blamed(reply, boxes=[OFFERS, TERMS]) == Blame("box", 1, sure=True)


def test_the_document_named_tells_which_box() -> None:
    privacy = box("同意", links=["《隐私政策》"])
    assert blamed("请先同意《隐私政策》", boxes=[TERMS, privacy]) == Blame("box", 1, sure=True)


@pytest.mark.parametrize("reply", ["请选择菜品", "购物车是空的", "请至少选一项", "请选择就餐人数"])
def test_a_refusal_about_something_else_blames_no_field(reply: str) -> None:
    assert blamed(reply, boxes=[TERMS]) == Blame("nothing")


def test_a_datum_that_is_not_asked_for_here_blames_nothing() -> None:
    assert blamed("请填写身份证号") == Blame("nothing")


def test_the_focus_tells_where_the_words_do_not() -> None:
    focused = entry("手机号", focused=True)
    assert blamed("请完善信息", [NAME, focused]) == Blame("entry", 1, sure=True)


def test_an_error_just_below_a_field_belongs_to_it() -> None:
    first = entry("", placeholder="第一", box=(20, 100, 350, 40))
    second = entry("", placeholder="第二", box=(20, 180, 350, 40))
    error = TextLine(text="不能为空", box=(20, 224, 100, 16))
    assert blamed("", [first, second], lines=[error]) == Blame("entry", 1)


def test_a_mark_tells_where_nothing_is_said() -> None:
    assert blamed("", [NAME, entry("手机号", required_mark=True)]) == Blame("entry", 1)


def test_terms_come_before_data_where_nothing_is_said() -> None:
    assert blamed("", boxes=[OFFERS, TERMS]) == Blame("box", 1)


def test_a_box_for_offers_is_never_blamed_by_guessing() -> None:
    assert blamed("", [], boxes=[OFFERS]) == Blame("nothing")


def test_otherwise_the_next_field_is_given() -> None:
    assert blamed("提交失败") == Blame("entry", 0)


@given(st.text(max_size=60), st.booleans(), st.booleans())
def test_what_is_blamed_is_there(reply: str, fields: bool, boxes: bool) -> None:
    given_fields, given_boxes = FIELDS if fields else [], [OFFERS, TERMS] if boxes else []
    found = blamed(reply, given_fields, given_boxes)
    many = {"entry": len(given_fields), "box": len(given_boxes), "nothing": 1}
    assert 0 <= found.index < many[found.kind]
