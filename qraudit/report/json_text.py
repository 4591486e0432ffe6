"""report.json as text."""

from __future__ import annotations

import json
import re
from pathlib import Path

from qraudit.models import Lang, Report, Walk

__all__ = ["render_report"]

_DIRECTING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the reading direction: written as escapes, they cannot do so where JSON is looked at."""


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> str:
    """The contract's JSON; it is bilingual by itself."""
    text = json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
    text = _DIRECTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text.encode("utf-8", "replace").decode("utf-8")  # a page can hold halves of surrogate pairs
