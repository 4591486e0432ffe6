"""Every code of the models has its words, and one that nobody knew is shown rather than hidden."""

from __future__ import annotations

import string
from typing import get_args

import pytest

from qraudit.models import (
    ActionKind,
    AttemptKind,
    AttemptResult,
    Category,
    CodeKind,
    DeviceId,
    FindingOutcome,
    Milestone,
    PromptKind,
    Proof,
    Severity,
    Verdict,
    WalkOutcome,
)
from qraudit.report.words import reason, scenario, word
from qraudit.resources import rules_dir
from qraudit.text import keys

GROUPS = {
    "action": ActionKind, "attempt": AttemptKind, "result": AttemptResult, "category": Category, "code-kind": CodeKind,
    "device": DeviceId, "finding": FindingOutcome, "milestone": Milestone, "prompt": PromptKind, "proof": Proof,
    "severity": Severity, "verdict": Verdict, "outcome": WalkOutcome,
}  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_every_code_has_its_words(group: str) -> None:
    assert {f"report.{group}.{code}" for code in get_args(GROUPS[group])} <= keys("zh")


def test_a_scenario_is_called_as_its_file_says() -> None:
    for path in (rules_dir() / "scenarios").glob("*.yaml"):
        assert scenario(path.stem).zh != path.stem
    assert scenario("../../pyproject").en == "../../pyproject"
    assert scenario(None).en == "not known"


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert word("refusal", "teapot\u202e").zh == "teapot"
    assert "teapot" in getattr(reason("teapot"), "en", "")


def test_a_code_that_opens_no_page_is_named_by_its_kind() -> None:
    told = reason("not-followable-wechat-contact")

    assert told is not None
    assert "微信名片或群" in told.zh


def test_a_reasons_detail_stands_beside_it() -> None:
    told = reason("guard-refused", "10.0.0.1")

    assert told is not None
    assert told.en.endswith("(10.0.0.1)")


def test_no_text_has_a_field_without_a_name() -> None:
    from qraudit.text import _catalogue

    for text in _catalogue("zh").values():
        assert all(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
