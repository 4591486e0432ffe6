"""Being cancelled: who cancels a walk wants it to end, and to have what was seen until then."""

from __future__ import annotations

import asyncio

__all__ = ["heard"]


def heard() -> None:
    """Take the cancellation of this task for heard, so that what is left to be done can be."""
    task = asyncio.current_task()
    while task is not None and task.cancelling():
        task.uncancel()
