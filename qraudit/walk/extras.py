"""Paid extras that are in an order without a box: counted beforehand, beside what was really chosen."""

from __future__ import annotations

import re

from qraudit.models import Control, Overlay
from qraudit.walk.boxes import PRICE
from qraudit.walk.meaning import fold
from qraudit.walk.scene import Scene

__all__ = ["preset_extras"]

_NOUGHT = re.compile(r"[^\d]0+(\.0+)?(?!\d)")
_SHORTEST_NAME = 2


def preset_extras(scene: Scene, overlay: Overlay | None, touched: list[str]) -> list[tuple[Control, str]]:
    """What an order counts that nobody chose, each with its price.

    `touched`: the words and rows of all that was touched so far. What was chosen has to be recognised on the page:
    else nothing is known of where its articles come from.
    """
    if scene.milestone != "order":
        return []
    ours = fold("\n".join(touched))
    if not _shows_what_was_chosen(scene, overlay, ours):
        return []
    counted = [one for one in scene.controls(overlay) if one.kind == "stepper" and one.value.isdigit()]
    return [
        (one, price)
        for one in counted
        if int(one.value) > 0 and len(one.name) >= _SHORTEST_NAME and fold(one.name) not in ours
        and (price := _price(one.group))
    ]  # fmt: skip


def _shows_what_was_chosen(scene: Scene, overlay: Overlay | None, ours: str) -> bool:
    lines = {fold(line) for line in ours.splitlines()}
    names = {line for line in lines if len(line) >= _SHORTEST_NAME and not PRICE.search(line) and not line.isdigit()}
    shown = {fold(line) for line in scene.words(overlay).splitlines()}
    return bool(names & shown)


def _price(row: str) -> str:
    found = PRICE.search(row)
    return found.group(0).strip() if found and not _NOUGHT.search(f" {found.group(0)}") else ""
