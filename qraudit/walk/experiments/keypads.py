"""Keyboards that a page draws: which keys there are, what they are for, which one is done and which takes back."""

from __future__ import annotations

from qraudit.models import Control
from qraudit.walk.asking import titles_of
from qraudit.walk.meaning import Datum, data_in_text
from qraudit.walk.scene import Scene, meanings_of, words_of

__all__ = ["FEWEST", "KEY", "done_key", "keyboard_datum", "keys_of", "standing_keypad", "take_back_key", "words_around"]

KEY = Control(id="", kind="key", box=(0, 0, 0, 0))
"""A field that is none: what is typed on a keyboard without one."""
FEWEST = 8
"""A keyboard has at least so many keys."""
_PROVINCES = frozenset("京沪粤津冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵渝川青藏琼宁")


def keys_of(scene: Scene) -> dict[str, Control]:
    """The keys of a drawn keyboard, by their character."""
    keyboard = scene.keyboard
    found = scene.controls(keyboard) if keyboard else [one for one in scene.snapshot.controls if one.kind == "key"]
    return {words_of(one).strip().upper(): one for one in found if len(words_of(one).strip()) == 1}


def standing_keypad(scene: Scene) -> str:
    """A keyboard that is part of the page itself, known again by its keys; empty where there is none."""
    every = keys_of(scene) if scene.keyboard is None and scene.layer is None else {}
    keys = [key for key in every if key.isalnum()]
    return "".join(sorted(keys)) if len(keys) >= FEWEST else ""


def words_around(scene: Scene) -> str:
    """What stands over a keyboard that is part of the page: what is to be typed on it."""
    first = next(iter(keys_of(scene).values()), None)
    return "\n".join(titles_of(scene, first)) if first is not None else ""


def keyboard_datum(scene: Scene, around: str) -> Datum:
    """What a drawn keyboard is for: provinces stand only on plate keyboards; else the words around its field tell."""
    if len(_PROVINCES & set(keys_of(scene))) >= 5:
        return Datum("license-plate")
    return next(iter(data_in_text(around)), Datum(None, "amount"))


def done_key(scene: Scene) -> Control | None:
    """The key that takes over what was typed; on a keyboard of its own it may be the one that pays."""
    done = {"submit", "keyboard-done"} | ({"pay", "next", "query"} if scene.keyboard is not None else set())
    return next((one for one in _wide_keys(scene) if meanings_of(one) & done), None)


def take_back_key(scene: Scene) -> Control | None:
    """The key that takes a character back."""
    every = [*keys_of(scene).values(), *_wide_keys(scene)]
    return next((one for one in every if "take-back" in meanings_of(one)), None)


def _wide_keys(scene: Scene) -> list[Control]:
    """What stands among the keys but is none itself ('done', 'clear')."""
    if scene.keyboard is not None:
        return scene.controls(scene.keyboard)
    keys = list(keys_of(scene).values())
    if not keys:
        return []
    left, top = min(one.box[0] for one in keys) - 8, min(one.box[1] for one in keys) - 8
    right = max(one.box[0] + one.box[2] for one in keys) + 100
    bottom = max(one.box[1] + one.box[3] for one in keys) + 8
    return [
        one
        for one in scene.snapshot.controls
        if one.kind in ("button", "key") and left <= one.box[0] <= right and top <= one.box[1] < bottom
    ]
