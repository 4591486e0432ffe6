"""The final table on a terminal: how many of each verdict, which rules, and where the rest is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from qraudit.models import Lang
from qraudit.report.words import word
from qraudit.text import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rich.console import Console

__all__ = ["print_summary"]

_VERDICTS = ("violations", "needs-review", "clean", "not-audited")


def print_summary(rows: Iterable[Mapping[str, Any]], console: Console, lang: Lang, folder: Path) -> None:
    """Print it."""
    from rich.table import Table

    verdicts: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    unfinished = audits = 0
    seen = set()
    for row in rows:
        if row["state"] not in ("done", "failed"):
            unfinished += 1
            continue
        verdicts[row["verdict"]] += 1
        audits += row["audit"] not in seen
        seen.add(row["audit"])
        rules.update({one["rule"] for one in row["findings"] if one["outcome"] == "violation" and not one["waiver"]})
    table = Table(box=None, pad_edge=False, show_header=False)
    for verdict in _VERDICTS:
        table.add_row(_in(word("verdict", verdict), lang), str(verdicts[verdict]))
    if unfinished:
        table.add_row(say("batch.summary.unfinished", lang), str(unfinished))
    console.print(table)
    for rule, count in rules.most_common():
        console.print(f"  {count:6}  {rule}", markup=False)
    console.print(say("batch.summary.total", lang, items=verdicts.total() + unfinished, audits=audits), markup=False)
    console.print(say("batch.summary.folder", lang, file=folder / "index.html"), markup=False, soft_wrap=True)


def _in(text: Any, lang: Lang) -> str:
    return str(getattr(text, lang))
