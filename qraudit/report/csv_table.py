"""The findings as a table for Excel: one a row, UTF-8 with a byte-order mark, no cell that is a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from qraudit.models import Finding, Lang, Report, Walk
from qraudit.report.escaping import csv_cell
from qraudit.report.standing import tell_decisions
from qraudit.report.words import translate

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
            _message(finding, lang),
            "; ".join(finding.law),
        )
        table.writerow([csv_cell(cell) for cell in row])
    return f"\ufeff{stream.getvalue()}"


def _message(finding: Finding, lang: Lang) -> str:
    """What was found; where it does not count, also why: the columns are fixed."""
    decided = tell_decisions(finding)
    told = finding.message if decided is None else translate("detail", text=finding.message, detail=decided)
    return told.zh if lang == "zh" else told.en
