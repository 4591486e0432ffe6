"""The terminal report fits 80 columns, in cells, and is plain where nobody looks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from qraudit.models import Handoff, Lang, Waiver
from qraudit.report import print_terminal, render
from qraudit.report.narration import tell_handoff
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


def test_one_provision_is_quoted_and_the_others_are_named(run: Path) -> None:
    shown = str(render(sample_report(), sample_walk(), run, "terminal", "zh")).replace("\n        ", "")

    assert "“不得设定不公平、不合理的交易条件，不得强制交易。”" in shown
    assert "另见 《互联网用户公众账号信息服务管理规定》第十二条" in shown
    assert "不得强制订阅关注" not in shown


def test_a_provision_that_was_not_verified_is_given_in_its_sense(run: Path) -> None:
    report = sample_report()
    report.law = [law for law in report.law if law.checked != "text"]

    assert "第十二条（大意：不得强制订阅关注）" in str(render(report, sample_walk(), run, "terminal", "zh"))


@pytest.mark.parametrize("source", ["/home/wang/photos/table-A07.jpg", r"C:\Users\wang\photos\table-A07.jpg"])
@pytest.mark.parametrize("name", ["terminal", "html", "markdown"])
def test_a_photograph_goes_by_its_name_and_not_by_its_owners_folders(source: str, name: str, run: Path) -> None:
    walk = sample_walk()
    walk.target = walk.target.model_copy(update={"source": source})
    shown = str(render(sample_report(walk), walk, run, name, "zh"))

    assert "table-A07.jpg" in shown
    assert "wang" not in shown


def test_what_came_from_standard_input_goes_by_its_words(run: Path) -> None:
    walk = sample_walk()
    walk.steps = []
    walk.target = walk.target.model_copy(update={"source": "-", "sha256": None, "payload": "https://weixin.qq.com/r/x"})

    assert "对象    https://weixin.qq.com/r/x\n" in str(render(sample_report(walk), walk, run, "terminal", "zh"))
    assert "<h1><bdi>https://weixin.qq.com/r/x</bdi></h1>" in str(render(sample_report(walk), walk, run, "html", "zh"))


def test_a_bare_amount_is_told_in_yuan() -> None:
    assert tell_handoff(Handoff(way="wechat-jsapi", step=1, amount="16.50")).en.endswith("¥16.50")
    assert tell_handoff(Handoff(way="stripe", step=1, amount="16.50")).en.endswith(", 16.50")
    assert tell_handoff(Handoff(way="wechat-jsapi", step=1, amount="16.50 元")).zh.endswith("、16.50 元")


def test_the_grade_names_a_finding_instead_of_telling_it_twice(run: Path) -> None:
    report = sample_report()
    assert report.grade is not None
    report.grade.because = [report.findings[0].message]
    shown = str(render(report, sample_walk(), run, "terminal", "zh"))

    assert "纯净码  否：不关注公众号就不能继续\n" in shown
    assert shown.replace("\n", "").count("4 种办法都没有绕过") == 1


@pytest.mark.parametrize("name", ["terminal", "html", "markdown"])
def test_a_verdict_does_not_pass_over_what_was_waived(name: str, run: Path) -> None:
    report = sample_report()
    for finding in report.findings:
        if finding.outcome == "violation":
            finding.waiver = Waiver(reason="下周改", who="王工")
    report.verdict = "clean"

    assert "另有 3 项已豁免" in str(render(report, sample_walk(), run, name, "zh"))


@example("/1。，", 4)
@given(st.text(alphabet=st.sampled_from("关注a b，。《x/12"), max_size=80), st.integers(min_value=4, max_value=30))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = wrap(Text(text), width)

    assert "".join(line.plain for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line.plain) <= width for line in lines)
