"""`qraudit batch` as a process whose time and memory are measured."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

__all__ = ["OPTIONS", "batch_process", "timed_batch"]

OPTIONS = ("--allow-private", "--scenario", "dine-in", "--timeout", "60", "--per-host", "99", "--quiet")


def batch_process(*arguments: object) -> subprocess.Popen[bytes]:
    """Start it."""
    typed = [sys.executable, "-m", "qraudit", "--lang", "en", "batch", *map(str, arguments)]
    return subprocess.Popen(typed, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONUTF8": "1"})


def timed_batch(names: Sequence[object], out: Path, workers: int) -> float:
    """Seconds from start to end."""
    began = time.perf_counter()
    status = batch_process(*names, "--out", out, "--workers", workers, *OPTIONS).wait()
    if status not in (0, 1, 3):
        raise RuntimeError(f"qraudit batch ended with {status}")
    return time.perf_counter() - began
