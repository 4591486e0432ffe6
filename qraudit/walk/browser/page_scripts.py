"""The scripts that run in a page's own world before its scripts do; each file is one function of its settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["page_script"]

_HERE = Path(__file__).resolve().parent


def page_script(name: str, settings: dict[str, Any]) -> str:
    """The script `name`.js, called with its settings."""
    function = (_HERE / f"{name}.js").read_text(encoding="utf-8").rstrip().rstrip(";")
    return f"({function}\n)({json.dumps(settings, ensure_ascii=False)})"
