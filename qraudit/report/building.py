"""The report: what the walk met and what the rules say of it, in the contract's shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import qraudit
from qraudit.models import Finding, Grade, LawQuote, Report, RuleSettings, Tool, Verdict, Walk
from qraudit.report.words import reason

__all__ = ["build"]


def build(
    walk: Walk,
    findings: list[Finding],
    law: Iterable[LawQuote],
    grade: Grade | None,
    verdict: Verdict,
    rules_digest: str,
    command: str = "",
    settings: RuleSettings | None = None,
) -> Report:
    """One audit's report; `law` may hold more than the findings cite."""
    cited = {law_id for finding in findings for law_id in finding.law}
    return Report(
        tool=Tool(
            version=qraudit.__version__,
            rules=rules_digest,
            settings=settings or None,
            browser=walk.browser,
            device=walk.device,
            sandboxed=walk.sandboxed,
            command=command,
        ),
        started=walk.started,
        finished=walk.finished,
        target=walk.target if walk.target.scenario else walk.target.model_copy(update={"scenario": walk.scenario}),
        outcome=walk.outcome,
        reached=walk.reached,
        verdict=verdict,
        reason=walk.reason,
        reason_text=reason(walk.reason, walk.detail),
        findings=findings,
        law=[quote for quote in law if quote.id in cited],
        grade=grade,
        **_met(walk),
    )


def _met(walk: Walk) -> dict[str, Any]:
    names = ("steps", "refused", "handoffs", "concessions", "prompts", "adverts", "oauth", "dialogs", "bounds")
    return {name: getattr(walk, name) for name in names}
