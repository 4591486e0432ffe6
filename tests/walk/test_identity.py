"""What is typed when something must be conceded: nobody's data, and fitting the field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.errors import UsageError
from qraudit.models import Category
from qraudit.walk.identity import Identity
from qraudit.walk.meaning import Datum
from tests.walk.builders import entry

CATEGORIES: tuple[Category, ...] = get_args(Category)


def typed(category: Category, **field: object) -> str:
    return Identity().value(Datum(category), entry(**field))  # type: ignore[arg-type]


def matter(name: str, label: str = "", **field: object) -> str:
    return Identity().value(Datum(None, name), entry(label, **field))


def test_mail_goes_to_a_domain_that_is_reserved_for_examples() -> None:
    assert typed("email").endswith("@example.com")


def test_the_identity_number_is_well_formed_and_never_issued() -> None:
    number = typed("id-number")
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    assert (
        "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11]
        == number[17]
    )
    assert number[14:17] == "000", "sequence numbers begin at 001"


def test_shapes_that_forms_check() -> None:
    assert re.fullmatch(r"1[3-9]\d{9}", typed("phone"))
    assert re.fullmatch(r"[京沪]A\d{5}", typed("license-plate"))
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed("birthday"))
    assert re.fullmatch(r"[0-9A-Z]{18}", typed("tax-id"))


def test_what_a_device_would_give_is_never_made_up() -> None:
    assert [typed(one) for one in ("location", "contacts", "album", "face")] == ["", "", "", ""]


@given(st.sampled_from(CATEGORIES), st.integers(1, 30))
def test_a_value_is_never_longer_than_its_field(category: Category, length: int) -> None:
    assert len(typed(category, max_length=length)) <= length


@given(st.sampled_from(["table", "guests", "order", "account", "amount", "unknown"]), st.text(max_size=40))
def test_a_number_field_gets_digits(name: str, hint: str) -> None:
    assert re.fullmatch(r"\d*", matter(name, placeholder=hint, input_type="number"), re.ASCII)


def test_a_hint_tells_what_a_matter_looks_like() -> None:
    assert matter("account", placeholder="请输入10位户号") == "1000200030"
    assert len(matter("order", "订单号", placeholder="16 digits")) == 16
    assert matter("account", placeholder="如：A-1024") == "A-1024"
    assert matter("table") == "8"


@pytest.mark.parametrize("name", ["remark", "coupon", "search", "choice", "sms-code"])
def test_what_need_not_be_given_is_left_empty(name: str) -> None:
    assert matter(name) == ""


def test_what_was_given_is_remembered_and_told() -> None:
    identity, told = Identity(), []
    identity.on_given = lambda value, category: told.append((value, category))
    identity.note("13800138000", "phone")
    identity.note("", "name")
    assert identity.typed == {"13800138000": "phone"}
    assert told == [("13800138000", "phone")]


# -- someone's own values


def test_own_values_replace_the_synthetic_ones(tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text("phone: 19900000000\nsms-code: 123456\n", encoding="utf-8")
    identity = Identity.load(tmp_path / "me.yaml")
    assert not identity.synthetic
    assert identity.value(Datum("phone"), entry()) == "19900000000"
    assert identity.value(Datum(None, "sms-code"), entry()) == "123456"
    assert identity.value(Datum("name"), entry()) == Identity().value(Datum("name"), entry())
    assert Identity.load(None).synthetic


@pytest.mark.parametrize("content", ["- phone\n", "telephone: 1\n", "phone: [", "just words\n"])
def test_a_file_that_is_no_identity_is_a_wrong_call(tmp_path: Path, content: str) -> None:
    (tmp_path / "me.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"me\.yaml"):
        Identity.load(tmp_path / "me.yaml")


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.yaml"):
        Identity.load(tmp_path / "none.yaml")


@pytest.mark.parametrize("hint", ["字母开头，如 A7K52M", "不含省份汉字", "车牌后六位", "例：B88D21"])
def test_a_plate_is_typed_from_its_letter_on_where_the_province_is_elsewhere(hint: str) -> None:
    assert re.fullmatch("[A-Z][A-Z0-9]{5}", typed("license-plate", placeholder=hint))
    assert re.fullmatch("[A-Z][A-Z0-9]{5}", typed("license-plate", max_length=6))


@pytest.mark.parametrize("hint", ["请输入车牌号", "如 京A12345", "含省份简称"])
def test_a_plate_has_its_province_elsewhere(hint: str) -> None:
    assert re.fullmatch("[一-龥][A-Z][A-Z0-9]{5}", typed("license-plate", placeholder=hint))
