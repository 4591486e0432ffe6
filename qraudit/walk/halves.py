"""Halves of surrogate pairs: JavaScript strings may hold them, Unicode text may not, and one would spoil all of it."""

from __future__ import annotations

import re

__all__ = ["whole", "whole_json"]

_ESCAPES = re.compile(r"\\\\|\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|\\ud[89a-f][\da-f]{2}", re.IGNORECASE)
"""An escaped backslash, a whole pair, a half."""


def whole_json(text: str) -> str:
    """JSON text with a replacement character for each half that it writes as an escape."""
    if "\\ud" not in text and "\\uD" not in text:
        return text
    return _ESCAPES.sub(lambda found: found[0] if len(found[0]) != 6 else "\\ufffd", text)


def whole(text: str) -> str:
    """Text with a replacement character for each half."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
