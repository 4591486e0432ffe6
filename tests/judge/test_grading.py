"""The 'clean code' grade, and what changed between two judgements."""

from __future__ import annotations

from dataclasses import replace

from qraudit.judge import changes, grade, judge, load_rules
from tests.judge.walks import follow_wall, walk

RULES = load_rules()


def graded(seen):  # type: ignore[no-untyped-def]
    return grade(seen, judge(seen, RULES))


def test_plate_then_pay_is_a_clean_code() -> None:
    field = {
        "category": "license-plate",
        "label": "车牌号",
        "required": True,
        "filled": True,
        "attempts": ["fill passed"],
    }
    result = graded(walk("parking", fields=[field]))
    assert result.clean_code is True
    assert result.data_given == ["license-plate"]
    assert "车牌号" in result.because[1].zh
    assert "licence plate" in result.because[1].en


def test_a_wall_is_no_clean_code_and_says_why() -> None:
    result = graded(walk(outcome="blocked", reached="landing", prompts=[follow_wall()]))
    assert (result.clean_code, result.walls, result.steps_to_pay) == (False, 1, None)
    assert "关注" in result.because[0].zh


def test_what_was_not_seen_to_its_end_is_not_graded() -> None:
    assert graded(walk(outcome="exhausted", reached="catalogue")).clean_code is None


def test_steps_to_pay_counts_what_a_consumer_does() -> None:
    kinds = ["open", "tap", "type", "dismiss", "back", "tap", "tap"]
    milestones = ["landing", "catalogue", "catalogue", "catalogue", "catalogue", "order", "payment"]
    steps = [
        {"index": at, "url": "https://shop.example/", "milestone": milestone, "action": {"kind": kind}}
        for at, (kind, milestone) in enumerate(zip(kinds, milestones, strict=True))
    ]
    assert graded(walk(steps=steps)).steps_to_pay == 4


def test_changes_name_what_is_new_gone_and_different() -> None:
    seen = walk(prompts=[follow_wall()])
    before = judge(seen, RULES)
    milder = [
        one.model_copy(update={"outcome": "needs-review"}) if one.outcome == "violation" else one
        for one in before
        if one.rule != "ad-no-close"
    ]
    found = {(one.kind, one.rule) for one in changes(before, milder)}
    assert found == {("changed", "follow-wall"), ("gone", "ad-no-close")}
    assert changes(before, before) == []


def test_the_same_finding_under_fewer_rules_is_no_change() -> None:
    seen = walk(prompts=[follow_wall()])
    fewer = replace(RULES, rules=tuple(rule for rule in RULES.rules if rule.id == "follow-wall"))
    assert {one.kind for one in changes(judge(seen, RULES), judge(seen, fewer))} == {"gone"}
