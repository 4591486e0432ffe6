"""Wheels to turn to a date: columns of numbers in a layer, one of them years. They stand on a date from the start."""

from __future__ import annotations

import re
from itertools import pairwise

from qraudit.models import Box, Control, Overlay, TextLine
from qraudit.walk.scene import Scene, words_of

__all__ = ["date_wheel", "on_a_wheel"]

_YEAR = re.compile(r"^((?:19|20)\d\d)年?$")
_FEWEST = 3
"""Years that stand one below the other."""
_NUMBER = re.compile(r"^\d{0,4}[年月日号时分]?$")
_SIDE_PX = 8


def date_wheel(scene: Scene, overlay: Overlay) -> Control | None:
    """The wheel of a layer as a field with a value (which, only its own script knows)."""
    years = _years(scene, overlay)
    if len(years) < _FEWEST:
        return None
    return Control(
        id="", kind="text", readonly=True, value="…", name=_title(scene, overlay, years[0].box), label_from="above",
        box=(overlay.box[0], years[0].box[1], overlay.box[2], years[-1].box[1] + years[-1].box[3] - years[0].box[1]),
        overlay=overlay.id, selector=overlay.selector,
    )  # fmt: skip


def on_a_wheel(scene: Scene, overlay: Overlay) -> frozenset[str]:
    """The controls that are numbers on the wheel: touching one turns it, and leads nowhere."""
    wheel = date_wheel(scene, overlay)
    if wheel is None:
        return frozenset()
    top, bottom = wheel.box[1] - 60, wheel.box[1] + wheel.box[3] + 60
    return frozenset(
        one.id
        for one in scene.controls(overlay)
        if _NUMBER.fullmatch(words_of(one)) and one.glyph == "none" and top <= one.box[1] + one.box[3] / 2 <= bottom
    )


def _years(scene: Scene, overlay: Overlay) -> list[TextLine]:
    """Years in one column, each one more (or one less) than the one above it."""
    found = [one for one in scene.snapshot.lines if one.overlay == overlay.id and _YEAR.match(one.text.strip())]
    found.sort(key=lambda one: one.box[1])
    column = [one for one in found if abs(one.box[0] - found[0].box[0]) <= _SIDE_PX]
    steps = {_year(after) - _year(before) for before, after in pairwise(column)}
    return column if steps in ({1}, {-1}) else []


def _year(line: TextLine) -> int:
    match = _YEAR.match(line.text.strip())
    return int(match.group(1)) if match else 0


def _title(scene: Scene, overlay: Overlay, first: Box) -> str:
    """What stands over the wheel, from the top of its layer."""
    above = [one for one in scene.snapshot.lines if one.overlay == overlay.id and one.box[1] + one.box[3] <= first[1]]
    return "\n".join(one.text for one in sorted(above, key=lambda one: one.box[1]))[:200]
