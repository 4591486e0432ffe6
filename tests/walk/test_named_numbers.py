"""The number that a page names for a field, in a hint or in a refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.walk.named_numbers import number_named


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("合计 ¥128.50，照票面填写", "128.50"),
        ("票面金额为 42 元", "42"),
        ("充值金额不低于 30 元", "30"),
        ("最低缴 100 元起", "100"),
        ("金额须大于 20 元", "21"),
        ("单笔不超过 1,000 元", "1000"),
        ("最多 6 份", "6"),
        ("须为 10 的整数倍", "10"),
        ("Minimum 25", "25"),
        ("手机号应为 11 位", ""),
        ("最多 50 个字", ""),
        ("至少提前 2 天预约", ""),
        ("请填写金额", ""),
        ("验证码 5 分钟内有效", ""),
        ("", ""),
    ],
)
def test_the_number_that_a_sentence_names(said: str, number: str) -> None:
    assert number_named(said) == number


@given(st.text(max_size=200))
def test_whatever_is_said_the_number_stands_in_it_or_next_to_it(said: str) -> None:
    number = number_named(said)
    assert not number or number.replace(".", "").lstrip("-").isdecimal()
