"""What the walk's parts log goes into the log of the run that they work for, and never onto a user's terminal."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Protocol

from qraudit.errors import QrauditError

__all__ = ["keep_log"]

_ROOT = logging.getLogger("qraudit")
_LONGEST = 1000


class _Log(Protocol):
    def log(self, line: str) -> None: ...


_run: ContextVar[_Log | None] = ContextVar("run", default=None)


class _IntoRun(logging.Handler):
    """Many walks share one process: each task, and each thread that it starts, has its own run."""

    def emit(self, record: logging.LogRecord) -> None:
        run = _run.get()
        if run is None:
            return
        try:
            run.log(f"{record.levelname.lower()}: {record.getMessage()}"[:_LONGEST])
        except (QrauditError, OSError):  # a run folder that cannot be written ends the walk when its evidence is due
            return


def keep_log(run: _Log) -> None:
    """Have what is logged from here on, in this task and those that it starts, written into the run's log."""
    if not any(isinstance(handler, _IntoRun) for handler in _ROOT.handlers):
        _ROOT.addHandler(_IntoRun())
    _run.set(run)
