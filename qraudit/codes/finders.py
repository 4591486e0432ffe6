"""Where codes stand in a picture, told by their three finder patterns: a dark square in a light ring in a dark one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from qraudit.codes.outlines import outlines_of
from qraudit.codes.symbol import FINDER, LARGEST_VERSION, size_of

if TYPE_CHECKING:
    import numpy
    import numpy.typing

    from qraudit.codes.reading import Corners, Grey, Matrix

    Quad = numpy.typing.NDArray[Any]
    """Four corners, clockwise as seen."""

__all__ = ["Placement", "half_seen", "placement_of", "placements"]

_ENOUGH_FINDERS = 120
_MOST_FINDERS = 12
_VERSIONS_A_PLACE = 2
_MOST_CORNERS = 16
_LEAST_OUTLINE = 20
"""Pixels around the smallest finder pattern that is looked at."""
_LEAST_AGREEMENT = 5.0


@dataclass(frozen=True, slots=True)
class Placement:
    """A guess where a code lies: the map from its modules to the picture's pixels, and its version."""

    version: int
    to_picture: Matrix
    residual: float
    """How badly the finder patterns fit, as a share of one's width."""


@dataclass(frozen=True, slots=True)
class _Finder:
    quad: Quad
    width: float

    @property
    def centre(self) -> Quad:
        middle: Quad = self.quad.mean(axis=0)
        return middle


@dataclass(frozen=True, slots=True)
class _Corner:
    """Three finder patterns as the corners of one code: top left, top right, bottom left."""

    quads: list[Quad]
    width: float
    agreement: float
    """How parallel their sides are to the code's; 6 at most."""


def placements(grey: Grey, most: int) -> list[Placement]:
    """The best guesses where codes lie, by how well three finder patterns agree on one."""
    corners = [corner for three in combinations(_finders(grey), 3) for corner in _corners(three)]
    likeliest = sorted(corners, key=lambda corner: -corner.agreement)[:_MOST_CORNERS]
    found = [place for corner in likeliest for place in _fitted(corner)]
    return sorted(found, key=lambda place: place.residual)[:most]


def half_seen(grey: Grey) -> Corners | None:
    """Where a code must lie of which two finder patterns are seen, even if the rest is outside the picture."""
    best: tuple[float, Corners] | None = None
    for one, other in combinations(_finders(grey), 2):
        apart, width = _length(other.centre - one.centre), (one.width + other.width) / 2
        if max(one.width, other.width) > 1.4 * min(one.width, other.width) or not 1.8 < apart / width < 25:
            continue
        if best is None or width > best[0]:
            best = width, _beside(grey, one.centre, other.centre, width / 2)
    return None if best is None else best[1]


def _beside(grey: Grey, one: Quad, other: Quad, margin: float) -> Corners:
    """The square beside two finder patterns, on the side where there is more to be seen; cut at the border."""
    import numpy

    side = other - one
    height, width = grey.shape
    squares = []
    for across in (numpy.array([-side[1], side[0]]), numpy.array([side[1], -side[0]])):
        square = numpy.array([one, other, other + across, one + across])
        square += (square - square.mean(axis=0)) * (2 * margin / max(_length(side), 1.0))
        inside = square.clip([0, 0], [width - 1, height - 1])
        (left, top), (right, bottom) = inside.min(axis=0).astype(int), inside.max(axis=0).astype(int)
        seen = grey[top : bottom + 1, left : right + 1]
        edges = numpy.abs(numpy.diff(seen.astype(numpy.int16), axis=1))
        squares.append((float(edges.mean()) if edges.size else 0.0, inside))
    return tuple((float(x), float(y)) for x, y in max(squares, key=lambda item: item[0])[1])


def placement_of(corners: Corners, version: int) -> Placement:
    """A code whose corners and version are known already."""
    import cv2
    import numpy

    size = size_of(version)
    square = numpy.array([[0, 0], [size, 0], [size, size], [0, size]], numpy.float32)
    return Placement(version, cv2.getPerspectiveTransform(square, numpy.array(corners, numpy.float32)), 0.0)


def _finders(grey: Grey) -> list[_Finder]:
    kept: list[_Finder] = []
    for dark in _binarised(grey):
        for finder in _nested_squares(dark):
            near = (_length(finder.centre - other.centre) < 0.3 * finder.width for other in kept)
            if not any(near):
                kept.append(finder)
            if len(kept) == _ENOUGH_FINDERS:
                break
    return sorted(kept, key=lambda finder: -finder.width)[:_MOST_FINDERS]


def _binarised(grey: Grey) -> Iterator[Any]:
    """Dark on light, by neighbourhoods of two sizes and by one threshold for all."""
    import cv2

    for share, below in ((0.12, 4), (0.3, 2)):  # below the mean by more than grain, which would cost much time
        block = max(3, int(min(grey.shape) * share) | 1)
        yield cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, below)
    yield cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]


def _nested_squares(dark: Any) -> Iterator[_Finder]:
    contours, tree = outlines_of(dark)
    for index, contour in enumerate(contours):
        if len(contour) < _LEAST_OUTLINE:
            continue
        light = _largest_child(index, contours, tree)
        inner = None if light is None else _largest_child(light, contours, tree)
        if light is None or inner is None:
            continue
        finder = _as_finder(contour, contours[light], contours[inner])
        if finder is not None:
            yield finder


def _largest_child(index: int, contours: Any, tree: Any) -> int | None:
    child, largest = int(tree[index][2]), None
    while child >= 0:
        if largest is None or len(contours[child]) > len(contours[largest]):
            largest = child
        child = int(tree[child][0])
    return largest


def _as_finder(outer: Any, light: Any, inner: Any) -> _Finder | None:
    """The three outlines as a finder pattern, whose areas are 49, 25 and 9 modules; generously."""
    import cv2
    import numpy

    areas = [float(cv2.contourArea(outline)) for outline in (outer, light, inner)]
    if areas[2] < 6 or not (3 < areas[0] / areas[2] < 12 and 1.2 < areas[0] / areas[1] < 3.5):
        return None
    width = areas[0] ** 0.5
    apart = outer[:, 0].mean(axis=0) - inner[:, 0].mean(axis=0)
    if _length(apart) > 0.18 * width or areas[0] < 0.8 * cv2.contourArea(cv2.convexHull(outer)):
        return None
    quad = numpy.asarray(cv2.approxPolyN(outer, 4), numpy.float64).reshape(-1, 2)
    if len(quad) != 4:
        return None
    return _Finder(quad if cv2.contourArea(quad.astype(numpy.float32), oriented=True) > 0 else quad[::-1], width)


def _corners(three: tuple[_Finder, ...]) -> Iterator[_Corner]:
    """Three finder patterns as a code, with each of them as its top left, where that is possible at all."""
    widths = [finder.width for finder in three]
    if max(widths) > 2.5 * min(widths):
        return
    for turn in range(3):
        corner, one, other = (three[(turn + step) % 3] for step in range(3))
        across, down = one.centre - corner.centre, other.centre - corner.centre
        if _cross(across, down) < 0:
            one, other, across, down = other, one, down, across
        if not _can_be_sides(across, down, min(widths)):
            continue
        turned = [_turned(finder.quad, across, down) for finder in (corner, one, other)]
        agreement = sum(likeness for likeness, _ in turned)
        if agreement > _LEAST_AGREEMENT:
            yield _Corner([quad for _, quad in turned], min(widths), agreement)


def _can_be_sides(right: Quad, down: Quad, width: float) -> bool:
    """Whether two sides can be those of one square seen aslant."""
    lengths = _length(right), _length(down)
    if min(lengths) < 1.2 * width or max(lengths) > 4 * min(lengths):
        return False
    return _cross(right, down) > 0.2 * lengths[0] * lengths[1]


def _fitted(corner: _Corner) -> list[Placement]:
    """The versions that put the twelve corners of the finder patterns where they were seen, best first."""
    import cv2
    import numpy

    seen = numpy.vstack(corner.quads)
    square = numpy.array([[0, 0], [FINDER, 0], [FINDER, FINDER], [0, FINDER]], numpy.float64)
    right, down = numpy.array([1.0, 0.0]), numpy.array([0.0, 1.0])
    found = []
    for version in _versions(corner):
        far = size_of(version) - FINDER
        modules = numpy.vstack([square, square + far * right, square + far * down])
        matrix, _ = cv2.findHomography(modules, seen, 0)
        if matrix is None:
            continue
        error = cv2.perspectiveTransform(modules[None], matrix)[0] - seen
        residual = float(numpy.sqrt((error**2).sum(axis=1).mean())) / corner.width
        found.append(Placement(version, matrix, residual))
    return sorted(found, key=lambda place: place.residual)[:_VERSIONS_A_PLACE]


def _versions(corner: _Corner) -> range:
    """The versions that the distance between the finder patterns allows; a third off either way, seen aslant."""
    top_left, top_right, bottom_left = corner.quads
    sizes = []
    for far, first, second in ((top_right, 0, 1), (bottom_left, 0, 3)):
        width = (_length(top_left[second] - top_left[first]) + _length(far[second] - far[first])) / 2
        sizes.append(FINDER + FINDER * _length(far.mean(axis=0) - top_left.mean(axis=0)) / max(width, 1.0))
    low, high = ((size - 17) / 4 for size in (0.7 * min(sizes), 1.4 * max(sizes)))
    return range(max(1, int(low)), min(LARGEST_VERSION, max(1, round(high))) + 1)


def _turned(quad: Quad, across: Quad, down: Quad) -> tuple[float, Quad]:
    """The corners of a finder pattern in the order of the code's own, and how parallel its sides are to the code's."""
    import numpy

    def agreement(turn: int) -> float:
        top_left, top_right, bottom_right, bottom_left = numpy.roll(quad, -turn, axis=0)
        right = top_right - top_left + bottom_right - bottom_left
        below = bottom_left - top_left + bottom_right - top_right
        return float(right @ across / _length(right) / _length(across) + below @ down / _length(below) / _length(down))

    best = max(range(4), key=agreement)
    return agreement(best), numpy.roll(quad, -best, axis=0)


def _cross(one: Quad, other: Quad) -> float:
    return float(one[0] * other[1] - one[1] * other[0])


def _length(vector: Quad) -> float:
    return float((vector**2).sum() ** 0.5)
