"""Boxes and switches: what agreeing to one agrees to."""

from __future__ import annotations

import re
from typing import Literal

from qraudit.models import Control, Overlay
from qraudit.walk.meaning import fold, phrases
from qraudit.walk.scene import Scene

__all__ = ["PRICE", "Cover", "box_covers", "box_text", "boxes_in", "covers_of"]

Cover = Literal["terms", "privacy", "marketing", "sharing", "membership", "follow", "addon", "other"]

PRICE = re.compile(r"[+＋]?\s*[¥￥]\s*\d+(?:\.\d+)?|\d+(?:\.\d+)?\s*元")
_TICK = re.compile(r"^[✓✔√☑☒☐□■○◯●◉\s]+(?=\w|[《「“])")
"""Drawn as a character, it comes and goes with each touch."""
_WORDS = re.compile(r"[^\W\d_]")
_BOX_KINDS = frozenset({"checkbox", "switch"})
_COVERS: tuple[tuple[str, Cover], ...] = (
    ("terms", "terms"),
    ("privacy", "privacy"),
    ("marketing", "marketing"),
    ("sharing", "sharing"),
    ("membership", "membership"),
)


def boxes_in(scene: Scene, overlay: Overlay | None) -> list[Control]:
    """The boxes and switches of a layer or page."""
    return [one for one in scene.controls(overlay) if one.kind in _BOX_KINDS]


def box_text(control: Control) -> str:
    """What a box says: its label, with the documents it links to."""
    label = _TICK.sub("", control.name or control.text or control.group)
    if _WORDS.search(label) and not phrases("statements").says(label, "agrees"):
        return label.strip()  # a link beside it explains; nothing is agreed to
    missing = [link for link in control.links if fold(link) not in fold(label)]
    return (label + " " + " ".join(missing)).strip() if missing else label


def covers_of(control: Control) -> list[Cover]:
    """The same of a control: what a switch adds to an order for a price is an extra, whatever its name."""
    text = box_text(control)
    covers = box_covers(text)
    priced = control.kind == "switch" and covers == ["other"] and PRICE.search(text)
    return ["addon"] if priced and not phrases("statements").says(text, "deduction") else covers


def box_covers(text: str) -> list[Cover]:
    """What agreeing to a box agrees to."""
    says = phrases("statements").all_in(fold(text))
    controls = phrases("controls").all_in(fold(text))
    covers = [cover for phrase, cover in _COVERS if phrase in says]
    if says & {"follow-mention", "follow-demand"} or "follow" in controls:
        covers.append("follow")
    if _is_extra(text, says, set(covers)):
        covers = [cover for cover in covers if cover != "membership" or not PRICE.search(text)]
        covers.append("addon")
    return covers or ["other"]


def _is_extra(text: str, says: frozenset[str], covers: set[str]) -> bool:
    """A paid extra: named as one, or added to the price; a priced article by itself is what was come for."""
    added = bool(re.search(r"[+＋]\s*[¥￥]?\s*\d", text))
    return added or (
        "addon" in says and (bool(PRICE.search(text)) or not covers & {"terms", "privacy", "marketing", "sharing"})
    )
