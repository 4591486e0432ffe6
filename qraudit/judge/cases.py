"""The cases beside each rule: small walks, and all that may be found in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from qraudit.judge.compiling import CompiledRule
from qraudit.judge.evaluation import judge
from qraudit.judge.expression import ExpressionError
from qraudit.judge.loading import CASES, RuleSet
from qraudit.judge.source import Source, read, validated
from qraudit.models import Finding, Noun, Walk
from qraudit.text import both

__all__ = ["Case", "CaseResult", "cases_of", "expected", "found", "run_cases", "walk_of"]


class Case(Noun):
    """One walk, and every violation and needs-review that the rules may find in it.

    `walk` holds only what matters, in the words of the models, or names a JSON file beside the case.
    A line of `finds` is an outcome, a rule, for a rule about something the subject, and where it matters the
    severity in brackets: `violation data-required id-number (critical)`.
    """

    name: str
    scenario: str | None = None
    walk: dict[str, Any] | str = Field(default_factory=dict)
    finds: list[str] = Field(default_factory=list)


class _CaseFile(Noun):
    cases: list[Case]


@dataclass(frozen=True)
class CaseResult:
    """How one case went."""

    rule: str
    case: str
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether just that was found which the case lists."""
        return not (self.missing or self.unexpected)


def run_cases(rules: RuleSet, ids: Sequence[str] = ()) -> Iterator[CaseResult]:
    """Judge every case of the rules (or of those named) under all rules that lie in the same folder.

    Raises:
        RuleError: a case is no case, or its walk is none.

    """
    for rule in rules.rules:
        if ids and rule.id not in ids:
            continue
        folder = rule.source.file.parent
        neighbours = {one.id for one in rules.rules if one.source.file.parent == folder}
        for case, walk in cases_of(rule):
            try:
                findings = judge(walk, rules, strict=True)
            except ExpressionError as error:
                yield CaseResult(rule.id, case.name, (), (str(error),))
            else:
                yield _result(rule.id, case, [one for one in findings if one.rule in neighbours])


def cases_of(rule: CompiledRule) -> list[tuple[Case, Walk]]:
    """A rule's cases, with their walks filled in."""
    file = rule.source.file.with_name(rule.source.file.stem + CASES)
    if not file.is_file():
        return []
    source = read(file)
    listed = validated(_CaseFile, source, {"cases": source.data}).cases
    return [(case, _walk(case, at, source)) for at, case in enumerate(listed)]


def expected(case: Case, rule_id: str | None = None) -> Counter[str]:
    """The lines that a case lists (of one rule)."""
    return Counter(line for line in case.finds if rule_id is None or line.split()[1:2] == [rule_id])


def found(findings: Sequence[Finding], case: Case) -> Counter[str]:
    """What was found, in the lines of a case: with the severity where the case names it."""
    return Counter(_line(one, case) for one in findings if one.outcome in {"violation", "needs-review"})


def _line(finding: Finding, case: Case) -> str:
    plain = " ".join(filter(None, [finding.outcome, finding.rule, finding.subject]))
    full = f"{plain} ({finding.severity})"
    return full if full in case.finds else plain


def _result(rule_id: str, case: Case, findings: list[Finding]) -> CaseResult:
    wanted, seen = expected(case), found(findings, case)
    missing, unexpected = (wanted - seen).elements(), (seen - wanted).elements()
    return CaseResult(rule_id, case.name, tuple(missing), tuple(unexpected))


def _walk(case: Case, at: int, source: Source) -> Walk:
    given = case.walk
    if isinstance(given, str):
        given = _recorded(source.file.with_name(given), at, source)
    values = _walk_values({**given, "scenario": case.scenario or given.get("scenario")})
    return validated(Walk, source, values, (at, "walk"))


def _recorded(file: Path, at: int, source: Source) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise source.error((at, "walk"), both("judge.error.unreadable", why=file.name)) from error
    return data if isinstance(data, dict) else {}


def walk_of(given: dict[str, Any]) -> Walk:
    """The whole walk that a few facts, written as in a case, stand for."""
    return Walk.model_validate(_walk_values(given))


def _walk_values(given: dict[str, Any]) -> dict[str, Any]:
    """All values of a walk from the few facts that a case states."""
    walk = {**_WALK, **given}
    for name, defaults in _FACTS.items():
        walk[name] = [_fact({"step": 0, **defaults, **fact}, name, at) for at, fact in enumerate(walk.get(name, []))]
    walk["target"] = {"source": "case", "payload": f"{_SITE}/", "kind": "web", **given.get("target", {})}
    walk["steps"] = given.get("steps") or [_step(index) for index in range(_last_step(walk) + 1)]
    return walk


def _fact(fact: dict[str, Any], name: str, at: int) -> dict[str, Any]:
    if name in {"prompts", "adverts"}:
        fact.setdefault("id", f"{name}-{at}")
    if "attempts" in fact:
        fact["attempts"] = [_attempt(one, fact["step"]) for one in fact["attempts"]]
    if "controls" in fact:
        fact["controls"] = [_control(one) for one in fact["controls"]]
    if "dismissal" in fact:
        fact["dismissal"] = _control(fact["dismissal"])
    return fact


def _attempt(stated: dict[str, Any] | str, step: int) -> dict[str, Any]:
    """`close refused` is short for an attempt's kind and result."""
    if isinstance(stated, str):
        kind, _, result = stated.partition(" ")
        stated = {"kind": kind, "result": result}
    return {"step": step, **stated}


def _control(stated: dict[str, Any]) -> dict[str, Any]:
    width, height = stated.get("width", 32.0), stated.get("height", 32.0)
    return {"width": width, "height": height, "box": [330, 160, width, height], **stated}


def _last_step(walk: dict[str, Any]) -> int:
    facts = [fact for name in _FACTS for fact in walk[name]]
    return max([0, *(int(fact["step"]) for fact in facts)])


def _step(index: int) -> dict[str, Any]:
    action = {"kind": "open" if index == 0 else "tap"}
    return {"index": index, "url": f"{_SITE}/{index or ''}", "milestone": "landing", "action": action}


_SITE = "https://shop.example"

_WALK: dict[str, Any] = {
    "device": "wechat-android",
    "outcome": "completed",
    "reached": "payment",
    "started": "2026-01-01T09:00:00+08:00",
    "finished": "2026-01-01T09:01:00+08:00",
}

_FACTS: dict[str, dict[str, Any]] = {
    "prompts": {"form": "overlay"},
    "adverts": {"form": "centre", "box": [40, 150, 310, 500], "cover": 0.9, "text": "新人专享券"},
    "fields": {},
    "boxes": {"text": "", "told_by": "input"},
    "notices": {"page": f"{_SITE}/"},
    "disclosures": {"host": "shop.example", "party": "merchant"},
    "permissions": {"api": "getLocation"},
    "concessions": {},
    "oauth": {},
}
