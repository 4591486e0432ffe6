"""Readings of the same code become one; readings that contradict each other become none.

Two readings are of one place when their centres lie within each other. At one place all engines must read the same
text: where they do not, nothing is reported there, since a wrong payload is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from qraudit.codes.reading import Corners, Reading, centre, surrounds

__all__ = ["Merged", "merge"]


@dataclass
class Merged:
    """One code: the reading that came first, and who else read the same."""

    first: Reading
    others: list[Reading] = field(default_factory=list)

    @property
    def agreement(self) -> list[str]:
        """The other engines that read the same text."""
        return sorted({reading.engine for reading in self.others} - {self.first.engine})

    @property
    def confidence(self) -> float:
        """1.0 where two engines agree; less where one engine read one doubtful preparation only."""
        if self.agreement:
            return 1.0
        return 0.95 if self.others or self.first.preparation == "plain" else 0.85


def merge(readings: list[Reading]) -> tuple[list[Merged], list[Reading]]:
    """The codes, in the order in which they were first read, and the readings that contradict each other."""
    codes: list[Merged] = []
    for reading in readings:
        same = next((code for code in codes if _is_same(code.first, reading)), None)
        if same is None:
            codes.append(Merged(reading))
        else:
            same.others.append(reading)
    disputed = [code for code in codes if any(_contradict(code.first, other.first) for other in codes)]
    kept = [code for code in codes if code not in disputed]
    return kept, [code.first for code in disputed]


def _is_same(one: Reading, other: Reading) -> bool:
    """The same text at the same place, or at a place that one of them does not know."""
    if one.page != other.page or one.payload != other.payload:
        return False
    return not one.corners or not other.corners or _overlap(one.corners, other.corners)


def _contradict(one: Reading, other: Reading) -> bool:
    """Different texts at one place, other than by the characters that a charset guess changes."""
    if one is other or one.page != other.page or one.payload == other.payload:
        return False
    return bool(one.corners and other.corners) and _overlap(one.corners, other.corners)


def _overlap(one: Corners, other: Corners) -> bool:
    return surrounds(other, centre(one)) and surrounds(one, centre(other))
