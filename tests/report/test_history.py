"""Re-inspection: what an order to rectify has changed."""

from __future__ import annotations

from qraudit.models import Report
from qraudit.report.history import compare
from tests.report.sample_run import sample_report


def rules(report: Report, *gone: str) -> Report:
    return report.model_copy(update={"findings": [one for one in report.findings if one.rule not in gone]})


def test_new_gone_changed_and_unchanged() -> None:
    before, after = sample_report(), rules(sample_report(), "follow-wall")
    after.findings[1] = after.findings[1].model_copy(update={"outcome": "needs-review"})

    difference = compare(rules(before, "data-required"), after)

    assert difference.counts == {"new": 1, "gone": 1, "changed": 1, "unchanged": 1}
    assert [old.rule for old, _ in difference.findings["gone"] if old] == ["follow-wall"]
    assert [new.rule for _, new in difference.findings["new"] if new] == ["data-required"]
    assert difference.notes == []


def test_what_passed_does_not_count() -> None:
    assert compare(sample_report(), sample_report()).counts == {"new": 0, "gone": 0, "changed": 0, "unchanged": 4}


def test_another_code_is_pointed_out_but_not_another_table() -> None:
    other = sample_report()
    other.target.payload = "https://order.qinghe-xiaoguan.example/t/B12"
    assert compare(sample_report(), other).notes == []

    other.target.payload = "https://elsewhere.example/t/A07"
    assert "同一个码" in compare(sample_report(), other).notes[0].zh


def test_what_was_not_reached_is_not_called_mended() -> None:
    after = rules(sample_report(), "data-required").model_copy(update={"outcome": "exhausted"})

    [note] = compare(sample_report(), after).notes

    assert "没有走到底" in note.zh
