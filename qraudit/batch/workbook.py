"""results.xlsx: the whole table with everything its lists and photographs said, and a sheet of numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qraudit.batch.statistics import counted_rules
from qraudit.models import Bilingual, Lang
from qraudit.report.escaping import csv_cell
from qraudit.report.words import scenario, word
from qraudit.text import say

__all__ = ["workbook"]

_COLUMNS = (
    ("number", 8), ("source", 34), ("merchant", 22), ("place", 16), ("verdict", 18), ("violations", 48),
    ("reviews", 36), ("scenario", 14), ("reached", 14), ("outcome", 18), ("reason", 40), ("kind", 16),
    ("payload", 48), ("note", 24), ("taken", 20), ("latitude", 11), ("longitude", 11), ("run", 30),
)  # fmt: skip
_LONGEST = 2000


def workbook(rows: Iterable[Mapping[str, Any]], folder: Path, lang: Lang) -> bytes:
    """The workbook's bytes."""
    import openpyxl

    table = list(rows)
    book = openpyxl.Workbook(write_only=True)
    _fill(book.create_sheet(say("batch.sheet.results", lang)), table, lang)
    _count(book.create_sheet(say("batch.sheet.numbers", lang)), table, lang)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Any, rows: list[Mapping[str, Any]], lang: Lang) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, (_, width) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_COLUMNS))}{len(rows) + 1}"
    heads = [WriteOnlyCell(sheet, say(f"batch.sheet.{name}", lang)) for name, _ in _COLUMNS]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for number, row in enumerate(rows, start=1):
        cells = _cells(row, number, lang)
        link = WriteOnlyCell(sheet, row["run"] or "")
        if row["run"]:
            link.hyperlink = f"{row['run']}/report.html"
            link.font = Font(underline="single", color="0563C1")
        sheet.append([*cells, link])


def _cells(row: Mapping[str, Any], number: int, lang: Lang) -> list[Any]:
    texts = (
        row["source"],
        row["merchant"],
        row["place"],
        _in(word("verdict", row["verdict"]), lang),
        _rules(row, "violation", lang),
        _rules(row, "needs-review", lang),
        _in(scenario(row["scenario"] or row["asked"] or None), lang),
        _in(word("milestone", row["reached"]), lang),
        _in(word("outcome", row["outcome"]), lang) if row["outcome"] else say("batch.summary.unfinished", lang),
        (row["reason"] or {}).get(lang, ""),
        _in(word("code-kind", row["kind"]), lang),
        row["payload"],
        row["note"],
        row["taken"] or "",
    )
    return [number, *(csv_cell(text)[:_LONGEST] for text in texts), row["latitude"], row["longitude"]]


def _rules(row: Mapping[str, Any], outcome: str, lang: Lang) -> str:
    found = [one for one in row["findings"] if one["outcome"] == outcome and not one["waiver"]]
    return say("report.list", lang).join(dict.fromkeys(one["title"][lang] for one in found))


def _count(sheet: Any, rows: list[Mapping[str, Any]], lang: Lang) -> None:
    titles = {one["rule"]: one["title"][lang] for row in rows for one in row["findings"]}
    for verdict in ("violations", "needs-review", "clean", "not-audited"):
        sheet.append([_in(word("verdict", verdict), lang), sum(row["verdict"] == verdict for row in rows)])
    sheet.append([])
    for rule, count in counted_rules(rows).most_common():
        sheet.append([csv_cell(titles[rule]), count, rule])


def _in(text: Bilingual, lang: Lang) -> str:
    return text.zh if lang == "zh" else text.en
