"""Wheels of dates: known by their years, never taken for ways out or on."""

from __future__ import annotations

import pytest

from qraudit.walk.experiments.exits import exits_of
from qraudit.walk.facts import entries_in
from qraudit.walk.scene import Scene
from qraudit.walk.ways import Memory, ways_on
from qraudit.walk.wheels import date_wheel
from tests.walk.builders import Layer, control, layer, scene


def sheet(title: str, *columns: tuple[str, ...]) -> tuple[Scene, Layer]:
    """A sheet with these columns of a wheel, each number something that reacts."""
    numbers = [
        control(word, box=(40.0 + 100 * x, 300.0 + 34 * y, 80.0, 34.0))
        for x, column in enumerate(columns)
        for y, word in enumerate(column)
    ]
    wheel = layer(
        "\n".join([title, *(one.text for one in numbers), "填好了"]), *numbers, control("填好了"), form="bottom"
    )
    return scene("", wheel), wheel


YEARS, MONTHS = ("1998年", "1999年", "2000年", "2001年"), ("1月", "2月", "3月", "4月")


def test_a_wheel_in_a_sheet_that_asks_when_one_was_born_is_a_field() -> None:
    seen, wheel = sheet("请选择您的出生日期", YEARS, MONTHS)
    ((field, datum),) = entries_in(seen, wheel.overlay)
    assert (datum.category, field.name, bool(field.value)) == ("birthday", "请选择您的出生日期", True)


@pytest.mark.parametrize(
    ("title", "columns"),
    [
        ("请选择到店日期", (YEARS, MONTHS)),
        ("您的出生日期", (("上午", "下午", "晚上"),)),
        ("您的出生日期", (("2020", "2023", "2021"),)),
    ],
)
def test_other_wheels_ask_for_no_birthday(title: str, columns: tuple[tuple[str, ...], ...]) -> None:
    seen, wheel = sheet(title, *columns)
    assert entries_in(seen, wheel.overlay) == []


def test_the_numbers_of_a_wheel_lead_neither_out_nor_on() -> None:
    seen, wheel = sheet("请选择您的出生日期", YEARS, ("1", "2", "3", "4"))
    assert date_wheel(seen, wheel.overlay) is not None
    assert exits_of(seen, wheel.overlay, acknowledge=True) == []
    assert [one.words for one in ways_on(seen, wheel.overlay, Memory())] == ["填好了"]
