"""The observer of one page: looks, waits, and says where a finger must go."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playwright.async_api import CDPSession, Page
from pydantic import ValidationError

from qraudit.models import Box, Code, Point, Snapshot
from qraudit.walk.observe import settling
from qraudit.walk.observe.channel import Channel, SilentPageError, WorldLostError
from qraudit.walk.observe.merging import FrameSight, Place, identify, merged
from qraudit.walk.observe.nodes import Nodes
from qraudit.walk.observe.reading import PictureReader
from qraudit.walk.observe.screens import shot
from qraudit.walk.observe.sight import Sight
from qraudit.walk.observe.ticking import differs, is_fuller
from qraudit.walk.observe.worlds import Frames, World

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Observer"]

_LOG = logging.getLogger(__name__)
_LOOK_SECONDS = 8.0
_NODES_SECONDS = 2.5
_PING_SECONDS = 1.0
_TOUCH_MS = 1500


class Observer:
    """Sees one page as a person does, through every frame and shadow root.

    All it runs in the page runs in isolated worlds; what the page's own world says is used only as a hint.
    """

    def __init__(self, page: Page, cdp: CDPSession, read_codes: Callable[[np.ndarray], list[Code]] | None) -> None:
        self._page = page
        self._channel = Channel(cdp)
        self._frames = Frames(page, self._channel)
        self._nodes = Nodes()
        self._reader = PictureReader(page, read_codes)
        self._settled = True
        self._places: dict[str, FrameSight] = {}

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
            async with asyncio.timeout(_LOOK_SECONDS):
                frames = await self._sights()
        except (SilentPageError, WorldLostError, TimeoutError) as error:
            _LOG.warning("no look at %s: %s", self._page.url, error)
            return self._blank()
        snapshot = merged(frames, settled=self._settled)
        seen = [one for frame in frames for one in frame.sight.pictures]
        if pictures:
            snapshot.pictures = await self._reader.read(snapshot, seen, snapshot.overlays)
        else:
            snapshot.pictures = [one.plain() for one in seen]
        return snapshot

    async def aim(self, control_id: str) -> Point | None:
        """The point a finger should touch, the control scrolled into view; `None` where nothing hits it."""
        world, number = self._addressed(control_id)
        if world is None:
            return None
        point = await self._ask(world, "aim", number)
        if point is None:
            return None
        return await self._on_screen(world, (float(point[0]), float(point[1])))

    async def rects(self, control_id: str) -> Box | None:
        """Where the control is now, `None` where it is no longer drawn."""
        world, number = self._addressed(control_id)
        box = await self._ask(world, "boxOf", number) if world else None
        place = await self._place(world) if box else None
        return place.box(tuple(box)) if place and box else None

    async def value_of(self, control_id: str) -> str:
        """What the field holds, or shows."""
        world, number = self._addressed(control_id)
        return str((await self._ask(world, "valueOf", number) if world else "") or "")

    async def assign(self, control_id: str, value: str) -> bool:
        """Sets a native list, date or slider, as the browser's own chooser would; whether it took the value."""
        world, number = self._addressed(control_id)
        return bool(await self._ask(world, "assign", number, value)) if world else False

    async def checked_of(self, control_id: str) -> bool | None:
        """Whether it is ticked, chosen or on; `None` where nothing tells."""
        world, number = self._addressed(control_id)
        answer = await self._ask(world, "checkedNow", number) if world else None
        return None if answer is None else bool(answer)

    async def probe_checked_by_pixels(self, control_id: str) -> bool | None:
        """Whether it is ticked, by touching it twice and comparing what is drawn; `None` where that tells nothing.

        A last resort with side effects: the page sees both touches.
        """
        world, number = self._addressed(control_id)
        box = await self._ask(world, "tickBox", number) if world else None
        place = await self._place(world) if world and box else None
        point = await self.aim(control_id) if place else None
        if box is None or place is None or point is None:
            return None
        looks = [await self._pixels(place.box(tuple(box)))]
        for _ in range(2):
            await self._page.touchscreen.tap(*point)
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
        world, number = self._addressed(control_id)
        return bool(await self._ask(world, "isThere", number)) if world else False

    async def hit(self, point: Point) -> str | None:
        """The id of the control or layer that takes a touch at that point; `None` for the page itself."""
        try:
            world: World | None = self._frames.main
        except SilentPageError:
            return None
        outer: str | None = None
        top = await self._place(world)
        at = top.back(point) if top else point
        while world is not None:
            answer = await self._ask(world, "hitId", at[0], at[1])
            if answer is None or not str(answer).startswith("frame:"):
                return f"{world.name}:{answer}" if answer is not None else outer
            inner = self._frames.by_id(str(answer)[6:])
            known = self._places.get(inner.name) if inner else None
            outer = known.overlay if known else outer
            place = await self._place(inner) if inner else None
            at = place.back(point) if place else at
            world = inner if place else None
        return outer

    async def _sights(self) -> list[FrameSight]:
        main = self._frames.main
        await self._refresh_nodes()
        seen = await self._sight(main)
        top = FrameSight(main.frame_id, main.name, seen, Place.zoomed(*seen.zoom))
        found = [top]
        for frame in found:
            for hole in frame.sight.frames:
                world = self._frames.by_id(hole.id)
                if world is None or any(one.frame_id == hole.id for one in found):
                    continue
                sight = await self._inner_sight(world)
                found.append(FrameSight(world.frame_id, world.name, sight, frame.place.inner(hole), hole, frame))
        viewport = (seen.viewport[0] * seen.zoom[0], seen.viewport[1] * seen.zoom[0])
        placed = [identify(self._within(one, viewport)) for one in found]
        self._places = {one.name: one for one in placed}
        await self._uncover(placed)
        return placed

    async def _refresh_nodes(self) -> None:
        """What CDP knows of nodes; where that takes too long, the look goes on with what was known before."""
        try:
            async with asyncio.timeout(_NODES_SECONDS):
                await self._frames.adopt_isolated()
                await self._nodes.refresh(self._frames.all())
        except (SilentPageError, WorldLostError, TimeoutError) as error:
            _LOG.info("listeners are not up to date: %s", error)
            await self._frames.main.evaluate(
                "1", within=_PING_SECONDS
            )  # a page that answers nothing ends the look here

    @staticmethod
    def _within(frame: FrameSight, viewport: tuple[float, float]) -> FrameSight:
        """A frame larger than the screen shows only what the screen does."""
        if frame.hole is None:
            return frame
        screen = Place(seen=(0.0, 0.0, viewport[0], viewport[1]))
        seen = screen.clipped(frame.place.seen) or (0.0, 0.0, 0.0, 0.0)
        place = Place(frame.place.x, frame.place.y, frame.place.scale, seen)
        return FrameSight(frame.frame_id, frame.name, frame.sight, place, frame.hole, frame.parent)

    async def _sight(self, world: World) -> Sight:
        for attempt in range(3):
            raw = await world.call("look", within=_LOOK_SECONDS)
            sight = _checked(raw)
            world.next_number = max(world.next_number, sight.next_number)
            signs = (sight.closed_roots, sight.suspects)
            found = await self._nodes.find_closed_roots(world, signs)
            met = await self._nodes.meet_roots(world, sight.shadow_roots)
            if attempt == 2 or not (found or met):
                break
        return sight

    async def _inner_sight(self, world: World) -> Sight:
        try:
            return await self._sight(world)
        except (SilentPageError, WorldLostError):
            return Sight(truncated=True)

    async def _uncover(self, frames: list[FrameSight]) -> None:
        """Takes the points from controls in frames that something in an outer frame covers."""
        for frame in frames:
            outer = frame
            while outer.parent is not None:
                await self._uncover_in(frame, outer)
                outer = outer.parent

    async def _uncover_in(self, frame: FrameSight, outer: FrameSight) -> None:
        parent = outer.parent
        world = self._frames.named(parent.name) if parent else None
        touched = [one for one in frame.sight.controls if one.point is not None]
        if parent is None or world is None or not touched:
            return
        points = [parent.place.back(one.point) for one in touched if one.point is not None]
        takes = await self._ask(world, "frameTakes", outer.frame_id, points)
        for control, free in zip(touched, takes or [], strict=False):
            if not free:
                control.point = None

    async def _pixels(self, box: Box) -> npt.NDArray[np.uint8] | None:
        size = self._page.viewport_size or {"width": 390}
        try:
            return (await shot(self._page, size["width"])).crop(box, margin=4)
        except SilentPageError:
            return None

    def _addressed(self, control_id: str) -> tuple[World | None, int]:
        name, _, own = control_id.partition(":")
        digits = own.lstrip("op")
        if not digits.isdigit():
            return None, 0
        return self._frames.named(name), int(digits)

    async def _ask(self, world: World, function: str, *arguments: Any) -> Any:
        try:
            return await world.call(function, *arguments)
        except (SilentPageError, WorldLostError):
            return None

    async def _place(self, world: World | None) -> Place | None:
        """Where a frame is now, asked of all its ancestors."""
        chain: list[World] = []
        at = world
        while at is not None:
            chain.append(at)
            at = at.parent
        zoom = await self._ask(chain[-1], "zoomNow") if chain else None
        place = Place.zoomed(*zoom) if zoom else Place()
        for inner, outer in zip(reversed(chain[:-1]), reversed(chain[1:]), strict=True):
            found = await self._ask(outer, "framePlace", inner.frame_id)
            if not found:
                return None
            x, y = place.point((found["x"], found["y"]))
            place = Place(
                x, y, place.scale * found["scale"], place.clipped(place.box(tuple(found["seen"]))) or place.seen
            )
        return place

    async def _on_screen(self, world: World, point: Point) -> Point | None:
        """A frame's point on the screen, `None` where an outer frame covers it."""
        place = await self._place(world)
        if place is None:
            return None
        found = place.point(point)
        at = world
        while at.parent is not None:
            outer = await self._place(at.parent)
            takes = await self._ask(at.parent, "frameTakes", at.frame_id, [outer.back(found)]) if outer else None
            if not takes or not takes[0]:
                return None
            at = at.parent
        return found

    def _blank(self) -> Snapshot:
        size = self._page.viewport_size or {"width": 390, "height": 844}
        return Snapshot(url=self._page.url, viewport=(size["width"], size["height"]), settled=False, truncated=True)


def _checked(raw: Any) -> Sight:
    try:
        return Sight.model_validate_json(raw or "{}")
    except ValidationError as error:
        _LOG.warning("a look that makes no sense: %s", error)
        return Sight(truncated=True)
