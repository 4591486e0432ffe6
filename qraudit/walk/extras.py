"""Paid extras that are in an order without a box: counted beforehand, beside what was really chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qraudit.models import Control, Overlay
from qraudit.walk.boxes import PRICE
from qraudit.walk.decisions import decisions
from qraudit.walk.meaning import fold
from qraudit.walk.scene import Scene, meanings_of

__all__ = ["Extra", "preset_extras"]

_TOUCHED = frozenset({"button", "link"})

_NOUGHT = re.compile(r"[^\d]0+(\.0+)?(?!\d)")
_SHORTEST_NAME = 2


@dataclass(frozen=True)
class Extra:
    """An article that the order counts: what changes its number or takes it out, its name and its price."""

    control: Control
    name: str
    price: str


def preset_extras(scene: Scene, overlay: Overlay | None, touched: list[str]) -> list[Extra]:
    """What an order counts that nobody chose, each with its price.

    `touched`: the words and rows of all that was touched so far. What was chosen has to be recognised on the page:
    else nothing is known of where its articles come from.
    """
    if scene.milestone != "order":
        return []
    ours = fold("\n".join(touched))
    if not _shows_what_was_chosen(scene, overlay, ours):
        return []
    counted = [*_counted(scene, overlay), *_removable(scene, overlay)]
    return [one for one in counted if one.price and len(one.name) >= _SHORTEST_NAME and fold(one.name) not in ours]


def _counted(scene: Scene, overlay: Overlay | None) -> Iterator[Extra]:
    for one in scene.controls(overlay):
        if one.kind == "stepper" and one.value.isdigit() and int(one.value) > 0:
            yield Extra(one, one.name, _price(one.group))


def _removable(scene: Scene, overlay: Overlay | None) -> Iterator[Extra]:
    """Rows that name one article and its price, and offer to take it out."""
    for one in scene.controls(overlay):
        lines = [line.strip() for line in one.group.splitlines() if line.strip()]
        is_row = 2 < len(lines) + 1 <= decisions().articles.row_lines
        if is_row and one.kind in _TOUCHED and "take-out" in meanings_of(one):
            prices = PRICE.findall(one.group)
            yield Extra(one, lines[0], _price(one.group) if len(prices) == 1 else "")


def _shows_what_was_chosen(scene: Scene, overlay: Overlay | None, ours: str) -> bool:
    lines = {fold(line) for line in ours.splitlines()}
    bare = {PRICE.sub("", line) for line in lines}
    names = {line for line in bare if len(line) >= _SHORTEST_NAME and not line.isdigit()}
    shown = {fold(line) for line in scene.words(overlay).splitlines()}
    return bool(names & shown)


def _price(row: str) -> str:
    found = PRICE.search(row)
    return found.group(0).strip() if found and not _NOUGHT.search(f" {found.group(0)}") else ""
