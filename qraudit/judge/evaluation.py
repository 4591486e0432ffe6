"""Judging: every rule over one walk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from qraudit.judge.compiling import CompiledJudgement, CompiledRule
from qraudit.judge.evidence_of import evidence_of, step_of
from qraudit.judge.expression import ExpressionError
from qraudit.judge.facts import Fact, Facts
from qraudit.judge.fingerprint import fingerprint
from qraudit.judge.hearing import Hearing
from qraudit.judge.loading import RuleSet
from qraudit.judge.merging import merged, without_doubles
from qraudit.judge.necessity import Necessity
from qraudit.models import Attempt, Bilingual, Finding, FindingOutcome, Proof, Walk
from qraudit.text import both

__all__ = ["judge"]


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
        self.facts = Facts(walk)
        self.necessity = Necessity(self.facts.whole, rules)

    def findings(self, rule: CompiledRule) -> Iterator[Finding]:
        try:
            yield from self._findings(rule, Hearing(rule, self.facts, self.necessity))
        except ExpressionError as error:
            if self.strict:
                raise
            yield self._plain(rule, "needs-review", both("judge.undecidable", why=error))

    def _findings(self, rule: CompiledRule, hearing: Hearing) -> Iterator[Finding]:
        looked_at = 0
        troubles = False
        for fact in hearing.facts():
            if not hearing.applies(fact):
                continue
            looked_at += 1
            judgement = hearing.judgement()
            if judgement is not None and judgement.stated.outcome != "pass":
                troubles = True
                yield self._found(rule, hearing, judgement, self.facts.whole_of(fact))
        if not troubles:
            yield self._nothing(rule, looked_at)

    def _found(self, rule: CompiledRule, hearing: Hearing, judgement: CompiledJudgement, fact: Fact | None) -> Finding:
        attempts = _attempts(hearing.whole(rule.attempts, fact) if rule.attempts else (fact or {}).get("attempts"))
        subject = hearing.whole(rule.subject, fact) if rule.subject else None
        stated = hearing.whole(rule.evidence, fact) if rule.evidence else None
        return Finding(
            rule=rule.id,
            outcome=judgement.stated.outcome,
            severity=judgement.stated.severity or rule.stated.severity,
            proof=_proof(judgement, attempts),
            subject=None if subject is None else str(subject),
            step=step_of(fact, self.walk),
            title=rule.stated.title,
            message=judgement.message.filled(hearing.names(fact)),
            remedy=rule.stated.remedy,
            evidence=evidence_of(stated, fact, self.walk),
            attempts=attempts,
            law=rule.stated.law,
            fingerprint=fingerprint(rule.id, subject, fact, self.walk),
        )

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


def _attempts(stated: Any) -> list[Attempt]:
    try:
        return [Attempt.model_validate(one) for one in stated or []]
    except (TypeError, ValidationError) as error:
        raise ExpressionError(f"attempts: {error}") from error


def _proof(judgement: CompiledJudgement, attempts: list[Attempt]) -> Proof:
    """Tested only where the attempts are there to show it."""
    if not attempts:
        return "observed"
    return judgement.stated.proof or "tested"
