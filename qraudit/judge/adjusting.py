"""The rules as a configuration wants them: some switched off, some thresholds set otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from qraudit.errors import UsageError
from qraudit.judge.compiling import CompiledRule
from qraudit.judge.loading import RuleSet
from qraudit.judge.rule import Threshold
from qraudit.judge.source import suggestion
from qraudit.models import Bilingual, RuleSettings, ThresholdValue
from qraudit.text import both

__all__ = ["adjusted", "mistakes"]

Place = tuple[str | int, ...]


def adjusted(rules: RuleSet, settings: RuleSettings) -> RuleSet:
    """The rule set that these settings leave in force; its digest tells it from every other.

    What they say of rules that are not in force is passed over: one configuration serves targets with different rules.

    Raises:
        UsageError: a rule has no such threshold, or the value is of another kind.

    """
    known = {rule.id for rule in rules.rules}
    own = {rule_id: values for rule_id, values in settings.thresholds.items() if rule_id in known}
    settings = RuleSettings(off=[rule_id for rule_id in settings.off if rule_id in known], thresholds=own)
    for _, message in mistakes(rules, settings):
        raise UsageError(message)
    if not settings:
        return rules
    kept = [_adjusted(rule, settings) for rule in rules.rules if rule.id not in settings.off]
    digest = hashlib.sha256(f"{rules.digest}\n{settings.model_dump_json()}".encode()).hexdigest()
    return replace(rules, rules=tuple(kept), digest=digest)


def mistakes(rules: RuleSet, settings: RuleSettings) -> Iterator[tuple[Place, Bilingual]]:
    """What is wrong in the settings, each with its place in them."""
    known = {rule.id: rule for rule in rules.rules}
    for at, rule_id in enumerate(settings.off):
        if rule_id not in known:
            yield ("off", at), _unknown("rule", rule_id, known)
    for rule_id, values in settings.thresholds.items():
        if rule_id not in known:
            yield ("thresholds", rule_id), _unknown("rule", rule_id, known)
            continue
        stated = known[rule_id].stated.thresholds
        for name, value in values.items():
            wrong = _wrong(f"{rule_id}.{name}", name, value, stated)
            if wrong is not None:
                yield ("thresholds", rule_id, name), wrong


def _wrong(told: str, name: str, value: ThresholdValue, stated: dict[str, Threshold]) -> Bilingual | None:
    if name not in stated:
        return _unknown("threshold", told, stated, name)
    if not stated[name].ours:  # what the law says is not for a configuration to change
        return both("judge.settings.the_laws", name=told, source=stated[name].source)
    if _fitting(value, stated[name]) is None:
        return both(f"judge.settings.not_{type(stated[name].value).__name__}", name=told)
    return None


def _adjusted(rule: CompiledRule, settings: RuleSettings) -> CompiledRule:
    """The same rule with the thresholds that were set for it."""
    wanted = settings.thresholds.get(rule.id)
    if not wanted:
        return rule
    stated = dict(rule.stated.thresholds)
    for name, value in wanted.items():
        stated[name] = stated[name].model_copy(update={"value": _fitting(value, stated[name])})
    return replace(rule, stated=rule.stated.model_copy(update={"thresholds": stated}))


def _fitting(value: ThresholdValue, threshold: Threshold) -> ThresholdValue | None:
    """The value in the rule's own kind (CEL tells 20 from 20.0); None where it is of another."""
    if isinstance(threshold.value, float) and isinstance(value, int):
        return float(value)
    return value if type(value) is type(threshold.value) else None


def _unknown(what: str, name: str, known: dict[str, CompiledRule] | dict[str, Threshold], word: str = "") -> Bilingual:
    return both(f"judge.settings.no_{what}", name=name, meant=suggestion(word or name, known))
