"""The worker's side: reads requests until its standard input ends."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from qraudit.codes.cascade import Search
from qraudit.codes.explanation import draw_file
from qraudit.codes.pictures import Frame, PictureError, frames_of, pixels_frame
from qraudit.codes.reading import Corners

MOST_BYTES = 512 * 1024 * 1024
DOCUMENT_BUDGETS = 5
"""How many pictures' time a document of many pages may take in all."""


def main() -> None:
    """Answer requests, one line each, until there are no more."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a native library prints must not get between the answers
    for line in requests:
        request = json.loads(line)
        for event in _events(request, requests):
            answers.write(json.dumps(event) + "\n")
            answers.flush()


def _events(request: dict[str, Any], pixels: IO[bytes]) -> Iterator[dict[str, Any]]:
    reason = None
    try:
        if "plan" in request:
            draw_file(Path(request["path"]), Path(request["target"]), request["plan"])
        else:
            yield from _read(_frames(request, pixels), request)
    except PictureError as error:
        reason = error.reason
    except MemoryError:
        reason = "too-many-pixels"
    except OSError:
        reason = "no-permission"
    yield {"event": "done", "reason": reason}


def _frames(request: dict[str, Any], pixels: IO[bytes]) -> Iterator[Frame | dict[str, Any]]:
    if "pixels" in request:
        yield _raw(request["pixels"], pixels)
        return
    path = Path(request["path"])
    if path.stat().st_size > MOST_BYTES:
        raise PictureError("file-too-large")
    data = path.read_bytes()
    yield {"event": "file", "sha256": hashlib.sha256(data).hexdigest()}
    yield from frames_of(data)


def _raw(shape: list[int], pixels: IO[bytes]) -> Frame:
    import numpy

    data = pixels.read(shape[0] * shape[1])
    return pixels_frame(numpy.frombuffer(data, numpy.uint8).reshape(shape))


def _read(frames: Iterator[Frame | dict[str, Any]], request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    begun, budget = time.monotonic(), float(request["budget"])
    known: set[str] = set()
    for frame in frames:
        if isinstance(frame, dict):
            yield frame
            continue
        yield {
            "event": "frame",
            "width": frame.width,
            "height": frame.height,
            "page": frame.page,
            "truncated": frame.truncated,
            "exif": frame.exif or {},
        }
        yield from _tried(frame, request, time.monotonic() + budget, known if frame.animated else set())
        if time.monotonic() > begun + budget * DOCUMENT_BUDGETS:
            return


def _tried(frame: Frame, request: dict[str, Any], deadline: float, known: set[str]) -> Iterator[dict[str, Any]]:
    """Read one frame; what is in `known` was read in an earlier frame of the same scene."""
    search = Search(frame, request["effort"])
    for attempt in search.attempts():
        announced = f"{frame.page}:{attempt.name}"
        if announced in request["skip"]:
            continue
        yield {"event": "attempt", "name": announced}
        try:
            readings = [reading for reading in attempt.run() if reading.payload not in known]
        except Exception:
            yield {"event": "lost", "name": announced}
            continue
        if readings:
            yield {"event": "readings", "readings": [reading.plain() for reading in readings]}
        if time.monotonic() > deadline:
            break
    known.update(reading.payload for reading in search.readings)
    yield from _concluded(search, frame, request["skip"])


def _concluded(search: Search, frame: Frame, skip: list[str]) -> Iterator[dict[str, Any]]:
    """What is left to say of a frame: round codes, places that were not read, and why nothing was."""
    found: list[Corners] = []
    for name, look in (("rings/rays", search.round_codes), ("diagnosis/places", search.seen)):
        announced = f"{frame.page}:{name}"
        if announced in skip:
            continue
        yield {"event": "attempt", "name": announced}
        places = look()
        yield {"event": name, "page": frame.page, "places": [_in_picture(corners, frame) for corners in places]}
        found += places if name == "rings/rays" else []
    announced = f"{frame.page}:diagnosis/reason"
    if not search.readings and not found and announced not in skip:
        yield {"event": "attempt", "name": announced}
        yield {"event": "reason", "reason": search.reason()}


def _in_picture(corners: Corners, frame: Frame) -> list[list[float]]:
    return [[round(x * frame.scale, 1), round(y * frame.scale, 1)] for x, y in corners]


if __name__ == "__main__":
    main()
