"""Being interrupted in two stages: the first signal lets what is under way finish, the second ends it."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["two_stages"]

_SIGNALS = [signal.SIGINT, signal.SIGTERM]


@contextmanager
def two_stages(first: Callable[[], None], second: Callable[[], None]) -> Iterator[None]:
    """Within this, an interruption calls `first` in the event loop, and each later one `second`."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread may listen for signals
        yield
        return
    loop = asyncio.get_running_loop()
    stages = iter([first])

    def interrupted(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(next(stages, second))

    before = [signal.signal(one, interrupted) for one in _SIGNALS]
    try:
        yield
    finally:
        for one, handler in zip(_SIGNALS, before, strict=True):
            signal.signal(one, handler)
