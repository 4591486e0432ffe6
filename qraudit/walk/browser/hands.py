"""What a person does to a page: touches, types, presses, scrolls. Nothing of it may take longer than a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from qraudit.models import Device, Point
from qraudit.walk.browser.events import Events
from qraudit.walk.browser.windows import Tab

if TYPE_CHECKING:
    from playwright.async_api import Page

__all__ = ["Hands"]

_T = TypeVar("_T")

_ACTION_S = 5.0
"""A dead renderer must not stop the walk."""

_FLING_S = 0.25
"""While what was thrown still runs, Chromium takes a tap for stopping it."""
_STROKES, _STROKE_S = 12, 0.015
"""A finger drawn across is seen at so many places, this far apart in time."""


def _between(start: Point, end: Point) -> list[Point]:
    shares = [(i + 1) / _STROKES for i in range(_STROKES)]
    return [(start[0] + (end[0] - start[0]) * one, start[1] + (end[1] - start[1]) * one) for one in shares]


class Hands:
    """Acts on the page in front."""

    guise: Device
    events: Events

    def __init__(self) -> None:
        self.pace = 0.0
        """Seconds before each act, for someone who watches."""
        self.has_touch = True
        """Whether the context lets Playwright touch; else a click stands in for it."""
        self.calm_at = 0.0
        """When (monotonic) the page was last found calm, with nothing done to it since."""

    @property
    def tab(self) -> Tab:
        """The window in front."""
        raise NotImplementedError

    @property
    def page(self) -> Page:
        """The page in front."""
        return self.tab.page

    async def tap(self, point: Point) -> None:
        """Touch a point with a finger."""
        await self._act()
        self.events.tapped = True
        page = self.page
        at = await self.tab.observer.under_finger(point)
        await self._bounded(page.touchscreen.tap(*at) if self.has_touch else page.mouse.click(*at))

    async def type(self, text: str) -> None:
        """Type into what has the focus, in place of what stands there."""
        await self._act()
        keyboard = self.page.keyboard
        await self._bounded(keyboard.press("Control+A"))
        await self._bounded(keyboard.press("Delete"))
        if text:
            await self._bounded(keyboard.type(text))

    async def press(self, key: str) -> None:
        """Press a key."""
        await self._act()
        await self._bounded(self.page.keyboard.press(key))

    async def scroll(self, pixels: float, *, at: float = 0.5) -> None:
        """Scroll what lies there (`at`: share of the screen's height) as a finger would, down by so many pixels."""
        await self._act()
        await self._bounded(self.page.mouse.move(self.guise.width / 2, self.guise.height * at))
        await self._bounded(self.page.mouse.wheel(0, pixels))

    async def swipe(self, start: Point, end: Point) -> None:
        """Put a finger down, draw it to another point and lift it."""
        await self._act()
        self.events.tapped = True
        start, end = await self.tab.observer.under_finger(start), await self.tab.observer.under_finger(end)
        await self._bounded(self._finger(start, end) if self.has_touch else self._held_button(start, end))

    async def _finger(self, start: Point, end: Point) -> None:
        send = self.tab.cdp.send
        await send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start[0], "y": start[1]}]})
        for x, y in _between(start, end):
            await send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
            await asyncio.sleep(_STROKE_S)
        await send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        await asyncio.sleep(_FLING_S)

    async def _held_button(self, start: Point, end: Point) -> None:
        mouse = self.page.mouse
        await mouse.move(*start)
        await mouse.down()
        await mouse.move(*end, steps=_STROKES)
        await mouse.up()

    async def blur(self) -> None:
        """Take the focus off the field, as the phone's 'done' key does."""
        self.calm_at = 0.0
        await self._bounded(
            self.tab.cdp.send(
                "Runtime.evaluate", {"expression": "document.activeElement && document.activeElement.blur()"}
            )
        )

    async def _bounded(self, work: Awaitable[_T], seconds: float = _ACTION_S) -> _T | None:
        try:
            return await asyncio.wait_for(work, seconds)
        except Exception:  # dead renderer, closed window, detached frame: the next look says what is left
            return None

    async def _act(self) -> None:
        """What comes before every act."""
        self.calm_at = 0.0
        if self.pace:
            await asyncio.sleep(self.pace)
