"""Findings that do not count for now: by a waiver with its reason, or because a baseline run had them already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fnmatch import fnmatchcase
from pathlib import PurePath

from pydantic import Field

from qraudit.models import Finding, Noun, Target, Waiver

__all__ = ["WaiverEntry", "expired", "waive"]


class WaiverEntry(Noun):
    """One `[[waivers]]`: who takes the responsibility for which finding, why and until when.

    `rule` and `target` may hold `*`; the target is matched against the source as given, its file name and the payload.
    The day in `until` still counts.
    """

    rule: str = Field(min_length=1)
    target: str = "*"
    subject: str | None = None
    reason: str = Field(min_length=1)
    who: str = Field(min_length=1)
    until: date

    def concerns(self, target: Target) -> bool:
        """Whether it speaks of this code."""
        names = {target.source, PurePath(target.source).name, target.payload} - {""}
        return any(name == self.target or fnmatchcase(name, self.target) for name in names)

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of this finding (of a code that it concerns)."""
        return fnmatchcase(finding.rule, self.rule) and self.subject in (None, finding.subject)


def waive(findings: Iterable[Finding], target: Target, waivers: Iterable[WaiverEntry], today: date) -> list[Finding]:
    """The same findings; those that a waiver in force covers carry it."""
    in_force = [waiver for waiver in waivers if waiver.until >= today and waiver.concerns(target)]
    return [_waived(finding, in_force) for finding in findings]


def expired(target: Target, waivers: Iterable[WaiverEntry], today: date) -> list[WaiverEntry]:
    """The waivers of this code whose time is over: they fail the audit until someone decides anew."""
    return [waiver for waiver in waivers if waiver.until < today and waiver.concerns(target)]


def _waived(finding: Finding, waivers: Iterable[WaiverEntry]) -> Finding:
    if finding.outcome not in ("violation", "needs-review"):
        return finding
    for waiver in waivers:
        if waiver.covers(finding):
            note = Waiver(reason=waiver.reason, who=waiver.who, until=waiver.until.isoformat())
            return finding.model_copy(update={"waiver": note})
    return finding
