"""Waiting for the page, never for the clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from qraudit.walk.observe.channel import SilentPageError, WorldLostError
from qraudit.walk.observe.worlds import Frames, World

__all__ = ["settle"]

_SLICE_MS = 300
_POLL = 0.015
_MAX_FRAMES = 6


class _Requests:
    """Since when no request that matters has been under way."""

    def __init__(self, pending: Callable[[], int]) -> None:
        self._pending = pending
        self._busy_at = 0.0
        self.look()

    def look(self) -> None:
        if self._pending() > 0:
            self._busy_at = time.monotonic()

    @property
    def quiet_for(self) -> float:
        return time.monotonic() - self._busy_at

    async def follow(self) -> None:
        while True:
            self.look()
            await asyncio.sleep(_POLL)


async def settle(
    frames: Frames, pending: Callable[[], int], *, quiet_ms: int, deadline_ms: int, timer_horizon_ms: int
) -> bool:
    """Whether the page came to rest before the deadline."""
    began = time.monotonic()
    ends = began + deadline_ms / 1000
    requests = _Requests(pending)
    follower = asyncio.create_task(requests.follow())
    try:
        while time.monotonic() < ends:
            horizon = max(0.0, timer_horizon_ms - (time.monotonic() - began) * 1000)
            calm = await _all_calm(frames, quiet_ms, horizon, ends)
            if calm and requests.quiet_for >= quiet_ms / 2000:
                return True
            if calm:
                await asyncio.sleep(_POLL)
        return False
    finally:
        follower.cancel()


async def _all_calm(frames: Frames, quiet_ms: int, horizon_ms: float, ends: float) -> bool:
    left = ends - time.monotonic()
    if left <= 0:
        return False
    slice_ms = min(max(_SLICE_MS, quiet_ms + 100), left * 1000)
    worlds = frames.all()[:_MAX_FRAMES]
    answers = await asyncio.gather(*(_calm(one, quiet_ms, slice_ms, horizon_ms, left) for one in worlds))
    return all(answers)


async def _calm(world: World, quiet_ms: int, slice_ms: float, horizon_ms: float, left: float) -> bool:
    try:
        busy = await world.call("calm", quiet_ms, round(slice_ms), round(horizon_ms), within=left)
    except WorldLostError:
        await asyncio.sleep(_POLL)  # it navigates: look again in the new document
        return world.parent is not None
    except SilentPageError:
        if world.parent is None:
            await asyncio.sleep(min(left, 0.05))
        return world.parent is not None
    return bool(busy == "")
