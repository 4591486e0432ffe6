"""Reading pictures: the public face of this stage."""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any

from qraudit.codes.cascade import Effort
from qraudit.codes.engines.zxing import MOST_CODES
from qraudit.codes.kinds import classify, payload_kind
from qraudit.codes.merging import Merged, merge
from qraudit.codes.worker.client import Answer, Worker
from qraudit.models import Code, Photo, Point
from qraudit.text import both

if TYPE_CHECKING:
    import numpy
    import numpy.typing

__all__ = ["Effort", "read_photo", "read_photos", "read_pixels", "shared_worker", "start_reader"]

_AHEAD = 3
"""Pictures a worker that are under way or wait for their turn to be handed on."""

_shared = Worker()
_turn = Lock()
atexit.register(_shared.close)


@contextmanager
def shared_worker() -> Iterator[Worker]:
    """The worker that is kept for single pictures; one caller has it at a time."""
    with _turn:
        yield _shared


def start_reader() -> None:
    """Have the process that reads single pictures started, for who knows that there will be some."""
    with shared_worker() as worker:
        worker.start()


def read_photo(path: Path, *, effort: Effort = "normal") -> Photo:
    """Every code in one picture. Never raises for a bad file: `readable` and `reason` say what is wrong with it.

    The process that reads is kept for the next picture.
    """
    with shared_worker() as worker:
        return _read(worker, Path(path), effort)


def read_photos(paths: Iterable[Path], *, effort: Effort = "normal", workers: int | None = None) -> Iterator[Photo]:
    """Every code in each picture, in the order given, by `workers` processes that live on between pictures."""
    count = workers or os.cpu_count() or 1
    free: SimpleQueue[Worker] = SimpleQueue()
    everyone = [Worker() for _ in range(count)]
    for worker in everyone:
        free.put(worker)
    pending: deque[Future[Photo]] = deque()
    pool = ThreadPoolExecutor(count)
    try:
        for path in paths:
            pending.append(pool.submit(_read_by_any, free, Path(path), effort))
            if len(pending) >= count * _AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        for future in pending:
            future.cancel()
        for worker in everyone:
            worker.close()
        pool.shutdown()
        for worker in everyone:  # one may have been about to start when it was closed
            worker.stop()


def read_pixels(rgb: numpy.typing.NDArray[numpy.uint8]) -> list[Code]:
    """The codes in a picture that is in memory, such as a page's screenshot; quick."""
    import numpy

    grey = rgb if rgb.ndim == 2 else (rgb[..., :3] @ numpy.array([0.299, 0.587, 0.114])).astype(numpy.uint8)
    with shared_worker() as worker:
        answer = worker.read_pixels(numpy.ascontiguousarray(grey), "quick")
    return _codes(answer, merge(answer.readings)[0])


def _read_by_any(free: SimpleQueue[Worker], path: Path, effort: Effort) -> Photo:
    worker = free.get()
    try:
        return _read(worker, path, effort)
    finally:
        free.put(worker)


def _read(worker: Worker, path: Path, effort: Effort) -> Photo:
    wrong = _not_a_file(path)
    if wrong is not None:
        return Photo(source=str(path), readable=False, reason_id=wrong, reason=both(f"codes.reason.{wrong}"))
    return _photo(path, worker.read_file(path, effort))


def _not_a_file(path: Path) -> str | None:
    """Why there is nothing to open, told before a process is troubled with it."""
    try:
        if not path.exists():
            return "missing"
        if path.is_dir():
            return "directory"
        if not path.is_file():
            return "not-a-file"
        with path.open("rb"):
            return None
    except OSError:
        return "no-permission"


def _photo(path: Path, answer: Answer) -> Photo:
    merged, disputed = merge(answer.readings)
    codes = _codes(answer, merged)
    reason = answer.reason or _reason(answer, codes, bool(disputed))
    position: Any = answer.exif.get("position")
    return Photo(
        source=str(path),
        sha256=answer.sha256,
        width=answer.width,
        height=answer.height,
        codes=codes,
        reason_id=reason,
        reason=both(f"codes.reason.{reason}", most=MOST_CODES) if reason else None,
        tried=answer.tried,
        lost=answer.lost,
        seen=answer.seen,
        readable=answer.width is not None and (bool(codes) or not answer.truncated),
        taken=answer.exif.get("taken"),
        position=tuple(position) if position else None,
    )


def _reason(answer: Answer, codes: list[Code], disputed: bool) -> str | None:
    if disputed:
        return "disagreement"
    if answer.truncated:
        return "truncated"
    if codes:
        return "too-many-codes" if answer.crowded else None
    return answer.why_nothing or "no-code"


def _codes(answer: Answer, merged: list[Merged]) -> list[Code]:
    return [_code(one) for one in merged] + [_round_code(page, corners) for page, corners in answer.round]


def _code(merged: Merged) -> Code:
    first = merged.first
    code = classify(first.payload)
    return code.model_copy(
        update={
            "corners": [(round(x, 1), round(y, 1)) for x, y in first.corners],
            "engine": first.engine,
            "preparation": first.preparation,
            "page": first.page,
            "agreement": merged.agreement,
            "confidence": merged.confidence,
        }
    )


def _round_code(page: int, corners: list[Point]) -> Code:
    kind = payload_kind("mini-program-round")
    return Code(
        payload="",
        kind=kind.kind,
        corners=corners,
        engine="rings",
        preparation="rays",
        page=page,
        confidence=0.9,
        facts={"type": kind.id},
    )
