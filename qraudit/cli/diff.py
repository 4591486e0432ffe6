"""`qraudit diff`: what is new, gone and unchanged between two audits of one code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.models import Finding
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
    for line in _lines(compare(before, after), "en" if (lang or language()) == "en" else "zh"):
        typer.echo(line)


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
