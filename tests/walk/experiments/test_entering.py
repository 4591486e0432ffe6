"""Which of the things that opened is chosen."""

from __future__ import annotations

import pytest

from qraudit.models import Control
from qraudit.walk.experiments.entering import _options, _preferred
from tests.walk.builders import control


def chosen(options: list[Control], wanted: str = "") -> str:
    found = _preferred(options, wanted)
    return found.text if found else ""


def test_what_was_wanted_comes_first_and_what_is_sold_out_last() -> None:
    assert chosen([control("上午（约满）"), control("下午")]) == "下午"
    assert chosen([control("上午"), control("下午")], "下午") == "下午"
    assert _options(["请选择", "A 座（售罄）", "B 座"], "") == ["B 座", "A 座（售罄）"]


def test_what_no_finger_can_hit_is_not_chosen() -> None:
    assert chosen([control("2026年", point=None), control("确定")]) == "确定"


@pytest.mark.parametrize("wanted", ["2026-12-14", "2026-11-30"])
def test_of_a_calendar_the_day_that_stands_there_plainly(wanted: str) -> None:
    before = [control(str(day), contrast=1.8) for day in (29, 30)]
    month = [control(str(day), contrast=9.0) for day in range(1, 32)]
    after = [control(str(day), contrast=1.8) for day in range(1, 15)]
    found = _preferred([control("2026 年"), *before, *month, *after], wanted)
    assert found is not None
    assert (found.text, found.contrast) == (wanted[-2:].lstrip("0"), 9.0)
