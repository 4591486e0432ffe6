"""What changed between two judgements of one walk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from qraudit.models import Bilingual, Finding, FindingOutcome, Noun
from qraudit.text import both

__all__ = ["Change", "changes"]


class Change(Noun):
    """One finding that is new, gone, or has another outcome."""

    kind: Literal["new", "gone", "changed"]
    rule: str
    subject: str | None = None
    before: FindingOutcome | None = None
    after: FindingOutcome | None = None
    message: Bilingual


def changes(before: Sequence[Finding], after: Sequence[Finding]) -> list[Change]:
    """The differences, in the order of `after`, then what is gone."""
    old, new = _by_name(before), _by_name(after)
    found = [_change(old.get(name), finding) for name, finding in new.items()]
    found += [_change(finding, None) for name, finding in old.items() if name not in new]
    return [one for one in found if one is not None]


def _by_name(findings: Sequence[Finding]) -> dict[tuple[str, str], Finding]:
    return {(finding.rule, finding.fingerprint): finding for finding in findings}


def _change(before: Finding | None, after: Finding | None) -> Change | None:
    finding = after or before
    if finding is None or (before and after and before.outcome == after.outcome):
        return None
    kind: Literal["new", "gone", "changed"] = "changed" if before and after else ("new" if after else "gone")
    return Change(
        kind=kind,
        rule=finding.rule,
        subject=finding.subject,
        before=before.outcome if before else None,
        after=after.outcome if after else None,
        message=both(f"judge.change.{kind}", rule=finding.rule, title=finding.title, **_outcomes(before, after)),
    )


def _outcomes(before: Finding | None, after: Finding | None) -> dict[str, Bilingual]:
    words = {"before": before, "after": after}
    return {
        name: both(f"judge.word.{finding.outcome}" if finding else "judge.word.none") for name, finding in words.items()
    }
