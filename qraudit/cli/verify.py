"""`qraudit verify`: a run's evidence against its manifest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.evidence import StampCheck, Verification
    from qraudit.models import Lang as Language

__all__ = ["verify"]


def verify(
    run: Annotated[Path, typer.Argument(metavar="RUN")],
    tsa_ca: Annotated[Path | None, typer.Option("--tsa-ca", metavar="FILE")] = None,
    lang: Lang = None,
) -> None:
    """Check a run's evidence against its manifest."""
    from qraudit.evidence import verify as check

    found = check(run, tsa_ca)
    for line in _lines(found, "en" if (lang or language()) == "en" else "zh"):
        typer.echo(line)
    if not found.intact:
        raise typer.Exit(1)


def _lines(found: Verification, lang: Language) -> list[str]:
    from qraudit.report.escaping import plain

    lines = [_headline(found, lang)]
    for state in ("altered", "missing", "added"):
        lines += [f"  {say(f'evidence.verify.{state}', lang)}: {plain(name)}" for name in getattr(found, state)]
    if found.digest is not None:
        lines.append(say("evidence.verify.digest", lang, digest=found.digest))
    if found.stamp is not None:
        lines.append(_stamp(found.stamp, lang))
    return lines


def _headline(found: Verification, lang: Language) -> str:
    if not found.finished:
        count = sum(1 for path in found.run.rglob("*") if path.is_file())
        return f"{say('evidence.verify.unfinished', lang)} {say('evidence.verify.kept', lang, count=count)}"
    broken = found.altered or found.missing or found.added
    return say("evidence.verify.broken", lang) if broken else say("evidence.verify.intact", lang, count=found.checked)


def _stamp(check: StampCheck, lang: Language) -> str:
    from qraudit.report.escaping import plain

    key = {"valid": "good", "unproven": "unproven", "invalid": "bad", "unread": "unread"}[check.state]
    facts = check.facts
    values = {"time": facts.time.isoformat(), "authority": plain(facts.authority or "?")} if facts else {}
    return say(f"evidence.verify.stamp-{key}", lang, why=plain(check.why), **values)
