"""The batch folder: where everything of a batch is, and who may write in it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path, PurePath

from qraudit.errors import UsageError
from qraudit.models import now
from qraudit.targets import is_address
from qraudit.text import both

__all__ = ["STORE", "BatchFolder", "is_batch"]

STORE = "batch.sqlite"

_LOCK = "batch.lock"
_BATCHES = Path("qraudit-runs")
_UNSAFE = re.compile(r"[^\w.-]+")


def is_batch(path: Path) -> bool:
    """Whether a folder is a batch's."""
    return (path / STORE).is_file()


class BatchFolder:
    """The folder given with `--out`: the store, the runs, the thumbnails and the tables."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def new(cls) -> BatchFolder:
        """A new one under qraudit-runs, whose name says when."""
        name = f"{now():%Y%m%d-%H%M%S}-batch"
        names = (name if number == 1 else f"{name}-{number}" for number in count(1))
        return cls(next(_BATCHES / one for one in names if not (_BATCHES / one).exists()))

    @classmethod
    def beside(cls, address: str) -> BatchFolder:
        """The one under qraudit-runs that belongs to a batch whose files go to another place."""
        return cls(_BATCHES / (_UNSAFE.sub("-", address).strip("-.")[:80] or "batch"))

    @classmethod
    def latest(cls) -> BatchFolder:
        """The youngest under qraudit-runs.

        Raises:
            UsageError: there is none.

        """
        found = sorted(file.parent for file in _BATCHES.glob(f"*/{STORE}"))
        if not found:
            raise UsageError(both("batch.error.nothing-to-resume"))
        return cls(found[-1])

    @property
    def store(self) -> Path:
        """The store's file."""
        return self.path / STORE

    def run(self, audit: int, source: str) -> str:
        """The name, inside this folder, of an audit's run folder."""
        what = source.split("/")[2].rpartition("@")[2] if is_address(source) else PurePath(source).stem
        plain = _UNSAFE.sub("-", what).strip("-.")[:40] or "code"
        return f"runs/{audit:05d}-{plain}"

    def thumbnail(self, audit: int) -> Path:
        """Where an audit's thumbnail is."""
        return self.path / "thumbnails" / f"{audit:05d}.webp"

    def clear(self, run: str) -> None:
        """Remove what an audit that did not come to its end has left."""
        shutil.rmtree(self.path / run, ignore_errors=True)

    def set_aside(self, run: str, attempt: int) -> str:
        """Keep a failed attempt's folder under a name of its own; that name."""
        kept = f"{run}.attempt-{attempt}"
        shutil.rmtree(self.path / kept, ignore_errors=True)
        (self.path / run).rename(self.path / kept)
        return kept

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one who works in this folder; the system lifts the lock when the process ends, however it does.

        Raises:
            UsageError: somebody else does, or the folder cannot be written.

        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = sqlite3.connect(self.path / _LOCK, timeout=0, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise UsageError(both("batch.error.unwritable", folder=self.path, detail=error)) from None
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            lock.close()
            raise UsageError(both("batch.error.locked", folder=self.path)) from None
        try:
            yield
        finally:
            lock.close()
