"""What a refusal is about: which field was left empty, or which box unticked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qraudit.models import Box, Control
from qraudit.walk.boxes import box_covers, box_text
from qraudit.walk.meaning import Datum, data_in_text, fold, phrases
from qraudit.walk.named_numbers import number_named
from qraudit.walk.scene import Scene

__all__ = ["Blame", "blame_of"]

_BESIDE_PX = 44
"""An error text this near below a field belongs to it (measured in the usual kits)."""


_CHOOSE = re.compile(r"(请|点击|去|未|待)?选择$")
"""What a row shows in place of a choice is no part of its label."""


@dataclass(frozen=True)
class Blame:
    """What is to blame: an entry or a box, by its place in the list given, or nothing that can be told."""

    kind: Literal["entry", "box", "nothing"]
    index: int = 0
    sure: bool = False


Entries = list[tuple[Control, Datum]]


def blame_of(reply: str, scene: Scene, entries: Entries, boxes: list[Control]) -> Blame:
    """What a refusal is about: told by its words, the focus, an error beside a field, marks; else the next field."""
    for find in (_box_named, _entry_named, _entry_focused, _else_named, _entry_beside_error):
        found = find(reply, scene, entries, boxes)
        if found is not None:
            return found
    marked = next((i for i, (control, _) in enumerate(entries) if control.required_mark), None)
    if marked is not None:
        return Blame("entry", marked)
    terms = _terms(boxes)
    if terms is not None and not reply:
        return Blame("box", terms)
    if entries:
        return Blame("entry", 0)
    return Blame("box", terms) if terms is not None and not reply else Blame("nothing")


def _else_named(reply: str, scene: Scene, entries: Entries, boxes: list[Control]) -> Blame | None:
    """The refusal names something that is no field of this form: a dish to be chosen, an amount."""
    asks_choice = "asks-choice" in phrases("statements").meanings(reply)
    return Blame("nothing") if reply and (asks_choice or data_in_text(reply) or number_named(reply)) else None


def _terms(boxes: list[Control]) -> int | None:
    covers = [set(box_covers(box_text(one))) for one in boxes]
    return next((i for i, cover in enumerate(covers) if cover & {"terms", "privacy"}), None)


def _box_named(reply: str, scene: Scene, entries: Entries, boxes: list[Control]) -> Blame | None:
    says = phrases("statements").meanings(reply)
    if not boxes or not ("asks-tick" in says or (says & {"consent"} and "complaint" in says)):
        return None
    folded = fold(reply)
    named = next(
        (i for i, one in enumerate(boxes) if any(fold(link) in folded for link in one.links if len(link) > 3)), None
    )
    index = named if named is not None else _terms(boxes)
    return Blame("box", index if index is not None else 0, sure=True)


def _entry_named(reply: str, scene: Scene, entries: Entries, boxes: list[Control]) -> Blame | None:
    if not reply.strip():
        return None
    folded = fold(reply)
    for i, (control, _) in enumerate(entries):
        label = _CHOOSE.sub("", fold(control.name))
        if (len(label) >= 2 and label in folded) or _repeats(folded, control):
            return Blame("entry", i, sure=True)
    spoken = data_in_text(reply)
    for datum in spoken:
        for i, (_, own) in enumerate(entries):
            if own == datum:
                return Blame("entry", i, sure=len(spoken) == 1)
    return None


def _repeats(folded: str, control: Control) -> bool:
    """The refusal repeats what the empty field itself shows ('please choose an address')."""
    shown = [fold(text) for text in (control.text, control.placeholder, control.value) if len(text) >= 4]
    return any(text in folded or folded in text for text in shown)


def _entry_focused(reply: str, scene: Scene, entries: Entries, boxes: list[Control]) -> Blame | None:
    focused = next((one for one in scene.snapshot.controls if one.focused), None)
    if focused is None:
        return None
    return next((Blame("entry", i, sure=True) for i, (one, _) in enumerate(entries) if one.id == focused.id), None)


def _entry_beside_error(reply: str, scene: Scene, entries: Entries, boxes: list[Control]) -> Blame | None:
    says = phrases("statements").says
    errors = [line.box for line in scene.snapshot.lines if len(line.text) <= 40 and says(line.text, "complaint")]
    for i, (control, _) in enumerate(entries):
        if any(_just_below(control.box, error) for error in errors) and control.placeholder:
            return Blame("entry", i)
    return None


def _just_below(field: Box, error: Box) -> bool:
    bottom = field[1] + field[3]
    overlaps = error[0] < field[0] + field[2] and field[0] - 120 < error[0] + error[2]
    return overlaps and -4 <= error[1] - bottom <= _BESIDE_PX
