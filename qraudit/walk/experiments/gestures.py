"""The last resort where no tap leads on: touching places in a drawing, and drawing a finger across a thing."""

from __future__ import annotations

from collections import Counter

from qraudit.models import Box, Control, Point
from qraudit.walk.course import Course, OnCourse
from qraudit.walk.experiments.canvases import spots_on
from qraudit.walk.observe.channel import SilentPageError
from qraudit.walk.observe.screens import shot
from qraudit.walk.scene import Scene, words_of

__all__ = ["Gestures"]

_STARTS = frozenset({"pointerdown", "touchstart", "mousedown"})
_LEAST_SIDE = 120
"""CSS pixels: a drawing or card of that size is more than a button."""
_LEAST_TRACK, _TALLEST_TRACK = 160, 96
_TIMES = 3
"""How often one thing is drawn across or touched into, on one page."""


class Gestures(OnCourse):
    """Tries what a person would try on a seat plan, a stack of cards or a slider. A test for humans is left alone."""

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._tried: Counter[str] = Counter()
        self._turned = False
        """To the left was what led on last: a row of pages is gone through in one direction."""

    async def resort(self) -> bool:
        """Touch a drawing, or draw a finger across what listens for it; True where the page changed."""
        scene = self.scene
        if "captcha" in scene.says:
            return False
        for control in scene.controls(self.course.scope()):
            if control.disabled or not control.in_viewport or control.point is None:
                continue
            key = f"{scene.route}|{control.selector}"
            if not self._is_drawing(control) and not _is_dragged(control):
                continue
            self._tried[key] += 1
            if self._tried[key] > _TIMES:
                continue
            if await (self._touch_into(control) if self._is_drawing(control) else self._draw_across(control)):
                self.memory.choose()
                self.course.progress()
                return True
        return False

    @staticmethod
    def _is_drawing(control: Control) -> bool:
        return control.tag == "canvas" and min(control.box[2:]) >= _LEAST_SIDE and bool(control.listeners)

    async def _touch_into(self, control: Control) -> bool:
        box = _within(control.box, self.scene.snapshot.viewport)
        try:
            screen = await shot(self.session.page, self.scene.snapshot.viewport[0])
            spots = spots_on(screen.crop(box), box)
        except SilentPageError:
            spots = spots_on(None, box)
        for spot in spots:
            self.journal.budget.check(len(self.walk.steps))
            await self.session.tap(spot)
            if await self._changed():
                await self.journal.step(self.journal.action("tap", control, words_of(control), why="drawing"))
                return True
        return False

    async def _draw_across(self, control: Control) -> bool:
        """To the right first: that chooses a card and opens a slider; to the left shows the next one."""
        strokes = _strokes(_within(control.box, self.scene.snapshot.viewport))
        for start, end in reversed(strokes) if self._turned else strokes:
            self.journal.budget.check(len(self.walk.steps))
            await self.session.swipe(start, end)
            if await self._changed():
                self._turned = end[0] < start[0]
                await self.journal.step(self.journal.action("tap", control, words_of(control), why="swipe"), late=True)
                return True
        return False

    async def _changed(self) -> bool:
        """Whether the page is another, or money was asked for."""
        await self.session.settle()
        if any(one.step == self.session.events.step for one in self.session.events.handoffs):
            return True
        now = Scene(await self.session.look(pictures=bool(self.scene.drawn)), self.scene.step)
        return now.state != self.scene.state or now.route != self.scene.route


def _is_dragged(control: Control) -> bool:
    """A card or a track that listens for a finger being put down, rather than for a tap."""
    if not _STARTS & set(control.listeners) or control.kind not in ("button", "range"):
        return False
    width, height = control.box[2:]
    card = width >= _LEAST_SIDE and height >= _LEAST_SIDE
    return card or (width >= _LEAST_TRACK and height <= _TALLEST_TRACK)


def _strokes(box: Box) -> list[tuple[Point, Point]]:
    x, y, width, height = box
    middle = y + height / 2
    if height <= _TALLEST_TRACK:
        return [((x + min(24, width / 8), middle), (x + width - 2, middle))]
    right = ((x + width * 0.3, middle), (x + width * 0.95, middle))
    left = ((x + width * 0.7, middle), (x + width * 0.05, middle))
    return [right, left]


def _within(box: Box, viewport: tuple[int, int]) -> Box:
    left, top = max(0.0, box[0]), max(0.0, box[1])
    return left, top, min(viewport[0], box[0] + box[2]) - left, min(viewport[1], box[1] + box[3]) - top
