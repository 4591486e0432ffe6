"""The number that a page itself names for a field: the sum of a receipt, an example, the least or the most it takes."""

from __future__ import annotations

import re
from functools import cache

from qraudit.walk.decisions import decisions
from qraudit.walk.meaning import fold

__all__ = ["number_named"]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], int], ...]:
    """Each wording, and what is to be added to the number that it names ('more than')."""
    rules = decisions().numbers
    kinds = ((rules.exact, 0), (rules.more_than, 1), (rules.less_than, -1), (rules.least, 0), (rules.most, 0))
    return tuple((re.compile("|".join(_numbered(wordings))), add) for wordings, add in kinds)


def _numbered(wordings: list[str]) -> list[str]:
    number = r"(?P<n{}>\d{{1,7}}(?:\.\d{{1,2}})?)(?![\d.]*\d)"
    return [wording.replace("N", number.format(i)) for i, wording in enumerate(wordings)]


def number_named(text: str) -> str:
    """The number that a text names for an amount or a count, as it would be typed; empty where it names none."""
    folded = fold(text).replace(",", "")
    for pattern, add in _patterns():
        match = pattern.search(folded)
        if match:
            number = next(value for value in match.groupdict().values() if value)
            return str(int(float(number)) + add) if add else number
    return ""
