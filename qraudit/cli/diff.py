"""`qraudit diff`: what is new, gone and unchanged between two audits of one code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.models import Finding, Report
    from qraudit.models import Lang as Language
    from qraudit.report.history import Difference, State

__all__ = ["diff"]

_SIGNS: dict[State, str] = {"new": "+", "gone": "-", "changed": "~", "unchanged": "="}


def diff(
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A")],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B")],
    lang: Lang = None,
) -> None:
    """Compare two audits of one code."""
    from qraudit.evidence import load_run
    from qraudit.report.history import compare

    (before, _), (after, _) = load_run(run_a), load_run(run_b)
    tongue: Language = "en" if (lang or language()) == "en" else "zh"
    counts, *findings = _lines(compare(before, after), tongue)
    for line in (counts, _audit("before", before, tongue), _audit("after", after, tongue), *findings):
        typer.echo(line)


def _audit(which: str, report: Report, lang: Language) -> str:
    """Which of the two audits: when, of what, and with what verdict."""
    from qraudit.report.escaping import plain
    from qraudit.report.narration import tell_moment, tell_source
    from qraudit.report.words import word

    verdict = getattr(word("verdict", report.verdict), lang)
    about = plain(report.target.payload or tell_source(report.target), 120)
    return f"  {say(f'report.diff.{which}', lang)}  {tell_moment(report.started)}  {verdict}  {about}"


def _lines(difference: Difference, lang: Language) -> list[str]:
    counts = {str(state): count for state, count in difference.counts.items()}
    lines = [say("report.diff.counts", lang, **counts)]
    for state, sign in _SIGNS.items():
        for before, after in difference.findings[state]:
            finding = after or before
            if finding is not None:
                name = say(f"report.diff.{state}", lang)
                lines.append(f"{sign} {name}  {_told(finding, lang)}{_turn(before, after, lang)}")
    return lines + [getattr(note, lang) for note in difference.notes]


def _told(finding: Finding, lang: Language) -> str:
    from qraudit.report.escaping import plain
    from qraudit.report.narration import tell_subject

    subject = tell_subject(finding)
    about = f" ({getattr(subject, lang)})" if subject else ""
    return plain(f"{finding.rule}{about}: {getattr(finding.title, lang)}")


def _turn(before: Finding | None, after: Finding | None, lang: Language) -> str:
    from qraudit.report.words import word

    if before is None or after is None or before.outcome == after.outcome:
        return ""
    turned = {"before": word("finding", before.outcome), "after": word("finding", after.outcome)}
    return "  " + say("report.diff.was", lang, **{name: getattr(text, lang) for name, text in turned.items()})
