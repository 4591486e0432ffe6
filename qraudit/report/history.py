"""Two audits of one code compared: for re-inspection after an order to rectify."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from qraudit.models import Bilingual, Finding, FindingOutcome, Report
from qraudit.report.escaping import plain
from qraudit.report.words import translate, word

__all__ = ["Difference", "State", "compare"]

State = Literal["new", "gone", "changed", "unchanged"]
_COUNTED: frozenset[FindingOutcome] = frozenset({"violation", "needs-review"})


@dataclass(frozen=True)
class Difference:
    """What two audits found, each finding once."""

    findings: dict[State, list[tuple[Finding | None, Finding | None]]]
    """By what became of them: (before, after)."""
    notes: list[Bilingual]
    """What a reader must know before drawing conclusions."""

    @property
    def counts(self) -> dict[State, int]:
        """How many of each."""
        return {state: len(pairs) for state, pairs in self.findings.items()}


def compare(before: Report, after: Report) -> Difference:
    """Match violations and matters for review by their fingerprints, which hold no text, time or session."""
    old, new = _counted(before), _counted(after)
    findings: dict[State, list[tuple[Finding | None, Finding | None]]] = {
        "new": [(None, finding) for key, finding in new.items() if key not in old],
        "gone": [(finding, None) for key, finding in old.items() if key not in new],
        "changed": [(old[key], new[key]) for key in old if key in new and old[key].outcome != new[key].outcome],
        "unchanged": [(old[key], new[key]) for key in old if key in new and old[key].outcome == new[key].outcome],
    }
    return Difference(findings, _notes(before, after, gone=bool(findings["gone"])))


def _counted(report: Report) -> dict[tuple[str, str], Finding]:
    return {(one.rule, one.fingerprint or one.subject or ""): one for one in report.findings if one.outcome in _COUNTED}


def _notes(before: Report, after: Report, *, gone: bool) -> list[Bilingual]:
    notes = []
    if _place(before) != _place(after):
        names = {"before": plain(before.target.source, 80), "after": plain(after.target.source, 80)}
        notes.append(translate("diff.other-target", **names))
    as_far = (after.outcome, after.reached) == (before.outcome, before.reached)
    if gone and after.outcome != "completed" and not as_far:
        notes.append(translate("diff.gone-unseen", outcome=word("outcome", after.outcome)))
    return notes


def _place(report: Report) -> tuple[str, str]:
    """Where a code leads, without what differs from table to table and from print to print."""
    parts = urlsplit(report.target.payload)
    return parts.netloc, "" if parts.netloc else report.target.payload
