"""Readings of the same code become one; readings that contradict each other become none.

Two readings are of one place when their centres lie within each other. At one place all engines must read the same
text: where they do not, nothing is reported there, since a wrong payload is worse than none. Two differences are
none: characters that zbar guessed wrong, and a text whose own checksum is wrong beside one whose is right.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from qraudit.codes import emv
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
        sure = 1.0 if self.agreement else 0.95 if self.others or self.first.preparation == "plain" else 0.85
        return sure / 2 if _checksum(self.first.payload) == "wrong" else sure


def merge(readings: list[Reading]) -> tuple[list[Merged], list[Reading]]:
    """The codes, in the order in which they were first read, and the readings that contradict each other."""
    codes: list[Merged] = []
    for reading in sorted(readings, key=lambda reading: reading.engine == "zbar"):  # its characters are guesses
        same = next((code for code in codes if _is_same(code.first, reading)), None)
        if same is None:
            codes.append(Merged(reading))
        else:
            same.others.append(reading)
    disputed = [code for code in codes if any(_is_refuted(code.first, other.first) for other in codes)]
    kept = [code for code in codes if code not in disputed]
    kept = _without_guesses(kept)
    lost = [code.first for code in disputed if not any(_at_one_place(code.first, other.first) for other in kept)]
    return kept, lost


def _without_guesses(codes: list[Merged]) -> list[Merged]:
    """Beside a code that was surely read, one that was drawn flat and read once is not worth a wrong text."""
    sure = [code for code in codes if not _is_guess(code)]
    return sure or codes


def _is_guess(code: Merged) -> bool:
    drawn = code.first.preparation == "straightened" and not code.others
    return drawn and _checksum(code.first.payload) != "right"


def _is_same(one: Reading, other: Reading) -> bool:
    """The same text at the same place, or at a place that one of them does not know."""
    if one.page != other.page or not _is_one_text(one, other):
        return False
    return not one.corners or not other.corners or _overlap(one.corners, other.corners)


def _is_one_text(one: Reading, other: Reading) -> bool:
    if one.payload == other.payload:
        return True
    return "zbar" in {one.engine, other.engine} and _ascii(one.payload) == _ascii(other.payload)


def _is_refuted(one: Reading, other: Reading) -> bool:
    """Whether another text at the same place speaks against this one."""
    if one is other or _is_one_text(one, other) or not _at_one_place(one, other):
        return False
    return not (_checksum(one.payload) == "right" and _checksum(other.payload) != "right")


def _at_one_place(one: Reading, other: Reading) -> bool:
    return one.page == other.page and bool(one.corners and other.corners) and _overlap(one.corners, other.corners)


def _overlap(one: Corners, other: Corners) -> bool:
    return surrounds(other, centre(one)) and surrounds(one, centre(other))


def _ascii(text: str) -> str:
    return "".join(char for char in text if char.isascii())


def _checksum(payload: str) -> str | None:
    facts = emv.merchant_facts(payload) if payload.startswith("0002") else None
    return facts["checksum"] if facts else None
