"""The browser's screen as a video, made without any program that would have to be installed."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

__all__ = ["Film"]

_RATE = 8
_QUALITY = 70
_LONGEST_S = 1800


class Film:
    """One WebM file. The browser sends a picture whenever something changes; each is shown until the next."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Any = None
        self._size = (0, 0)
        self._image: Any = None
        self._began = 0.0
        self._written = 0
        self._thread = ThreadPoolExecutor(1, "film")
        self._tasks: set[asyncio.Task[Any]] = set()

    async def follow(self, cdp: CDPSession) -> None:
        """Film a window from now on."""
        cdp.on("Page.screencastFrame", lambda frame: self._on_frame(cdp, frame))
        with contextlib.suppress(Exception):
            await cdp.send("Page.startScreencast", {"format": "jpeg", "quality": _QUALITY})

    async def end(self) -> None:
        """Show the last picture until now, and close the file."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._close, time.monotonic())
        self._thread.shutdown(wait=False)

    def _on_frame(self, cdp: CDPSession, frame: dict[str, Any]) -> None:
        self._thread.submit(self._show, frame["data"], time.monotonic())
        task = asyncio.ensure_future(cdp.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]}))
        self._tasks.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # a window that has closed needs no answer

    def _show(self, data: str, now: float) -> None:
        import cv2
        import numpy as np

        image = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)
        if image is None:
            return
        if self._writer is None:
            self._begin(image, now)
        self._fill(now)
        self._image = image if (image.shape[1], image.shape[0]) == self._size else cv2.resize(image, self._size)

    def _begin(self, image: Any, now: float) -> None:
        import cv2

        height, width = (length - length % 2 for length in image.shape[:2])
        self._size, self._began = (width, height), now
        with _quiet():  # OpenCV says on standard error that WebM knows VP8 by another name
            self._writer = cv2.VideoWriter(str(self._path), cv2.VideoWriter.fourcc(*"VP80"), _RATE, self._size)

    def _fill(self, until: float) -> None:
        """Repeat the present picture for as long as it was there."""
        wanted = int(min(until - self._began, _LONGEST_S) * _RATE)
        for _ in range(max(0, wanted - self._written) if self._image is not None else 0):
            self._writer.write(self._image)
            self._written += 1

    def _close(self, now: float) -> None:
        if self._writer is not None:
            self._fill(max(now, self._began + 1 / _RATE))
            self._writer.release()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that native code says reaches standard error."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
