"""Every rule is proven by its cases: they pass, they are enough, and no condition can be changed unnoticed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cel import compile as cel_compile

from qraudit.judge import load_rules
from qraudit.judge.cases import cases_of, expected, found, run_cases
from qraudit.judge.compiling import CompiledRule
from qraudit.judge.evaluation import judge
from qraudit.judge.expression import Expression, ExpressionError

RULES = load_rules()
IDS = [rule.id for rule in RULES.rules]


def rule_named(rule_id: str) -> CompiledRule:
    rule = RULES.rule(rule_id)
    assert rule is not None
    return rule


def negated(expression: Expression) -> Expression:
    text = f"!({expression.text})"
    return replace(expression, text=text, program=cel_compile(text))


def mutants(rule: CompiledRule) -> Iterator[tuple[str, CompiledRule]]:
    """The rule with one condition deleted or negated."""
    for at, judgement in enumerate(rule.judgements):
        before, after = rule.judgements[:at], rule.judgements[at + 1 :]
        yield f"outcome {at} deleted", replace(rule, judgements=before + after)
        changed = replace(judgement, when=negated(judgement.when))
        yield f"outcome {at} negated", replace(rule, judgements=(*before, changed, *after))
    if rule.applies is not None:
        yield "applies deleted", replace(rule, applies=None)
        yield "applies negated", replace(rule, applies=negated(rule.applies))


def goes_unnoticed(mutant: CompiledRule) -> bool:
    helpers = tuple(rule for rule in RULES.rules if rule.id in mutant.stated.unless)
    rules = replace(RULES, rules=(mutant, *helpers))
    for case, walk in cases_of(mutant):
        try:
            findings = [one for one in judge(walk, rules, strict=True) if one.rule == mutant.id]
        except ExpressionError:
            return False
        if expected(case, mutant.id) != found(findings, case):
            return False
    return True


@pytest.mark.parametrize("rule_id", IDS)
def test_cases_find_what_they_list_and_nothing_else(rule_id: str) -> None:
    results = list(run_cases(RULES, [rule_id]))
    assert [(one.case, one.missing, one.unexpected) for one in results if not one.passed] == []


@pytest.mark.parametrize("rule_id", IDS)
def test_each_rule_has_guilty_and_innocent_cases(rule_id: str) -> None:
    cases = [case for case, _ in cases_of(rule_named(rule_id))]
    guilty = [case for case in cases if expected(case, rule_id)]
    assert len(guilty) >= 2
    assert len(cases) - len(guilty) >= 3


@pytest.mark.parametrize("rule_id", IDS)
def test_deleting_or_negating_a_condition_is_noticed(rule_id: str) -> None:
    unnoticed = [name for name, mutant in mutants(rule_named(rule_id)) if goes_unnoticed(mutant)]
    assert unnoticed == []
