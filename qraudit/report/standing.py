"""What people decided about findings and rules: waivers, a baseline, rules switched off. It is told in every format."""

from __future__ import annotations

import re

from qraudit.models import Bilingual, Finding, Report, RuleSettings, Tool
from qraudit.report.escaping import plain
from qraudit.report.selection import sort_findings
from qraudit.report.words import joined, translate, word

__all__ = ["tell_decisions", "tell_settings", "tell_state", "tell_typed", "tell_verdict"]

_IDENTITY = re.compile(r"(?<!\S)--identity\b")


def tell_verdict(report: Report) -> Bilingual:
    """What the verdict means, in a sentence; what was waived is never passed over."""
    found = sort_findings(report)
    count = len(found.violations if report.verdict == "violations" else found.reviews)
    says = translate(f"verdict-says.{report.verdict}", count=count)
    return translate("verdict-says.waived", says=says, count=len(found.waived)) if found.waived else says


def tell_typed(tool: Tool) -> Bilingual:
    """Whose data were typed where something had to be: the call says whether an identity was given."""
    return translate("typed.given" if _IDENTITY.search(tool.command) else "typed.invented")


def tell_state(finding: Finding) -> Bilingual:
    """In a word or two: what the finding counts as."""
    state = word("finding", "waived" if finding.waiver else finding.outcome)
    return joined([state, word("baseline", finding.baseline)]) if finding.baseline else state


def tell_decisions(finding: Finding) -> Bilingual | None:
    """Why it does not count; None where it does."""
    waiver = finding.waiver
    if waiver is not None:
        until = plain(waiver.until) if waiver.until else translate("html.waived-open")
        return translate("html.waived", reason=plain(waiver.reason, 300), who=plain(waiver.who, 80) or "–", until=until)
    return translate("baseline.does-not-count") if finding.baseline == "unchanged" else None


def tell_settings(tool: Tool) -> list[Bilingual]:
    """What the configuration changed in the rules, a line each."""
    settings = tool.settings or RuleSettings()
    off = [translate("settings.rules-off", rules=plain(", ".join(settings.off), 600))] if settings.off else []
    return off + [
        translate("settings.threshold", name=plain(f"{rule}.{name}", 120), value=plain(value, 200))
        for rule, values in settings.thresholds.items()
        for name, value in values.items()
    ]
