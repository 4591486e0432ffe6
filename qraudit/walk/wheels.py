"""Wheels to turn to a date: columns of numbers in a layer, one of them years. They stand on a date from the start."""

from __future__ import annotations

import re
from itertools import pairwise

from qraudit.models import Control, Overlay
from qraudit.walk.scene import Scene, words_of

__all__ = ["date_wheel", "on_a_wheel"]

_YEAR = re.compile(r"^((?:19|20)\d\d)年?$")
_FEWEST = 3
"""Years that stand one below the other."""
_NUMBER = re.compile(r"^\d{1,4}[年月日号时分]?$")
_SIDE_PX = 8


def date_wheel(scene: Scene, overlay: Overlay) -> Control | None:
    """The wheel of a layer as a field with a value (which, only its own script knows); its name is what stands above.

    Told by the layer's text: while something passes over it, no line of it can be seen.
    """
    lines = [line.strip() for line in overlay.text.splitlines()]
    first = _first_year(lines)
    if first is None:
        return None
    return Control(
        id="", kind="text", readonly=True, value="…", name="\n".join(lines[:first])[:200], label_from="above",
        box=overlay.box, overlay=overlay.id, selector=overlay.selector,
    )  # fmt: skip


def on_a_wheel(scene: Scene, overlay: Overlay) -> frozenset[str]:
    """The controls that are numbers on the wheel (or cells of it): touching one turns it, and leads nowhere."""
    if date_wheel(scene, overlay) is None:
        return frozenset()
    controls = [one for one in scene.controls(overlay) if one.glyph == "none"]
    numbers = [one for one in controls if _NUMBER.fullmatch(words_of(one))]
    cells = [one for one in controls if not words_of(one) and any(_is_in_column(one, other) for other in numbers)]
    return frozenset(one.id for one in [*numbers, *cells])


def _is_in_column(one: Control, other: Control) -> bool:
    return abs(one.box[0] - other.box[0]) <= _SIDE_PX and abs(one.box[2] - other.box[2]) <= _SIDE_PX


def _first_year(lines: list[str]) -> int | None:
    """Where years begin, each one more (or one less) than the one above it."""
    years = [int(found.group(1)) if (found := _YEAR.match(line)) else 0 for line in lines]
    for start in range(len(years) - _FEWEST + 1):
        run = years[start : start + _FEWEST]
        steps = {after - before for before, after in pairwise(run)}
        if all(run) and steps in ({1}, {-1}):
            return start
    return None
