"""The observer of one page: looks, waits, and says where a finger must go."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.async_api import CDPSession, Page

from qraudit.models import Box, Code, Point, Snapshot
from qraudit.walk.observe import settling
from qraudit.walk.observe.channel import Channel, SilentPageError, WorldLostError
from qraudit.walk.observe.drawings import drawn_controls
from qraudit.walk.observe.looking import LOOK_SECONDS, Looking
from qraudit.walk.observe.merging import FrameSight, merged
from qraudit.walk.observe.placing import addressed, on_screen, place_of
from qraudit.walk.observe.reading import PictureReader
from qraudit.walk.observe.screens import shot
from qraudit.walk.observe.ticking import differs, is_fuller
from qraudit.walk.observe.worlds import Frames

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Observer"]

_LOG = logging.getLogger(__name__)
_TOUCH_MS = 1500


class Observer:
    """Sees one page as a person does, through every frame and shadow root.

    All it runs in the page runs in isolated worlds; what the page's own world says is used only as a hint.
    """

    def __init__(self, page: Page, cdp: CDPSession, read_codes: Callable[[np.ndarray], list[Code]] | None) -> None:
        self._page = page
        self._channel = Channel(cdp)
        self._frames = Frames(page, self._channel)
        self._looking = Looking(self._frames)
        self._reader = PictureReader(page, read_codes)
        self._settled = True
        self._shown: dict[str, FrameSight] = {}
        self._drawn: dict[str, Point | None] = {}

    @classmethod
    async def attach(
        cls, page: Page, cdp: CDPSession, *, read_codes: Callable[[np.ndarray], list[Code]] | None = None
    ) -> Observer:
        """An observer of `page` over a CDP session of that page."""
        observer = cls(page, cdp, read_codes)
        page.on("crash", lambda _: observer._channel.end())
        try:
            await observer._frames.start()
        except (SilentPageError, WorldLostError) as error:
            _LOG.warning("cannot observe %s: %s", page.url, error)
        return observer

    async def settle(
        self,
        *,
        pending: Callable[[], int],
        quiet_ms: int = 120,
        deadline_ms: int = 5000,
        timer_horizon_ms: int = 0,
    ) -> bool:
        """Waits until the page is at rest; `False` where it was still busy when its time was up.

        `pending` counts the requests that matter. With `timer_horizon_ms`, the page's own one-shot timers that
        are due within that time are waited for too: late pop-ups come from them.
        """
        try:
            self._settled = await settling.settle(
                self._frames, pending, quiet_ms=quiet_ms, deadline_ms=deadline_ms, timer_horizon_ms=timer_horizon_ms
            )
        except (SilentPageError, WorldLostError):
            self._settled = False
        return self._settled

    async def look(self, *, pictures: bool = True) -> Snapshot:
        """The page as it is now; an empty snapshot, `truncated`, where it does not answer."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                frames = await self._looking.sights()
                self._shown = {one.name: one for one in frames}
        except (SilentPageError, WorldLostError, TimeoutError) as error:
            _LOG.warning("no look at %s: %s", self._page.url, error)
            return self._blank()
        snapshot = merged(frames, settled=self._settled)
        seen = [one for frame in frames for one in frame.sight.pictures]
        if pictures:
            snapshot.pictures = await self._reader.read(
                snapshot, seen, [line for one in frames for line in one.sight.covered]
            )
            drawn = drawn_controls(snapshot)
            snapshot.controls += drawn
            self._drawn = {one.id: one.point for one in drawn}
        else:
            snapshot.pictures = [one.plain() for one in seen]
        return snapshot

    async def aim(self, control_id: str) -> Point | None:
        """The point a finger should touch, the control scrolled into view; `None` where nothing hits it."""
        if control_id in self._drawn:
            return self._drawn[control_id]
        world, number = addressed(self._frames, control_id)
        if world is None:
            return None
        point = await world.ask("aim", number)
        if point is None:
            return None
        return await on_screen(world, (float(point[0]), float(point[1])))

    async def under_finger(self, point: Point) -> Point:
        """What the browser has to be told for a finger to come down on a point of the screen.

        Chromium's input counts in CSS pixels of the page: fewer of the screen's, where a page without a viewport of
        its own is laid out 980 wide and shown smaller.
        """
        try:
            zoom = await self._frames.main.ask("zoomNow")
        except (SilentPageError, WorldLostError):
            return point
        scale = float(zoom[0]) if zoom else 1.0
        return (point[0] / scale, point[1] / scale) if scale > 0 else point

    async def rects(self, control_id: str) -> Box | None:
        """Where the control is now, `None` where it is no longer drawn."""
        world, number = addressed(self._frames, control_id)
        box = await world.ask("boxOf", number) if world else None
        place = await place_of(world) if world and box else None
        return place.box(tuple(box)) if place and box else None

    async def value_of(self, control_id: str) -> str:
        """What the field holds, or shows."""
        world, number = addressed(self._frames, control_id)
        return str((await world.ask("valueOf", number) if world else "") or "")

    async def assign(self, control_id: str, value: str) -> bool:
        """Sets a native list, date or slider, as the browser's own chooser would; whether it took the value."""
        world, number = addressed(self._frames, control_id)
        return bool(await world.ask("assign", number, value)) if world else False

    async def checked_of(self, control_id: str) -> bool | None:
        """Whether it is ticked, chosen or on; `None` where nothing tells."""
        world, number = addressed(self._frames, control_id)
        answer = await world.ask("checkedNow", number) if world else None
        return None if answer is None else bool(answer)

    async def probe_checked_by_pixels(self, control_id: str) -> bool | None:
        """Whether it is ticked, by touching it twice and comparing what is drawn; `None` where that tells nothing.

        A last resort with side effects: the page sees both touches.
        """
        world, number = addressed(self._frames, control_id)
        box = await world.ask("tickBox", number) if world else None
        place = await place_of(world) if world and box else None
        point = await self.aim(control_id) if place else None
        if box is None or place is None or point is None:
            return None
        looks = [await self._pixels(place.box(tuple(box)))]
        for _ in range(2):
            await self._page.touchscreen.tap(*await self.under_finger(point))
            await self.settle(pending=lambda: 0, deadline_ms=_TOUCH_MS)
            looks.append(await self._pixels(place.box(tuple(box))))
        before, touched, restored = looks
        if before is None or touched is None or restored is None:
            return None
        if not differs(before, touched) or differs(before, restored):
            return None
        return is_fuller(before, touched)

    async def exists(self, control_id: str) -> bool:
        """Whether the control (or layer, or picture) is still rendered and visible."""
        world, number = addressed(self._frames, control_id)
        return bool(await world.ask("isThere", number)) if world else False

    async def hit(self, point: Point) -> str | None:
        """The id of the control or layer that takes a touch at that point; `None` for the page itself."""
        try:
            world = self._frames.main
        except SilentPageError:
            return None
        outer: str | None = None
        top = await place_of(world)
        at = top.back(point) if top else point
        while True:
            answer = str(await world.ask("hitId", at[0], at[1]) or "")
            inner = self._frames.by_id(answer.removeprefix("frame:"))
            place = await place_of(inner) if inner else None
            if inner is None or place is None:
                return f"{world.name}:{answer}" if answer and not answer.startswith("frame:") else outer
            known = self._shown.get(inner.name)
            outer = known.overlay if known else outer
            world, at = inner, place.back(point)

    async def _pixels(self, box: Box) -> npt.NDArray[np.uint8] | None:
        size = self._page.viewport_size or {"width": 390}
        try:
            return (await shot(self._page, size["width"])).crop(box, margin=4)
        except SilentPageError:
            return None

    def _blank(self) -> Snapshot:
        size = self._page.viewport_size or {"width": 390, "height": 844}
        return Snapshot(url=self._page.url, viewport=(size["width"], size["height"]), settled=False, truncated=True)
