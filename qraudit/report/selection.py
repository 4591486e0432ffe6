"""Which findings a report shows where, and what belongs to which step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

from qraudit.models import (
    Advert,
    Attempt,
    Concession,
    Finding,
    Handoff,
    LawQuote,
    Prompt,
    Report,
    Severity,
    Step,
    Walk,
)

__all__ = ["Sorted", "StepStory", "cited", "sort_findings", "tell_steps"]

_SEVERITIES = {severity: order for order, severity in enumerate(get_args(Severity))}


@dataclass
class Sorted:
    """A report's findings by what the reader does with them, the gravest first."""

    violations: list[Finding]
    reviews: list[Finding]
    waived: list[Finding]
    passed: list[Finding]
    skipped: list[Finding]

    @property
    def shown(self) -> list[Finding]:
        """Everything that is told in full."""
        return [*self.violations, *self.reviews, *self.waived]


@dataclass
class StepStory:
    """One step with everything that was met and tried there."""

    step: Step
    prompts: list[Prompt] = field(default_factory=list)
    adverts: list[Advert] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    concessions: list[Concession] = field(default_factory=list)
    handoffs: list[Handoff] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def sort_findings(report: Report) -> Sorted:
    """Sort the findings by outcome, then by severity, then by step."""
    ordered = sorted(report.findings, key=lambda one: (_SEVERITIES[one.severity], one.step or 0, one.rule))
    counted = [one for one in ordered if one.waiver is None]
    return Sorted(
        violations=[one for one in counted if one.outcome == "violation"],
        reviews=[one for one in counted if one.outcome == "needs-review"],
        waived=[one for one in ordered if one.waiver is not None and one.outcome in {"violation", "needs-review"}],
        passed=[one for one in ordered if one.outcome == "pass"],
        skipped=[one for one in ordered if one.outcome == "not-applicable"],
    )


def cited(finding: Finding, report: Report) -> list[LawQuote]:
    """The provisions that a finding rests on, in its rule's order; those whose wording was verified come first."""
    found = [law for law in report.law if law.id in finding.law]
    return sorted(found, key=lambda law: (law.checked != "text", finding.law.index(law.id)))


def tell_steps(report: Report, walk: Walk | None) -> list[StepStory]:
    """Every step of the walk with its story."""
    tried = _attempts(report, walk)
    return [
        StepStory(
            step=step,
            prompts=[one for one in report.prompts if one.step == step.index],
            adverts=[one for one in report.adverts if one.step == step.index],
            attempts=[one for one in tried if one.step == step.index],
            concessions=[one for one in report.concessions if one.step == step.index],
            handoffs=[one for one in report.handoffs if one.step == step.index],
            findings=[one for one in sort_findings(report).shown if one.step == step.index],
        )
        for step in report.steps
    ]


def _attempts(report: Report, walk: Walk | None) -> list[Attempt]:
    """Every attempt once, in the order in which things were met (facts and concessions share theirs)."""
    held = [*(one.attempts for one in report.prompts), *(one.attempts for one in report.adverts)]
    if walk is not None:
        held += [one.attempts for one in walk.fields]
        held += [one.attempts for one in walk.boxes]
        held += [one.attempts for one in walk.permissions]
    held += [one.attempts for one in report.concessions]
    found = {attempt.model_dump_json(): attempt for attempts in held for attempt in attempts}
    return list(found.values())
