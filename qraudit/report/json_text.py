"""report.json as text."""

from __future__ import annotations

import json
from pathlib import Path

from qraudit.models import Lang, Report, Walk
from qraudit.report.escaping import visible_json

__all__ = ["render_report"]


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> str:
    """The contract's JSON; it is bilingual by itself."""
    text = visible_json(json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=1)) + "\n"
    return text.encode("utf-8", "replace").decode("utf-8")  # a page can hold halves of surrogate pairs
