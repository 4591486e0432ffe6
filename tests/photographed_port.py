"""The one port that stands in the samples' photographs, for one test at a time: tests run in several processes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

__all__ = ["photographed_port"]


@contextmanager
def photographed_port() -> Iterator[None]:
    """Nobody else uses it within the `with`."""
    with FileLock(Path(tempfile.gettempdir(), "qraudit-photographed-port.lock")):
        yield
