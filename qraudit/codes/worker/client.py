"""The parent's side of the worker process: one that lives on from picture to picture."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from qraudit.codes.engines.zxing import MOST_CODES
from qraudit.codes.reading import Reading

if TYPE_CHECKING:
    from qraudit.codes.cascade import Effort
    from qraudit.codes.reading import Grey
    from qraudit.models import Point

__all__ = ["Answer", "Worker"]

_BUDGET_SECONDS: dict[str, float] = {"quick": 1.0, "normal": 4.0, "thorough": 20.0}
_SILENCE_SECONDS: dict[str, float] = {"quick": 12.0, "normal": 20.0, "thorough": 30.0}
"""The longest that one attempt may take before its process is ended; opening a very large picture is one."""

_MOST_RESTARTS = 4


@dataclass
class Answer:
    """All that was learnt of one picture."""

    sha256: str | None = None
    width: int | None = None
    height: int | None = None
    exif: dict[str, Any] = field(default_factory=dict)
    truncated: bool = False
    reason: str | None = None
    readings: list[Reading] = field(default_factory=list)
    why_nothing: str | None = None
    seen: list[list[Point]] = field(default_factory=list)
    """Where something looks like a code and nothing was read."""
    round: list[tuple[int, list[Point]]] = field(default_factory=list)
    """Page and place of each round mini-program code."""
    tried: list[str] = field(default_factory=list)
    crowded: bool = False
    """There were at least as many codes as an engine gives of one picture."""
    lost: list[str] = field(default_factory=list)
    """Attempts that crashed or hung."""


class Worker:
    """A process that reads pictures one after the other, started when first needed, replaced when it dies."""

    def __init__(self, module: str = "qraudit.codes.worker") -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._events: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._closed = False

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start the process, if it does not run yet."""
        if self._process is not None and self._process.poll() is None:
            return
        if self._closed:
            raise OSError("the worker was closed")
        self._events = queue.SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", self._module],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        threading.Thread(target=_listen, args=(self._process.stdout, self._events), daemon=True).start()

    def close(self) -> None:
        """End the process for good, whatever it is doing."""
        self._closed = True
        self.stop()

    def stop(self) -> None:
        """End the process; the next picture starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def read_file(self, path: Path, effort: Effort) -> Answer:
        """Everything that can be read from one file."""
        return self._asked({"path": str(path.absolute())}, b"", effort)

    def read_pixels(self, grey: Grey, effort: Effort) -> Answer:
        """Everything that can be read from pixels in memory."""
        return self._asked({"pixels": list(grey.shape)}, grey.tobytes(), effort)

    def draw(self, source: Path, target: Path, plan: dict[str, Any]) -> bool:
        """Have a plan of `codes.explanation` drawn onto a copy of a file; whether it was."""
        request = {"path": str(source.absolute()), "target": str(target.absolute()), "plan": plan, "effort": "normal"}
        answer = Answer()
        done = self._heard(request, b"", answer)
        if not done:
            self.stop()
        return done and answer.reason is None

    def _asked(self, what: dict[str, Any], pixels: bytes, effort: Effort) -> Answer:
        lost: list[str] = []
        deadline = time.monotonic() + _BUDGET_SECONDS[effort]
        while True:
            answer = Answer(lost=list(lost))
            request = {**what, "effort": effort, "budget": max(1.0, deadline - time.monotonic()), "skip": lost}
            if self._heard(request, pixels, answer):
                return answer
            self.stop()
            if self._closed or not answer.tried or len(lost) >= _MOST_RESTARTS:
                answer.reason = answer.reason or ("crashed" if not answer.tried else None)
                return answer
            lost.append(answer.tried[-1])

    def _heard(self, request: dict[str, Any], pixels: bytes, answer: Answer) -> bool:
        """Send a request and take its events into `answer`; False where the worker died or fell silent."""
        try:
            self.start()
            process, events = self._process, self._events
            if process is None or process.stdin is None:
                return False
            process.stdin.write(json.dumps(request).encode() + b"\n" + pixels)
            process.stdin.flush()
            while True:
                event = events.get(timeout=_SILENCE_SECONDS[request["effort"]])
                if event is None:
                    return False
                if event["event"] == "done":
                    answer.reason = event["reason"]
                    return True
                _TAKE[event["event"]](answer, event)
        except (queue.Empty, OSError, ValueError, KeyError, TypeError):  # silence, a closed pipe, or nonsense
            return False


def _listen(pipe: IO[bytes], events: queue.SimpleQueue[dict[str, Any] | None]) -> None:
    try:
        for line in pipe:
            events.put(json.loads(line))
    except (OSError, ValueError):
        pass
    events.put(None)


def _take_file(answer: Answer, event: dict[str, Any]) -> None:
    answer.sha256 = event["sha256"]


def _take_frame(answer: Answer, event: dict[str, Any]) -> None:
    if answer.width is None:
        answer.width, answer.height = event["width"], event["height"]
        answer.exif, answer.truncated = event["exif"], event["truncated"]


def _take_attempt(answer: Answer, event: dict[str, Any]) -> None:
    answer.tried.append(event["name"])


def _take_readings(answer: Answer, event: dict[str, Any]) -> None:
    answer.readings.extend(Reading.from_plain(value) for value in event["readings"])
    answer.crowded = answer.crowded or len(event["readings"]) >= MOST_CODES


def _take_seen(answer: Answer, event: dict[str, Any]) -> None:
    answer.seen.extend(_points(place) for place in event["places"])


def _take_round(answer: Answer, event: dict[str, Any]) -> None:
    answer.round.extend((int(event["page"]), _points(place)) for place in event["places"])


def _take_reason(answer: Answer, event: dict[str, Any]) -> None:
    answer.why_nothing = answer.why_nothing or event["reason"]


def _points(place: list[list[float]]) -> list[Point]:
    return [(float(x), float(y)) for x, y in place]


def _take_lost(answer: Answer, event: dict[str, Any]) -> None:
    answer.lost.append(event["name"])


_TAKE: dict[str, Callable[[Answer, dict[str, Any]], None]] = {
    "file": _take_file,
    "frame": _take_frame,
    "attempt": _take_attempt,
    "lost": _take_lost,
    "readings": _take_readings,
    "diagnosis/places": _take_seen,
    "rings/rays": _take_round,
    "reason": _take_reason,
}
