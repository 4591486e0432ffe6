"""Finder patterns in a picture: a dark square in a light ring in a dark one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qraudit.codes.outlines import dark_parts, outlines_of

if TYPE_CHECKING:
    import numpy
    import numpy.typing

    from qraudit.codes.reading import Grey

    Quad = numpy.typing.NDArray[Any]
    """Four corners, clockwise as seen."""

__all__ = ["Finder", "finders"]

_ENOUGH = 120
_MOST = 12
_LEAST_OUTLINE = 20
"""Pixels around the smallest finder pattern that is looked at."""


@dataclass(frozen=True, slots=True)
class Finder:
    """One finder pattern. Points and directions are complex numbers, x + iy: there are many, and they are few."""

    quad: Quad
    width: float
    centre: complex
    right: complex
    """Along its upper and lower sides, of length one."""
    down: complex
    """Along its left and right sides, of length one."""


def finders(grey: Grey) -> list[Finder]:
    """The largest finder patterns, each once."""
    kept: list[Finder] = []
    for dark in _binarised(grey):
        for finder in _nested_squares(dark):
            if all(abs(finder.centre - other.centre) >= 0.3 * finder.width for other in kept):
                kept.append(finder)
            if len(kept) == _ENOUGH:
                break
    return sorted(kept, key=lambda finder: -finder.width)[:_MOST]


def _binarised(grey: Grey) -> Iterator[Any]:
    """Dark on light, by neighbourhoods of two sizes and by one threshold for all."""
    import cv2

    for share, below in ((0.12, 4), (0.3, 2)):
        yield dark_parts(grey, share=share, below=below)
    yield cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]


def _nested_squares(dark: Any) -> Iterator[Finder]:
    outlines, tree = outlines_of(dark)
    for index, outline in enumerate(outlines):
        if len(outline) < _LEAST_OUTLINE:
            continue
        light = _largest_child(index, outlines, tree)
        inner = None if light is None else _largest_child(light, outlines, tree)
        if light is None or inner is None:
            continue
        finder = _as_finder(outline, outlines[light], outlines[inner])
        if finder is not None:
            yield finder


def _largest_child(index: int, outlines: Any, tree: Any) -> int | None:
    child, largest = int(tree[index][2]), None
    while child >= 0:
        if largest is None or len(outlines[child]) > len(outlines[largest]):
            largest = child
        child = int(tree[child][0])
    return largest


def _as_finder(outer: Any, light: Any, inner: Any) -> Finder | None:
    """The three outlines as a finder pattern, whose areas are 49, 25 and 9 modules; generously."""
    import cv2
    import numpy

    areas = [float(cv2.contourArea(outline)) for outline in (outer, light, inner)]
    if areas[2] < 6 or not (3 < areas[0] / areas[2] < 12 and 1.2 < areas[0] / areas[1] < 3.5):
        return None
    width = areas[0] ** 0.5
    apart = outer[:, 0].mean(axis=0) - inner[:, 0].mean(axis=0)
    if float(numpy.hypot(*apart)) > 0.18 * width or areas[0] < 0.8 * cv2.contourArea(cv2.convexHull(outer)):
        return None
    quad = numpy.asarray(cv2.approxPolyN(outer, 4), numpy.float64).reshape(-1, 2)
    if len(quad) != 4:
        return None
    return _measured(quad if cv2.contourArea(quad.astype(numpy.float32), oriented=True) > 0 else quad[::-1], width)


def _measured(quad: Quad, width: float) -> Finder:
    one, two, three, four = (complex(x, y) for x, y in quad)
    right, down = two - one + three - four, four - one + three - two
    return Finder(quad, width, (one + two + three + four) / 4, right / abs(right), down / abs(down))
