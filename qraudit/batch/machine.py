"""What this machine bears: how many audits at once, and whether it can take one more just now."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

__all__ = ["room_for_one_more", "workers_for"]

_AUDIT_MEMORY = 400 << 20
"""What a context with its renderer takes, generously."""
_SPARE_MEMORY = 600 << 20
_BUSY_PERCENT = 97.0
_LOOK_EVERY_S = 1.0
_PATIENCE_S = 5.0
"""A machine that is always busy is busy with us: then memory alone decides."""


def workers_for(asked: int | None) -> int:
    """As many as asked for; without a wish, two a processor (an audit mostly waits for pages), as memory allows."""
    if asked:
        return asked
    import psutil

    by_memory = (psutil.virtual_memory().available - _SPARE_MEMORY) // _AUDIT_MEMORY
    return max(1, min(2 * (os.cpu_count() or 1), int(by_memory)))


async def room_for_one_more(idle: Callable[[], bool], stopped: Callable[[], bool], *, processor: bool = True) -> None:
    """Wait until there is memory (and processor time) for another audit; at once where nothing is under way."""
    import psutil

    waited = 0.0
    psutil.cpu_percent()
    while not idle() and not stopped():
        enough = psutil.virtual_memory().available > _SPARE_MEMORY
        if enough and (not processor or waited >= _PATIENCE_S or psutil.cpu_percent() < _BUSY_PERCENT):
            return
        await asyncio.sleep(_LOOK_EVERY_S)
        waited += _LOOK_EVERY_S
