"""A warning before evidence that has changed since it was closed goes into a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.models import Lang

__all__ = ["warn_where_altered"]

_MOST_NAMES = 5


def warn_where_altered(run: Path, lang: Lang) -> None:
    """Say on standard error which files of a run are not as they were closed, where any are."""
    from qraudit.evidence import verify
    from qraudit.report.escaping import plain

    found = verify(run)
    if found.intact:
        return
    names = [plain(name) for name in (*found.altered, *found.missing, *found.added)]
    more = ["…"] if len(names) > _MOST_NAMES else []
    shown = say("report.list", lang).join([*names[:_MOST_NAMES], *more]) or "-"
    typer.echo(say("cli.audit.not-intact", lang, names=shown, run=run), err=True)
