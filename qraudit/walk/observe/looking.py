"""One look through all frames: each frame's own sight, then all of them on one screen."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from pydantic import ValidationError

from qraudit.walk.halves import whole_json
from qraudit.walk.observe.channel import SilentPageError, WorldLostError
from qraudit.walk.observe.merging import FrameSight, Place, identify
from qraudit.walk.observe.nodes import Nodes
from qraudit.walk.observe.sight import Sight
from qraudit.walk.observe.worlds import Frames, World

__all__ = ["LOOK_SECONDS", "Looking"]

_LOG = logging.getLogger(__name__)
LOOK_SECONDS = 8.0
_NODES_SECONDS = 2.5
_PING_SECONDS = 1.0


class Looking:
    """Gathers what the scripts in all frames report."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._nodes = Nodes()

    async def sights(self) -> list[FrameSight]:
        """All visible frames' sights, the top frame's first.

        Raises:
            SilentPageError, WorldLostError: the top frame does not answer.

        """
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
        placed = [identify(_within(one, viewport)) for one in found]
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
            # A page that answers nothing ends the look here.
            await self._frames.main.evaluate("1", within=_PING_SECONDS)

    async def _sight(self, world: World) -> Sight:
        for attempt in range(3):
            raw = await world.call("look", within=LOOK_SECONDS)
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
        takes = await world.ask("frameTakes", outer.frame_id, points)
        for control, free in zip(touched, takes or [], strict=False):
            if not free:
                control.point = None


def _within(frame: FrameSight, viewport: tuple[float, float]) -> FrameSight:
    """A frame larger than the screen shows only what the screen does."""
    if frame.hole is None:
        return frame
    screen = Place(seen=(0.0, 0.0, viewport[0], viewport[1]))
    seen = screen.clipped(frame.place.seen) or (0.0, 0.0, 0.0, 0.0)
    place = Place(frame.place.x, frame.place.y, frame.place.scale, seen)
    return FrameSight(frame.frame_id, frame.name, frame.sight, place, frame.hole, frame.parent)


def _checked(raw: Any) -> Sight:
    try:
        return Sight.model_validate_json(whole_json(raw or "{}"))
    except ValidationError as error:
        _LOG.warning("a look that makes no sense: %s", error)
        return Sight(truncated=True)
