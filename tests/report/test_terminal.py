"""The terminal report fits 80 columns, in cells, and is plain where nobody looks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from qraudit.models import Lang
from qraudit.report import print_terminal, render
from qraudit.report.wrapping import wrap
from tests.report.sample_run import sample_report, sample_walk


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_fits(run: Path, lang: Lang) -> None:
    shown = str(render(sample_report(), sample_walk(), run, "terminal", lang))

    assert max(cell_len(line) for line in shown.splitlines()) <= 80 or len(str(run)) > 60
    assert "\x1b" not in shown


def test_it_tells_the_way_the_proof_and_where_the_files_are(run: Path) -> None:
    shown = str(render(sample_report(), sample_walk(), run, "terminal", "zh"))

    for words in (
        "发现涉嫌违规",
        "✗ 要求关注公众号",
        "并未关注而点“我已关注，继续” → 被拒绝",
        "第十六条第三款",
        "整改",
        str(run),
    ):
        assert words in shown


def test_a_terminal_gets_colour() -> None:
    stream = io.StringIO()

    print_terminal(sample_report(), Console(file=stream, force_terminal=True, color_system="standard", width=80), "zh")

    assert "\x1b[1;31m" in stream.getvalue()


def test_law_is_quoted_only_where_its_text_was_verified(run: Path) -> None:
    shown = str(render(sample_report(), sample_walk(), run, "terminal", "zh")).replace("\n        ", "")

    assert "“不得设定不公平、不合理的交易条件，不得强制交易。”" in shown
    assert "第十二条（大意：不得强制订阅关注）" in shown


@given(st.text(alphabet=st.sampled_from("关注a b，。《x/12"), max_size=80), st.integers(min_value=4, max_value=30))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = wrap(Text(text), width)

    assert "".join(line.plain for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line.plain) <= width for line in lines)
