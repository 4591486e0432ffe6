"""Wrapping mixed Chinese and Latin text by terminal cells."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

__all__ = ["wrap"]

_NOT_FIRST = "，。、；：？！）》」』”’％…,.;:?!)]}%"
_NOT_LAST = "（《「『“‘([{"


def wrap(text: Text, width: int) -> list[Text]:
    """Lines of at most `width` cells: Latin words stay whole, Chinese breaks anywhere that punctuation allows."""
    lines = text.divide(_breaks(text.plain, max(width, 4)))
    for line in lines:
        line.rstrip()
    return list(lines)


def _breaks(plain: str, width: int) -> list[int]:
    breaks: list[int] = []
    start = last = used = 0
    for at, char in enumerate(plain):
        if at > start and _may_break(plain[at - 1], char):
            last = at
        used += cell_len(char)
        if used > width and char != " ":
            cut = last if last > start and cell_len(plain[last : at + 1]) <= width else at
            breaks.append(cut)
            start, used = cut, cell_len(plain[cut : at + 1])
    return breaks


def _may_break(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST or after == " ":
        return False
    return before in " /" or cell_len(before) == 2 or cell_len(after) == 2
