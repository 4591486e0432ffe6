"""Judging: every rule over one walk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from qraudit.judge.compiling import CompiledJudgement, CompiledRule
from qraudit.judge.evidence_of import evidence_of, step_of
from qraudit.judge.expression import Expression, ExpressionError
from qraudit.judge.fingerprint import fingerprint
from qraudit.judge.loading import RuleSet
from qraudit.judge.merging import merged, without_doubles
from qraudit.judge.necessity import Necessity
from qraudit.models import Attempt, Bilingual, Finding, FindingOutcome, Proof, Walk
from qraudit.text import both

__all__ = ["judge"]

Fact = dict[str, Any] | None


def judge(walk: Walk, rules: RuleSet, *, strict: bool = False) -> list[Finding]:
    """What every rule says of a walk: at least one finding a rule, in the order of the rules and of the facts.

    Raises:
        ExpressionError: if `strict`, where a rule cannot be decided (otherwise that rule's finding says so).

    """
    court = _Court(walk, rules, strict=strict)
    findings = {rule.id: merged(list(court.findings(rule)), once=rule.stated.once) for rule in rules.rules}
    return without_doubles(findings, {rule.id: rule.stated.unless for rule in rules.rules})


class _Court:
    """One walk, prepared once for all rules."""

    def __init__(self, walk: Walk, rules: RuleSet, *, strict: bool) -> None:
        self.walk = walk
        self.strict = strict
        self.facts = walk.model_dump()
        self.necessity = Necessity(self.facts, rules)
        self._parts: dict[frozenset[str], dict[str, Any]] = {}

    def findings(self, rule: CompiledRule) -> Iterator[Finding]:
        try:
            yield from self._findings(rule)
        except ExpressionError as error:
            if self.strict:
                raise
            yield self._plain(rule, "needs-review", both("judge.undecidable", why=error))

    def _findings(self, rule: CompiledRule) -> Iterator[Finding]:
        looked_at = 0
        troubles = False
        for fact in self._each(rule):
            if rule.applies is not None and not self._value(rule.applies, rule, fact):
                continue
            looked_at += 1
            judgement = self._judgement(rule, fact)
            if judgement is not None and judgement.stated.outcome != "pass":
                troubles = True
                yield self._found(rule, judgement, fact)
        if not troubles:
            yield self._nothing(rule, looked_at)

    def _each(self, rule: CompiledRule) -> list[Fact]:
        if rule.each is None:
            return [None]
        return [fact for fact in self._value(rule.each, rule, None) or [] if isinstance(fact, dict)]

    def _judgement(self, rule: CompiledRule, fact: Fact) -> CompiledJudgement | None:
        return next((one for one in rule.judgements if self._value(one.when, rule, fact) is True), None)

    def _value(self, expression: Expression, rule: CompiledRule, fact: Fact) -> Any:
        return expression.value(self._names(expression.names, expression.reads, rule, fact))

    def _names(self, names: frozenset[str], reads: frozenset[str], rule: CompiledRule, fact: Fact) -> dict[str, Any]:
        """Only what is named: CEL copies all that it is given."""
        given: dict[str, Any] = {}
        if "walk" in names:
            given["walk"] = self._part(reads)
        if "it" in names:
            given["it"] = fact
        if "scenario" in names:
            given["scenario"] = self.necessity.view(fact)
        if "t" in names:
            given["t"] = rule.thresholds
        return given

    def _part(self, reads: frozenset[str]) -> dict[str, Any]:
        if "*" in reads:
            return self.facts
        if reads not in self._parts:
            self._parts[reads] = {name: self.facts[name] for name in reads}
        return self._parts[reads]

    def _found(self, rule: CompiledRule, judgement: CompiledJudgement, fact: Fact) -> Finding:
        attempts = self._attempts(rule, fact)
        subject = None if rule.subject is None else self._value(rule.subject, rule, fact)
        said = judgement.message
        names = frozenset().union(*(part.names for part in said.expressions))
        reads = frozenset().union(*(part.reads for part in said.expressions))
        return Finding(
            rule=rule.id,
            outcome=judgement.stated.outcome,
            severity=judgement.stated.severity or rule.stated.severity,
            proof=_proof(judgement, attempts),
            subject=None if subject is None else str(subject),
            step=step_of(fact, self.walk),
            title=rule.stated.title,
            message=said.filled(self._names(names, reads, rule, fact)),
            remedy=rule.stated.remedy,
            evidence=evidence_of(self._stated_evidence(rule, fact), fact, self.walk),
            attempts=attempts,
            law=rule.stated.law,
            fingerprint=fingerprint(rule.id, subject, fact, self.walk),
        )

    def _stated_evidence(self, rule: CompiledRule, fact: Fact) -> list[dict[str, Any]] | None:
        return None if rule.evidence is None else self._value(rule.evidence, rule, fact)

    def _attempts(self, rule: CompiledRule, fact: Fact) -> list[Attempt]:
        stated = (fact or {}).get("attempts") if rule.attempts is None else self._value(rule.attempts, rule, fact)
        try:
            return [Attempt.model_validate(one) for one in stated or []]
        except ValidationError as error:
            raise ExpressionError(f"attempts: {error.errors()[0]['msg']}") from error

    def _nothing(self, rule: CompiledRule, looked_at: int) -> Finding:
        if looked_at == 0:
            return self._plain(rule, "not-applicable", both("judge.not_applicable"))
        key = "judge.passed" if self.walk.outcome == "completed" else "judge.passed_so_far"
        return self._plain(rule, "pass", both(key, count=looked_at))

    def _plain(self, rule: CompiledRule, outcome: FindingOutcome, message: Bilingual) -> Finding:
        return Finding(
            rule=rule.id,
            outcome=outcome,
            severity=rule.stated.severity,
            proof="observed",
            title=rule.stated.title,
            message=message,
            remedy=rule.stated.remedy if outcome == "needs-review" else None,
            law=rule.stated.law,
            fingerprint=fingerprint(rule.id, None, None, self.walk),
        )


def _proof(judgement: CompiledJudgement, attempts: list[Attempt]) -> Proof:
    """Tested only where the attempts are there to show it."""
    if not attempts:
        return "observed"
    return judgement.stated.proof or "tested"
