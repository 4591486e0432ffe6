"""Which engine looks at which preparation, in which order, and when to stop.

The order is by yield for the time it takes, as measured by `python -m tests.bench decode`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from qraudit.codes import preparations
from qraudit.codes.engines import zbar, zxing
from qraudit.codes.reading import Reading

if TYPE_CHECKING:
    from qraudit.codes.pictures import Frame
    from qraudit.codes.reading import Grey

__all__ = ["Attempt", "Effort", "attempts"]

Effort = Literal["quick", "normal", "thorough"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One engine on one preparation. `name` is told before it runs, so that a crash can be laid at its door."""

    name: str
    run: Callable[[], list[Reading]]


@dataclass(frozen=True, slots=True)
class _Step:
    engine: str
    preparation: str
    read: Callable[[Grey], list[Reading]]
    prepare: Callable[[Grey], preparations.Prepared]


_STEPS: dict[Effort, tuple[_Step, ...]] = {}
_QUICK = (
    _Step("zxing", "plain", zxing.read, preparations.plain),
    _Step("zxing", "global", lambda grey: zxing.read(grey, binarizer="global"), preparations.plain),
    _Step("zxing", "rescaled", zxing.read, preparations.rescaled),
    _Step("zxing", "equalised", zxing.read, preparations.equalised),
)
_NORMAL = (*_QUICK, _Step("zbar", "adaptive", zbar.read, preparations.adaptive))


def attempts(frame: Frame, effort: Effort) -> Iterator[Attempt]:
    """Every attempt worth making on a frame, best first."""
    for step in _QUICK if effort == "quick" else _NORMAL:
        yield Attempt(f"{step.engine}/{step.preparation}", lambda step=step: _made(frame, step))  # type: ignore[misc]


def _made(frame: Frame, step: _Step) -> list[Reading]:
    import numpy

    prepared = step.prepare(frame.grey)
    back = numpy.diag([frame.scale, frame.scale, 1.0]) @ prepared.back
    return [replace(reading.moved(back, step.preparation), page=frame.page) for reading in step.read(prepared.grey)]
