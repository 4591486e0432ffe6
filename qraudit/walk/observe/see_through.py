"""Words read in a picture that are the page's own, seen through where the picture is transparent."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from qraudit.models import Box, TextLine

__all__ = ["is_seen_through"]

_NO_WORD = re.compile(r"\W+")
_ALIKE = 0.7
_SLACK = 8.0


def is_seen_through(read: TextLine, below: list[TextLine]) -> bool:
    """Whether the page says the same at the same place below the picture."""
    said = _NO_WORD.sub("", read.text)
    return bool(said) and any(_is_around(read.box, line.box) and _says(line.text, said) for line in below)


def _is_around(box: Box, line: Box) -> bool:
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    left, top, width, height = line
    return left - _SLACK <= x <= left + width + _SLACK and top - _SLACK <= y <= top + height + _SLACK


def _says(text: str, said: str) -> bool:
    """An OCR engine mistakes a character now and then."""
    own = _NO_WORD.sub("", text)
    matching = SequenceMatcher(None, own, said, autojunk=False).get_matching_blocks()
    return sum(block.size for block in matching) >= _ALIKE * len(said)
