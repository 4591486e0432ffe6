"""What an audit's exit status is decided by: the findings that count, under the options it was given."""

from __future__ import annotations

from collections.abc import Iterable

from qraudit.models import Finding, FindingOutcome, Report
from qraudit.options import FailOn

__all__ = ["against", "failing", "fingerprints", "status_of"]

_BAD: tuple[FindingOutcome, ...] = ("violation", "needs-review")
_LEVELS: dict[FailOn, tuple[FindingOutcome, ...]] = {
    "violation": ("violation",),
    "needs-review": _BAD,
    "never": (),
}


def fingerprints(report: Report) -> frozenset[str]:
    """What a report found, for telling it again in another one."""
    return frozenset(finding.fingerprint for finding in report.findings if finding.outcome in _BAD)


def against(known: frozenset[str], findings: Iterable[Finding]) -> list[Finding]:
    """The same findings, each marked as new or as known to a baseline."""
    return [_marked(finding, known) if finding.outcome in _BAD else finding for finding in findings]


def _marked(finding: Finding, known: frozenset[str]) -> Finding:
    return finding.model_copy(update={"baseline": "unchanged" if finding.fingerprint in known else "new"})


def failing(findings: Iterable[Finding], fail_on: FailOn) -> list[Finding]:
    """The findings at or above `fail_on` that no waiver covers and no baseline knew."""
    bad = (finding for finding in findings if finding.outcome in _LEVELS[fail_on])
    return [finding for finding in bad if finding.waiver is None and finding.baseline != "unchanged"]


def status_of(report: Report, *, failed: bool) -> int:
    """0 audited, 1 failed, 3 could not be audited, 130 interrupted."""
    if report.reason == "interrupted":
        return 130
    if failed:
        return 1
    found = any(finding.outcome in _BAD for finding in report.findings)
    return 3 if report.verdict == "not-audited" and not found else 0
