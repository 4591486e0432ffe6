"""One cause, one finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qraudit.models import Finding
from qraudit.text import both

__all__ = ["merged", "without_doubles"]

_WORST_FIRST = ("violation", "needs-review", "pass", "not-applicable")


def merged(findings: Sequence[Finding], *, once: bool = False) -> list[Finding]:
    """One rule's findings, with those of one cause joined.

    A rule about a datum or a host has one finding for each; a rule without a subject one for each place and kind,
    or (`once`) one for the whole flow.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        place = "" if once else finding.fingerprint
        groups.setdefault(place if finding.subject is None else f"subject {finding.subject}", []).append(finding)
    return [_joined(group) for group in groups.values()]


def without_doubles(findings: Mapping[str, list[Finding]], unless: Mapping[str, Sequence[str]]) -> list[Finding]:
    """All findings in order, without those that another rule has said already of the same subject."""
    said = {(one.rule, one.subject) for of_rule in findings.values() for one in of_rule if one.outcome == "violation"}

    def is_said(finding: Finding) -> bool:
        return any((other, finding.subject) in said for other in unless[finding.rule])

    kept: list[Finding] = []
    for of_rule in findings.values():
        new = [one for one in of_rule if one.outcome not in {"violation", "needs-review"} or not is_said(one)]
        kept += new or [_said_elsewhere(of_rule[0])]
    return kept


def _joined(group: list[Finding]) -> Finding:
    """The worst of them, with the evidence of all that are as bad."""
    worst = min((one.outcome for one in group), key=_WORST_FIRST.index)
    same = [one for one in group if one.outcome == worst]
    if len(same) == 1:
        return same[0]
    evidence = {one.model_dump_json(): one for finding in same for one in finding.evidence}
    return same[0].model_copy(update={"evidence": list(evidence.values())})


def _said_elsewhere(finding: Finding) -> Finding:
    update = {"outcome": "pass", "message": both("judge.said_elsewhere"), "subject": None, "evidence": [], "step": None}
    return finding.model_copy(update={**update, "attempts": [], "remedy": None, "proof": "observed"})
