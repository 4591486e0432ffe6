"""A button that stays grey until its countdown is over, or until what stands above it was scrolled to its end."""

from __future__ import annotations

import asyncio
import time

from qraudit.models import Control
from qraudit.walk.course import Course, OnCourse
from qraudit.walk.decisions import decisions
from qraudit.walk.meaning import phrases
from qraudit.walk.scene import Scene, words_of

__all__ = ["Patience"]

_ABOVE_PX = 40
_HEIGHTS = (0.5, 0.25, 0.75)
"""Where on the screen (share of its height) a box of terms may stand, but for right above the button."""
_FAR = 20_000.0
_POLL_S = 0.4


class Patience(OnCourse):
    """Waits and reads, as the button asks; once for each page."""

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._tried: set[str] = set()

    async def resort(self) -> bool:
        """Wait out what is announced, then scroll to the end; True where a grey button can be touched now."""
        grey = [one for one in self.scene.controls(self.course.scope()) if _is_grey(one)]
        key = f"{self.scene.route}|{'|'.join(sorted(one.selector for one in grey))}"
        if not grey or key in self._tried:
            return False
        self._tried.add(key)
        return await self._wait(grey) or await self._scroll(grey)

    async def _wait(self, grey: list[Control]) -> bool:
        says = phrases("statements")
        announced = max((says.number(words_of(one), "countdown") or 0 for one in grey), default=0)
        if not announced:
            return False
        limit = min(announced + 2.0, decisions().dismissal.countdown_seconds, max(0.0, self.journal.budget.left - 5))
        self.journal.tell("walk.doing.wait", seconds=int(limit))
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            await asyncio.sleep(_POLL_S)
            if await self._can_be_touched(grey):
                await self.journal.step(self.journal.action("wait", grey[0], words_of(grey[0]), why="grey"))
                return True
        return False

    async def _scroll(self, grey: list[Control]) -> bool:
        above = (grey[0].box[1] - _ABOVE_PX) / self.scene.snapshot.viewport[1]
        for height in (min(0.95, max(0.02, above)), *_HEIGHTS):
            await self.session.scroll(_FAR, at=height)
            await self.session.settle()
            if await self._can_be_touched(grey):
                await self.journal.step(self.journal.action("scroll", grey[0], words_of(grey[0]), why="to-the-end"))
                return True
        return False

    async def _can_be_touched(self, grey: list[Control]) -> bool:
        now = Scene(await self.session.look(pictures=False), self.scene.step)
        selectors = {one.selector for one in grey}
        return any(one.selector in selectors and not one.disabled for one in now.snapshot.controls)


def _is_grey(control: Control) -> bool:
    return control.disabled and control.kind in ("button", "link") and bool(words_of(control))
