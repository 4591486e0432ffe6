"""The final table on a terminal: how many of each verdict, which rules, and where the rest is."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from qraudit.batch.statistics import counted_rules
from qraudit.models import Lang
from qraudit.report.words import word
from qraudit.text import say

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

__all__ = ["print_summary"]

_VERDICTS = ("violations", "needs-review", "clean", "not-audited")
_MAY_PASS = ("unreachable", "exhausted")


def print_summary(rows: Iterable[Mapping[str, Any]], console: Console, lang: Lang, folder: Path) -> None:
    """Print it."""
    table = list(rows)
    done = [row for row in table if row["state"] in ("done", "failed")]
    unfinished = len(table) - len(done)
    verdicts = Counter(row["verdict"] for row in done)
    lines = [(getattr(word("verdict", verdict), lang), verdicts[verdict]) for verdict in _VERDICTS]
    lines += [(say("batch.summary.unfinished", lang), unfinished)] if unfinished else []
    lines += [(f"  {rule}", count) for rule, count in counted_rules(done).most_common()]
    _print_lines(lines, console)
    codes = len({row["audit"] for row in done})
    console.print(say("batch.summary.total", lang, items=len(table), audits=codes), markup=False)
    place = shlex.quote(str(folder))
    failed = sum(row["outcome"] in _MAY_PASS for row in done)
    if failed and not unfinished:
        _say(console, say("batch.summary.retry", lang, count=failed, folder=place))
    if unfinished:
        _say(console, say("batch.summary.resume", lang, folder=place))
    _say(console, say("batch.summary.folder", lang, file=folder / "index.html"))


def _print_lines(lines: list[tuple[str, int]], console: Console) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    for name, count in lines:
        table.add_row(name, str(count))
    console.print(table)


def _say(console: Console, text: str) -> None:
    """One line, however narrow the terminal is: it is to be copied."""
    console.print(text, markup=False, soft_wrap=True)
