"""How the wordings of rules/phrases are written, for a person to read, and how they are matched."""

from __future__ import annotations

__all__ = ["closed_up"]


def closed_up(wording: str) -> str:
    """An English wording as it is matched: folding takes the white space away from what a page says."""
    return wording.replace(" ?", "").replace(" ", "")
