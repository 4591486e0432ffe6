"""The findings as a table for Excel: one a row, UTF-8 with a byte-order mark, no cell that is a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from qraudit.models import Lang, Report, Walk
from qraudit.report.escaping import csv_cell

__all__ = ["COLUMNS", "render_report"]

COLUMNS = ("rule", "outcome", "subject", "severity", "step", "proof", "message", "law")


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> str:
    """The columns are those of the contract."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for finding in report.findings:
        row = (
            finding.rule,
            finding.outcome,
            finding.subject or "",
            finding.severity,
            "" if finding.step is None else finding.step,
            finding.proof,
            finding.message.zh if lang == "zh" else finding.message.en,
            "; ".join(finding.law),
        )
        table.writerow([csv_cell(cell) for cell in row])
    return f"\ufeff{stream.getvalue()}"
