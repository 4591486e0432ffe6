"""The browser's processes: watched while it works, gone when it is done."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from qraudit.models import Bound

if TYPE_CHECKING:
    import psutil

__all__ = ["BrowserProcesses", "ProcessBounds"]

_LOOK_EVERY = 1.0
_GRACE = 2.0
_TICK = 0.02


@dataclass(frozen=True)
class ProcessBounds:
    """What a browser may use of the machine over one audit."""

    renderer_memory: int = 1_500_000_000
    """Bytes of one process; the process is ended when it has more, which the page shows as a crash."""
    cpu_seconds: float = 900.0
    """Of all processes together."""


class BrowserProcesses:
    """`async with BrowserProcesses(facts.pid) as processes`: leave it after the browser was closed.

    Every process that the browser ever had is remembered by its id and its time of birth, so that what outlives the
    browser is ended, and nothing else ever is.
    """

    def __init__(
        self,
        pid: int,
        *,
        bounds: ProcessBounds | None = None,
        on_bound: Callable[[Bound], None] | None = None,
    ) -> None:
        self._pid = pid
        self._limits = bounds or ProcessBounds()
        self._on_bound = on_bound
        self._known: dict[int, psutil.Process] = {}
        self._spent: dict[int, float] = {}
        self._watch: asyncio.Task[None] | None = None
        self.bounds: list[Bound] = []

    async def __aenter__(self) -> Self:
        """Begin to watch."""
        self._look()
        self._watch = asyncio.get_running_loop().create_task(self._keep_looking())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what is left."""
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        await self.end()

    async def end(self) -> None:
        """Give the browser a moment to end by itself, then end what is left of it."""
        for _ in range(round(_GRACE / _TICK)):
            if not self.alive():
                return
            await asyncio.sleep(_TICK)
        for process in self.alive():
            _kill(process)

    def alive(self) -> list[psutil.Process]:
        """The processes that still run."""
        return [process for process in self._known.values() if _runs(process)]

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            self._look()

    def _look(self) -> None:
        import psutil

        with contextlib.suppress(psutil.Error):
            root = psutil.Process(self._pid)
            for process in (root, *root.children(recursive=True)):
                self._known.setdefault(process.pid, process)
        for process in self._known.values():
            with contextlib.suppress(psutil.Error):
                self._judge(process)

    def _judge(self, process: psutil.Process) -> None:
        with process.oneshot():
            times, memory = process.cpu_times(), process.memory_info().rss
        self._spent[process.pid] = times.user + times.system
        if memory > self._limits.renderer_memory:
            self._reach("renderer-memory", self._limits.renderer_memory)
            _kill(process)
        if sum(self._spent.values()) > self._limits.cpu_seconds:
            self._reach("cpu-seconds", self._limits.cpu_seconds)
            _kill(process)

    def _reach(self, name: str, limit: float) -> None:
        if any(bound.name == name for bound in self.bounds):
            return
        bound = Bound(name=name, limit=limit)
        self.bounds.append(bound)
        if self._on_bound:
            self._on_bound(bound)


def _runs(process: psutil.Process) -> bool:
    import psutil

    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _kill(process: psutil.Process) -> None:
    import psutil

    with contextlib.suppress(psutil.Error):
        process.kill()
