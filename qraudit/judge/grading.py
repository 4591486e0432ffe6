"""What all findings together come to: the verdict, and the 'clean code' grade."""

from __future__ import annotations

from collections.abc import Sequence

from qraudit.judge.loading import RuleSet
from qraudit.models import Bilingual, Finding, Grade, Lang, LawQuote, Verdict, Walk
from qraudit.text import both, say

__all__ = ["grade", "provisions", "verdict"]

# What a consumer does to get on; the tool's own tries (closing, going back, waiting) are not the flow's length.
_FORWARD = frozenset({"tap", "type", "choose", "tick", "submit", "concede", "resume"})


def verdict(walk: Walk, findings: Sequence[Finding]) -> Verdict:
    """The one word for the whole audit; what is waived does not count."""
    outcomes = {finding.outcome for finding in findings if finding.waiver is None}
    if "violation" in outcomes:
        return "violations"
    if "needs-review" in outcomes:
        return "needs-review"
    return "clean" if walk.outcome == "completed" else "not-audited"


def provisions(findings: Sequence[Finding], rules: RuleSet) -> list[LawQuote]:
    """Every provision that the findings cite, in the order of the law files."""
    cited = {law_id for finding in findings for law_id in finding.law}
    return [quote for law_id, quote in rules.law.items() if law_id in cited]


def grade(walk: Walk, findings: Sequence[Finding]) -> Grade:
    """Whether this is a 'clean code' (纯净码): scan, do what one came for, pay, and nothing else.

    A proven violation is enough for a no; a yes takes a flow that was seen to its end.
    """
    violations = [finding for finding in findings if finding.outcome == "violation" and finding.waiver is None]
    walls = sum(prompt.passed is False and prompt.blocks != "extra" for prompt in walk.prompts)
    clean = False if violations else (True if walk.outcome == "completed" else None)
    return Grade(
        clean_code=clean,
        because=_reasons(walk, violations, clean),
        steps_to_pay=_steps(walk),
        data_given=_given(walk),
        walls=walls,
        adverts=len(walk.adverts),
    )


def _reasons(walk: Walk, violations: list[Finding], clean: bool | None) -> list[Bilingual]:
    if clean is None:
        return [both("judge.grade.not_seen")]
    if not clean:
        return list({finding.message.zh: finding.message for finding in violations}.values())
    reasons = [both("judge.grade.to_the_end", steps=_steps(walk) or 0)]
    given = _given(walk)
    words = Bilingual(zh="、".join(_words(given, "zh")), en=", ".join(_words(given, "en")))
    reasons.append(both("judge.grade.data", data=words) if given else both("judge.grade.no_data"))
    if walk.adverts:
        reasons.append(both("judge.grade.adverts", count=len(walk.adverts)))
    return reasons


def _words(given: list[str], lang: Lang) -> list[str]:
    return [say(f"judge.word.{category}", lang) for category in given]


def _given(walk: Walk) -> list[str]:
    conceded = [one.category for one in walk.concessions if one.category is not None]
    filled = [field.category for field in walk.fields if field.filled]
    return list(dict.fromkeys([*conceded, *filled]))


def _steps(walk: Walk) -> int | None:
    """Actions from the scan to the payment; None where it was not reached."""
    if walk.reached != "payment":
        return None
    steps = 0
    for step in walk.steps:
        steps += step.action.kind in _FORWARD
        if step.milestone == "payment":
            break
    return steps
