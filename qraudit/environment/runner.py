"""Running other programs, each with a bound on its time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Ran", "Runner"]

_GRACE = 10.0


@dataclass(frozen=True)
class Ran:
    """How a program ended. `status` is None where it was stopped for its time or could not be started."""

    status: int | None
    output: str = ""

    @property
    def ok(self) -> bool:
        """Whether it did what it was asked."""
        return self.status == 0

    @property
    def last_line(self) -> str:
        """Its last word, which is where programs say what went wrong."""
        return next((line.strip() for line in reversed(self.output.splitlines()) if line.strip()), "")[:300]


class Runner:
    """The machine's programs."""

    def which(self, name: str) -> str | None:
        """Where a program is."""
        return shutil.which(name)

    def is_root(self) -> bool:
        """Whether this process may change the system."""
        return sys.platform != "win32" and os.geteuid() == 0

    def run(self, command: Sequence[str], *, seconds: float, environment: Mapping[str, str] | None = None) -> Ran:
        """Run a program to its end or its bound, with all that it starts, and without asking anybody anything."""
        try:
            process = subprocess.Popen(  # noqa: S603 - our own commands
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        except OSError as error:
            return Ran(None, str(error))
        return _ended(process, seconds)


def _ended(process: subprocess.Popen[str], seconds: float) -> Ran:
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return Ran(None, _stopped(process) + f"\n> {seconds:.0f} s")
    except BaseException:
        _stopped(process)
        raise
    return Ran(process.returncode, output)


def _stopped(process: subprocess.Popen[str]) -> str:
    """Asked to end, so that a package manager can put its files in order; made to, where it does not."""
    for sign in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        _signal_all(process, sign)
        try:
            return process.communicate(timeout=_GRACE)[0]
        except subprocess.TimeoutExpired:
            continue
    return ""


def _signal_all(process: subprocess.Popen[str], sign: int) -> None:
    try:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, sign)
    except OSError:
        return
