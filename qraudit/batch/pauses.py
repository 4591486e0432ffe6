"""Noticing that this machine stood still: a lid that was closed, a virtual machine that was held.

Clocks go on meanwhile, so that what waits for a page afterwards finds its time used up. That is nothing the page did.
"""

from __future__ import annotations

import asyncio
import time
from types import TracebackType
from typing import Self

__all__ = ["Pauses"]

_TICK_S = 1.0
_PAUSE_S = 10.0
"""So much between two ticks is not explained by this process being busy."""


class Pauses:
    """`async with Pauses() as pauses`: afterwards `pauses.seconds` is how long this machine stood still meanwhile."""

    def __init__(self, *, least: float = _PAUSE_S) -> None:
        self.seconds = 0.0
        self._least = least
        self._ticked = (0.0, 0.0)
        self._ticking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._ticked = _now()
        self._ticking = asyncio.create_task(self._tick())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
        self._look()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK_S)
            self._look()

    def _look(self) -> None:
        now = _now()
        still = max(one - other for one, other in zip(now, self._ticked, strict=True)) - _TICK_S
        if still > self._least:
            self.seconds += still
        self._ticked = now


def _now() -> tuple[float, float]:
    """Both clocks: while a machine sleeps, the monotonic one stands still on Linux and macOS, not on Windows."""
    return time.monotonic(), time.time()
