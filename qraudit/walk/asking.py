"""What a refusal asks to be chosen, and which of the things on the page it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qraudit.models import Box, Control
from qraudit.walk.decisions import decisions
from qraudit.walk.meaning import data_in_text, fold
from qraudit.walk.named_numbers import number_named
from qraudit.walk.scene import Scene, words_of

__all__ = ["Asked", "titles_of"]

_TITLE_PX = 320
"""A title stands this near above its options; a calendar is about as tall."""
_LONGEST_TITLE = 40
_BY_LOOK, _FURTHER_OFF = 0.8, 0.5
"""How near what only looks like it is, and what stands below another title in between."""


@cache
def _empty_words() -> re.Pattern[str]:
    return re.compile("|".join(decisions().asking.empty))


@cache
def _looks(matter: str) -> re.Pattern[str] | None:
    looks = decisions().asking.looks.get(matter)
    return re.compile("|".join(looks)) if looks else None


@dataclass(frozen=True)
class Asked:
    """A refusal, as far as it names something to choose."""

    reply: str = ""

    @property
    def _pairs(self) -> frozenset[str]:
        """The pairs of characters of what is named, without the words that every refusal has."""
        return _pairs(self.reply)

    def nearness(self, scene: Scene, control: Control) -> float:
        """0..1: how surely a control is what the refusal asks for: it looks like it, or its title names it."""
        if not self.reply.strip():
            return 0.0
        pairs = self._pairs
        if pairs & _bigrams(fold(words_of(control))):
            return 1.0
        titles = titles_of(scene, control)
        if titles and pairs & _bigrams(fold(titles[0])):
            return 1.0
        if self._looks_like_it(control):
            return _BY_LOOK
        return _FURTHER_OFF if any(pairs & _bigrams(fold(title)) for title in titles[1:]) else 0.0

    def _looks_like_it(self, control: Control) -> bool:
        if control.glyph == "plus" and number_named(self.reply):
            return True
        said = fold(words_of(control))
        matters = {datum.matter for datum in data_in_text(self.reply)} | (
            {"amount"} if number_named(self.reply) else set()
        )
        return any((look := _looks(matter)) is not None and look.search(said) for matter in matters)


@cache
def _pairs(reply: str) -> frozenset[str]:
    return frozenset().union(*(_bigrams(part) for part in _empty_words().split(fold(reply)) if part))


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum())


def titles_of(scene: Scene, control: Control) -> list[str]:
    """What stands as a title over a control, the nearest first: its row's own, beside it, then the lines above."""
    siblings = {fold(words_of(one)) for one in scene.snapshot.controls}
    row = _row_title(control, siblings)
    titles = [row] if row and len(row) <= _LONGEST_TITLE else []
    lines = [
        line
        for line in scene.snapshot.lines
        if line.overlay == control.overlay and len(line.text) <= _LONGEST_TITLE and fold(line.text) not in siblings
    ]
    beside = [line for line in lines if _is_left_of(line.box, control.box)]
    above = [line for line in lines if _is_above(line.box, control.box)]
    beside.sort(key=lambda line: -line.box[0])
    above.sort(key=lambda line: -line.box[1])
    return titles + [line.text for line in [*beside[:1], *above[:2]]]


def _row_title(control: Control, siblings: set[str]) -> str:
    """What stands before it in its own row, beyond its like: 'size' in `size S M L`."""
    words = words_of(control)
    at = control.group.find(words) if words else -1
    lines = control.group[: max(0, at)].split("\n")
    before = [*lines[:-1], *lines[-1].split()]
    return next((one.strip() for one in reversed(before) if one.strip() and fold(one) not in siblings), "")


def _is_left_of(line: Box, box: Box) -> bool:
    middles = abs(line[1] + line[3] / 2 - box[1] - box[3] / 2)
    return line[0] + line[2] <= box[0] + 4 and middles <= max(line[3], box[3]) / 2


def _is_above(line: Box, box: Box) -> bool:
    return 0 < box[1] - line[1] <= _TITLE_PX and box[1] - line[1] - line[3] >= -4
