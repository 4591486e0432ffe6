"""results.json and results.csv: one row for each item, in the contract's columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qraudit.models import Lang
from qraudit.report.escaping import csv_cell

__all__ = ["COLUMNS", "csv_table", "json_table"]

COLUMNS = ("source", "payload", "kind", "scenario", "outcome", "reached", "verdict", "run")


def json_table(rows: Iterable[Mapping[str, Any]], folder: Path, lang: Lang) -> str:
    """The list; an item that was not audited yet has no outcome."""
    return json.dumps([_row(row) for row in rows], ensure_ascii=False, indent=1) + "\n"


def csv_table(rows: Iterable[Mapping[str, Any]], folder: Path, lang: Lang) -> str:
    """The same for a spreadsheet: with a byte-order mark, and no cell that is a formula."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([csv_cell("" if value is None else value) for value in _row(row).values()])
    return f"\ufeff{stream.getvalue()}"


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in COLUMNS}
