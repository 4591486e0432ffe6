"""Ending early without losing what was finished: both signals that ask a program to end cancel the audit."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

__all__ = ["run_interruptibly"]

_Result = TypeVar("_Result")


def run_interruptibly(work: Coroutine[Any, Any, _Result]) -> _Result:
    """`asyncio.run`, where SIGTERM cancels `work` as Ctrl-C does; `work` may still return what it has.

    Raises:
        KeyboardInterrupt: it was interrupted and returned nothing.

    """

    async def watched() -> _Result:
        task = asyncio.current_task()
        assert task is not None
        with _cancelled_by_sigterm(task, asyncio.get_running_loop()):
            return await work

    try:
        return asyncio.run(watched())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


@contextmanager
def _cancelled_by_sigterm(task: asyncio.Task[Any], loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # only the main thread may listen for signals
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(task.cancel))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
