"""What a script names, on the page: an observed control, or what only the page's own markup knows."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qraudit.models import Control, Point
from qraudit.walk.browser.session import Session
from qraudit.walk.flow.script import Target
from qraudit.walk.meaning import fold
from qraudit.walk.scene import Scene, words_of

if TYPE_CHECKING:
    from playwright.async_api import Locator

__all__ = ["Found", "find", "says"]

_MOST_FRAMES = 6
_LOCATE_MS = 1000
_OTHER_WORDS = 3
"""A control that is the very one and says something else now: a countdown, a count."""


@dataclass(frozen=True)
class Found:
    """Where to touch; `control` where the observer knows it."""

    point: Point
    control: Control | None = None


async def find(session: Session, scene: Scene, target: Target) -> Found | None:
    """The thing that a script means, as it is on the page now."""
    if target.at is not None:
        return Found(target.at)
    for control in _controls(scene, target)[target.nth :]:
        point = await session.tab.observer.aim(control.id)
        if point is not None:
            return Found(point, control)
    return await _in_markup(session, scene, target)


def _controls(scene: Scene, target: Target) -> list[Control]:
    """Those that fit, the best first: by the very selector, in the layer in front, by the very words."""
    fitting = [(rank, one) for one in scene.snapshot.controls if (rank := _rank(scene, one, target)) is not None]
    return [one for _, one in sorted(fitting, key=lambda pair: pair[0])]


def _rank(scene: Scene, control: Control, target: Target) -> tuple[int, int, int] | None:
    if target.role and target.role not in (control.kind, control.role):
        return None
    very = bool(target.selector) and control.selector == target.selector
    named = 0 if not target.words else _words_rank(control, target.words)
    if named is None and not very:
        return None
    if target.selector and not very and not target.words:
        return None
    layer = scene.layer
    behind = int(layer is not None and control.overlay != layer.id and control.id not in layer.controls)
    return (int(not very), behind, _OTHER_WORDS if named is None else named)


def _words_rank(control: Control, words: str) -> int | None:
    wanted = fold(words)
    told = [fold(one) for one in (words_of(control), control.name, control.text, control.placeholder) if one]
    if wanted in told:
        return 0
    if any(wanted in one for one in told):
        return 1
    return 2 if wanted in fold(control.group) else None


async def _in_markup(session: Session, scene: Scene, target: Target) -> Found | None:
    if not (target.selector or target.words):
        return None
    for frame in session.page.frames[:_MOST_FRAMES]:
        with contextlib.suppress(Exception):  # no such element, or a selector that is none
            wanted = frame.locator(target.selector) if target.selector else frame.get_by_text(target.words, exact=True)
            point = await _middle(wanted.locator("visible=true").nth(target.nth))
            if point is not None:
                return Found(point, _under(scene, point))
    return None


async def _middle(element: Locator) -> Point | None:
    await element.scroll_into_view_if_needed(timeout=_LOCATE_MS)
    box = await element.bounding_box(timeout=_LOCATE_MS)
    return (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) if box else None


def _under(scene: Scene, point: Point) -> Control | None:
    """The smallest observed control that holds a point."""
    x, y = point
    holding = [
        one
        for one in scene.snapshot.controls
        if one.box[0] <= x <= one.box[0] + one.box[2] and one.box[1] <= y <= one.box[1] + one.box[3]
    ]
    return min(holding, key=lambda one: one.box[2] * one.box[3], default=None)


def says(scene: Scene, words: str) -> bool:
    """Whether the page says these words, spaces aside."""
    return fold(words).replace("\n", "") in fold(scene.words(None)).replace("\n", "")
