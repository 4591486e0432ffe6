"""Putting a value into a field, however the page has built it: typed, chosen, or on a keyboard that the page draws."""

from __future__ import annotations

import re

from qraudit.models import Control, Overlay
from qraudit.walk.experiments.keypads import FEWEST, KEY, done_key, keyboard_datum, keys_of, take_back_key
from qraudit.walk.identity import Identity
from qraudit.walk.journal import Journal
from qraudit.walk.meaning import Datum, phrases
from qraudit.walk.scene import Scene, meanings_of, route_of, words_of

__all__ = ["Entering"]

_ONE_CHARACTER = re.compile("[\u4e00-\u9fff][▼▾∨>›]?")
_LONGEST_MONTH, _SHORTEST_CALENDAR = 31, 20
_LEVELS = 6
"""Most levels of a cascading picker (province, city, district, street …)."""
_NATIVE = frozenset({"date", "time", "datetime-local", "month", "week", "range", "color"})


def _stands_before(one: Control, field: Control) -> bool:
    """In the same row, on its left."""
    middles = abs(one.box[1] + one.box[3] / 2 - field.box[1] - field.box[3] / 2)
    return one.box[0] + one.box[2] <= field.box[0] + 8 and middles <= field.box[3] / 2 and one.frame == field.frame


class Entering:
    """Enters values and notes what was given (the canaries)."""

    def __init__(self, journal: Journal, identity: Identity) -> None:
        self.journal = journal
        self.identity = identity
        self.moved = False
        """The last field opened a page of its own, where its value is to be given."""

    @property
    def _observer(self):  # type: ignore[no-untyped-def]
        return self.journal.session.tab.observer

    async def enter(self, control: Control, datum: Datum) -> str:
        """Give a field its value; what was entered, empty where that was not possible."""
        self._begin(datum, control)
        self.moved = False
        if control.kind == "select" or control.input_type in _NATIVE:
            return await self._assign(control, datum)
        if control.kind == "file":
            return ""
        value = self._value(datum, control)
        point = await self._observer.aim(control.id)
        if point is None:
            return ""
        before = self.journal.scene
        await self.journal.session.tap(point)
        await self.journal.session.settle()
        if control.kind == "radio":
            return words_of(control)
        if control.kind == "text" and not control.readonly:
            return await self._type(control, datum, value)
        if route_of(self.journal.session.page.url) != before.route:
            self.moved = True
            return words_of(control) or control.placeholder or "…"
        return await self._pick(before, datum, value)

    def _begin(self, datum: Datum, control: Control) -> None:
        wire = self.journal.session.wire
        if datum.category is not None and control.kind != "select":
            wire.moment = "typing"
            value = self._value(datum, control)
            self.identity.note(value, datum.category)
            if len(value) >= 2:
                wire.canaries[value] = datum.category

    def _value(self, datum: Datum, control: Control) -> str:
        before = (one for one in self.journal.scene.snapshot.controls if _stands_before(one, control))
        apart = any(_ONE_CHARACTER.fullmatch(one.value or one.text) for one in before)
        return self.identity.value(datum, control, province_apart=apart)

    async def _type(self, control: Control, datum: Datum, value: str) -> str:
        if (await self._glance()).keyboard is not None:
            return await self._press_keys(value)
        await self.journal.session.type(value)
        return value

    async def _pick(self, before: Scene, datum: Datum, value: str) -> str:
        """Something opened instead of taking characters: a keyboard, a wheel, a list."""
        if len(keys_of(await self._glance())) >= FEWEST:
            return await self._press_keys(value)
        return await self._choose(before, value)

    async def _glance(self) -> Scene:
        return Scene(
            await self.journal.session.look(pictures=False), self.journal.scene.step, self.journal.scene.screenshot
        )

    async def _press_keys(self, value: str, *, instead_of: int = 0) -> str:
        """Type on a keyboard that the page draws; its keys may change after the first (province, then letters)."""
        await self._take_back(instead_of)
        entered = ""
        for character in value:
            key = keys_of(await self._glance()).get(character)  # a keyboard may be drawn anew after every key
            if key is None or not await self._touch(key):
                break
            entered += character
        done = done_key(await self._glance())
        if done is not None:
            await self._touch(done)
        return entered

    async def _take_back(self, characters: int) -> None:
        for _ in range(characters):
            key = take_back_key(await self._glance())
            if key is None or not await self._touch(key):
                return

    async def _touch(self, control: Control) -> bool:
        point = await self._observer.aim(control.id)
        if point is None:
            return False
        await self.journal.session.tap(point)
        await self.journal.session.settle()
        return True

    async def on_keyboard(self, around: str, *, instead_of: int = 0) -> tuple[Datum, str]:
        """Type on the keyboard that is up, with what its keys (or the words around its field) show it is for.

        `instead_of`: so many characters stand there already.
        """
        datum = keyboard_datum(self.journal.scene, around)
        value = self.identity.value(datum, KEY.model_copy(update={"group": around[:200]}))
        if datum.category is not None:
            self.identity.note(value, datum.category)
            self.journal.session.wire.canaries[value] = datum.category
            self.journal.session.wire.moment = "typing"
        return datum, await self._press_keys(value, instead_of=instead_of)

    async def _choose(self, before: Scene, wanted: str) -> str:
        """Choose in what opened, level by level, and confirm."""
        chosen = ""
        opened = before
        for _ in range(_LEVELS):
            scene = await self._glance()
            layer = scene.layer
            if layer is None or (before.layer is not None and layer.signature == before.layer.signature):
                target = None if chosen else _dropped_down(opened, scene, wanted)
            else:
                choice, confirm = _choices(scene, layer, wanted, opened)
                target = choice if choice is not None and (confirm is None or not chosen) else confirm
            if target is None or not await self._touch(target):
                return chosen
            chosen = chosen or words_of(target)
            opened = scene
        return chosen

    async def _assign(self, control: Control, datum: Datum) -> str:
        value = self.identity.value(datum, control)
        if control.kind == "select":
            return await self._select(control, value)
        if not value or not await self._observer.assign(control.id, value):
            return ""
        if datum.category is not None:
            self.identity.note(value, datum.category)
        return value

    async def _select(self, control: Control, wanted: str) -> str:
        """The first option that the list takes: some may be switched off."""
        for option in _options(control.options, wanted)[:_LEVELS]:
            if await self._observer.assign(control.id, option):
                return option
        return ""


def _options(options: list[str], wanted: str) -> list[str]:
    """The real options: the one that was wanted first, what is sold out last."""
    real = [one for one in options if one.strip() and "option-none" not in phrases("controls").meanings(one)]
    return sorted(real, key=lambda one: (not wanted or wanted not in one, bool(_gone(one))))


def _gone(option: str) -> str:
    return phrases("statements").says(option, "unavailable")


def _dropped_down(before: Scene, scene: Scene, wanted: str) -> Control | None:
    """The option to choose in a list that opened within the page, as no layer of its own."""
    known = {one.id for one in before.snapshot.controls}
    passing = {one.id for one in scene.snapshot.overlays if one.transient}
    fresh = [one for one in scene.snapshot.controls if one.id not in known and one.overlay not in passing]
    said = phrases("controls").meanings
    real = [one for one in fresh if one.text and not said(one.text) & {"option-none", "cancel", "close"}]
    return _preferred(real, wanted)


def _preferred(options: list[Control], wanted: str) -> Control | None:
    """Of what can be hit, what was wanted (of a calendar the day that stands there plainly); sold out comes last."""
    hit = [one for one in options if one.point is not None]
    days = [one for one in hit if one.text.isdecimal() and 1 <= int(one.text) <= _LONGEST_MONTH]
    day = re.fullmatch(r"\d{4}-\d\d-(\d\d)", wanted)
    if day and len(days) >= _SHORTEST_CALENDAR:
        matching = [one for one in days if int(one.text) == int(day[1])] or days
        return max(matching, key=lambda one: one.contrast or 0.0)
    hit.sort(key=lambda one: (not wanted or wanted not in words_of(one), bool(_gone(words_of(one)))))
    return next(iter(hit), None)


def _choices(scene: Scene, layer: Overlay, wanted: str, opened: Scene) -> tuple[Control | None, Control | None]:
    """What to choose in a layer, and what confirms the choice."""
    controls = [one for one in scene.controls(layer) if not one.disabled]
    confirm = next((one for one in controls if meanings_of(one) & {"acknowledge", "submit", "next"}), None)
    plain = [
        one
        for one in controls
        if not meanings_of(one) & {"acknowledge", "submit", "cancel", "close", "refuse", "later"}
    ]
    plain = [one for one in plain if one.glyph not in ("close", "back") and words_of(one) and one.checked is not True]
    before = {words_of(one) for one in opened.snapshot.controls}
    fresh = [one for one in plain if words_of(one) not in before] or plain
    return _preferred(fresh, wanted), confirm
