"""Typing where no field is: on a keyboard that the page draws, whether a tap of ours opened it or it always stands."""

from __future__ import annotations

from collections import Counter

from qraudit.models import Control
from qraudit.walk.course import Course, OnCourse
from qraudit.walk.experiments.keypads import KEY, done_key, keyboard_datum, standing_keypad, words_around
from qraudit.walk.facts import entries_in
from qraudit.walk.named_numbers import number_named
from qraudit.walk.scene import words_of

__all__ = ["Keyboards"]

_TIMES = 3


class Keyboards(OnCourse):
    """Types on each drawn keyboard once, and again when the page then names the number that it takes."""

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._typed: dict[str, str] = {}
        """Keyboards that were used, and what was typed on them last."""
        self._put_aside: Counter[str] = Counter()

    async def use(self) -> bool:
        """Type on the keyboard in front; False where there is none that is worth it."""
        keyboard = self.scene.keyboard
        known_by = keyboard.signature if keyboard is not None else self._standing()
        if not known_by:
            return False
        number = number_named(self.memory.asked(self.scene).reply)
        before = self._typed.get(known_by)
        if before is not None and number in ("", before):
            return await self._put_away(known_by)
        opener = self._opener() if keyboard is not None else None
        around = self._around(opener) if keyboard is not None else words_around(self.scene)
        await self._type(known_by, around, opener, number, len(before or ""))
        return True

    async def _put_away(self, known_by: str) -> bool:
        """A keyboard that came up again after it was typed on hides what leads on."""
        key = done_key(self.scene) if self.scene.keyboard is not None else None
        if key is None or self._put_aside[known_by] >= _TIMES:
            return False
        self._put_aside[known_by] += 1
        return await self.journal.tap(key, words_of(key), why="acknowledge") is not None

    def _standing(self) -> str:
        """A keyboard that is part of the page, where no field of its own opens it."""
        fields = (one for one, _ in entries_in(self.scene, None) if one.kind == "picker")
        keypad = standing_keypad(self.scene) if next(fields, None) is None else ""
        return f"{self.scene.route}|{keypad}" if keypad else ""

    def _opener(self) -> Control | None:
        selector = self.walk.steps[-1].action.selector
        return next((one for one in self.scene.snapshot.controls if one.selector == selector), None)

    def _around(self, opener: Control | None) -> str:
        said = opener.group if opener is not None else self.scene.snapshot.text[:300]
        return f"{self.walk.steps[-1].action.target}\n{said}"

    async def _type(self, known_by: str, around: str, opener: Control | None, number: str, standing: int) -> None:
        entering, target = self.forms.entering, self.walk.steps[-1].action.target
        if number:
            entering.identity.learn(keyboard_datum(self.scene, around), KEY, number)
        datum, value = await entering.on_keyboard(around, instead_of=standing)
        self._typed[known_by] = value
        if datum.category is not None and opener is not None:
            named = opener.model_copy(update={"name": next(iter(around.splitlines()[1:]), opener.name), "value": ""})
            self.course.facts.field(self.scene, named, datum.category, "flow").filled = bool(value)
        said = target if opener is not None else around.splitlines()[0] if around else ""
        await self.journal.step(self.journal.action("type", opener, value and said, why="type"))
        self.memory.choose()
        self.course.progress()
