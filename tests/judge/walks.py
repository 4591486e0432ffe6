"""Walks in a few words, for specifications of the judge."""

from __future__ import annotations

from typing import Any

from qraudit.judge.cases import walk_of
from qraudit.models import Walk


def walk(scenario: str | None = "dine-in", **facts: Any) -> Walk:
    """A completed walk of a dine-in code, but for the facts given; written as in the rules' cases."""
    return walk_of({"scenario": scenario, **facts})


def follow_wall(**facts: Any) -> dict[str, Any]:
    """A follow prompt that nothing got past."""
    return {
        "kind": "follow",
        "form": "page",
        "text": "关注后点餐",
        "passed": False,
        "attempts": ["back refused"],
        **facts,
    }
