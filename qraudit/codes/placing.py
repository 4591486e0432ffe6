"""Where codes lie in a picture: three finder patterns tell a code's place, its slant and its version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from qraudit.codes.finders import Finder, finders
from qraudit.codes.symbol import FINDER, LARGEST_VERSION, size_of

if TYPE_CHECKING:
    from qraudit.codes.finders import Quad
    from qraudit.codes.reading import Corners, Grey, Matrix

__all__ = ["Placement", "half_seen", "placement_of", "placements"]

_VERSIONS_A_PLACE = 2
_MOST_CORNERS = 16
_LEAST_AGREEMENT = 5.0


@dataclass(frozen=True, slots=True)
class Placement:
    """A guess where a code lies: the map from its modules to the picture's pixels, and its version."""

    version: int
    to_picture: Matrix
    residual: float
    """How badly the finder patterns fit, as a share of one's width."""


@dataclass(frozen=True, slots=True)
class _Corner:
    """Three finder patterns as the corners of one code: top left, top right, bottom left."""

    finders: tuple[Finder, Finder, Finder]
    turns: tuple[int, int, int]
    """By how many quarters each is turned against the code."""
    agreement: float
    """How parallel their sides are to the code's; 6 at most."""

    def quads(self) -> list[Quad]:
        """The corners of each, in the code's own order: top left first, clockwise."""
        import numpy

        return [numpy.roll(finder.quad, -turn, axis=0) for finder, turn in zip(self.finders, self.turns, strict=True)]


def placements(grey: Grey, most: int) -> list[Placement]:
    """The best guesses where codes lie, by how well three finder patterns agree on one."""
    corners = [corner for three in combinations(finders(grey), 3) for corner in _corners(three)]
    likeliest = sorted(corners, key=lambda corner: -corner.agreement)[:_MOST_CORNERS]
    found = [(place, corner) for corner in likeliest for place in _fitted(corner)]
    found.sort(key=lambda item: item[0].residual)
    return [_refined(place, corner) for place, corner in found[:most]]


def placement_of(corners: Corners, version: int) -> Placement:
    """A code whose corners and version are known already."""
    import cv2
    import numpy

    size = size_of(version)
    square = numpy.array([[0, 0], [size, 0], [size, size], [0, size]], numpy.float32)
    return Placement(version, cv2.getPerspectiveTransform(square, numpy.array(corners, numpy.float32)), 0.0)


def half_seen(grey: Grey) -> Corners | None:
    """Where a code must lie of which two finder patterns are seen, even if the rest is outside the picture."""
    pairs = [
        (one, other)
        for one, other in combinations(finders(grey), 2)
        if max(one.width, other.width) < 1.4 * min(one.width, other.width)
        and 1.8 < 2 * abs(other.centre - one.centre) / (one.width + other.width) < 25
    ]
    if not pairs:
        return None
    one, other = max(pairs, key=lambda pair: pair[0].width + pair[1].width)
    return _beside(grey, one.centre, other.centre, (one.width + other.width) / 4)


def _beside(grey: Grey, one: complex, other: complex, margin: float) -> Corners:
    """The square beside two finder patterns, on the side where there is more to be seen; cut at the border."""
    import numpy

    side = other - one
    height, width = grey.shape
    squares = []
    for across in (side * 1j, side * -1j):
        points = numpy.array([[point.real, point.imag] for point in (one, other, other + across, one + across)])
        points += (points - points.mean(axis=0)) * (2 * margin / max(abs(side), 1.0))
        inside = points.clip([0, 0], [width - 1, height - 1])
        (left, top), (right, bottom) = inside.min(axis=0).astype(int), inside.max(axis=0).astype(int)
        edges = numpy.abs(numpy.diff(grey[top : bottom + 1, left : right + 1].astype(numpy.int16), axis=1))
        squares.append((float(edges.mean()) if edges.size else 0.0, inside))
    return tuple((float(x), float(y)) for x, y in max(squares, key=lambda item: item[0])[1])


def _corners(three: tuple[Finder, ...]) -> Iterator[_Corner]:
    """Three finder patterns as a code, with each of them as its top left, where that is possible at all."""
    widths = [finder.width for finder in three]
    if max(widths) > 2.5 * min(widths):
        return
    for first in range(3):
        corner, one, other = (three[(first + step) % 3] for step in range(3))
        across, down = one.centre - corner.centre, other.centre - corner.centre
        if (across.conjugate() * down).imag < 0:
            one, other, across, down = other, one, down, across
        if not _can_be_sides(across, down, min(widths)):
            continue
        turned = [_turn(finder, across / abs(across), down / abs(down)) for finder in (corner, one, other)]
        agreement = sum(likeness for likeness, _ in turned)
        if agreement > _LEAST_AGREEMENT:
            yield _Corner((corner, one, other), (turned[0][1], turned[1][1], turned[2][1]), agreement)


def _can_be_sides(right: complex, down: complex, width: float) -> bool:
    """Whether two sides can be those of one square seen aslant."""
    shorter, longer = sorted((abs(right), abs(down)))
    if shorter < 1.2 * width or longer > 4 * shorter:
        return False
    return (right.conjugate() * down).imag > 0.2 * shorter * longer


def _turn(finder: Finder, across: complex, down: complex) -> tuple[float, int]:
    """How parallel its sides are to the code's, 2 at most, and by how many quarters it must be turned for that."""
    right, below = finder.right, finder.down
    turns = ((right, below), (below, -right), (-right, -below), (-below, right))
    return max(((one * across.conjugate() + two * down.conjugate()).real, at) for at, (one, two) in enumerate(turns))


def _fitted(corner: _Corner) -> list[Placement]:
    """The versions that put the twelve corners of the finder patterns where they were seen, best first."""
    import numpy

    quads = corner.quads()
    seen = numpy.vstack(quads)
    width = min(finder.width for finder in corner.finders)
    found = []
    for version in _versions(quads):
        modules = _finder_corners(version)
        matrix = _projection(modules, seen)
        mapped = numpy.column_stack([modules, numpy.ones(len(modules))]) @ matrix.T
        error = mapped[:, :2] / mapped[:, 2:] - seen
        found.append(Placement(version, matrix, float(numpy.sqrt((error**2).sum(axis=1).mean())) / width))
    return sorted(found, key=lambda place: place.residual)[:_VERSIONS_A_PLACE]


def _refined(place: Placement, corner: _Corner) -> Placement:
    """The same with the least distance between where corners were seen and where they should be."""
    import cv2
    import numpy

    matrix, _ = cv2.findHomography(_finder_corners(place.version), numpy.vstack(corner.quads()), 0)
    return place if matrix is None else replace(place, to_picture=matrix)


@cache
def _finder_corners(version: int) -> Quad:
    """The corners of the three finder patterns, in modules."""
    import numpy

    far = size_of(version) - FINDER
    square = numpy.array([[0, 0], [FINDER, 0], [FINDER, FINDER], [0, FINDER]], numpy.float64)
    return numpy.vstack([square, square + numpy.array([far, 0]), square + numpy.array([0, far])])


def _projection(modules: Quad, seen: Quad) -> Matrix:
    """The projective map that takes points to points with the least algebraic error.

    A tenth of the time of OpenCV's, which refines what for most versions is thrown away.
    """
    import numpy

    middle, scale = seen.mean(axis=0), float(numpy.abs(seen - seen.mean(axis=0)).max()) or 1.0
    size = float(modules.max())
    (x, y), (u, v) = (modules / size).T, ((seen - middle) / scale).T
    zero, one = numpy.zeros_like(x), numpy.ones_like(x)
    rows = numpy.vstack(
        [
            numpy.column_stack([x, y, one, zero, zero, zero, -u * x, -u * y]),
            numpy.column_stack([zero, zero, zero, x, y, one, -v * x, -v * y]),
        ]
    )
    values = numpy.linalg.lstsq(rows, numpy.concatenate([u, v]), rcond=None)[0]
    back = numpy.array([[scale, 0, middle[0]], [0, scale, middle[1]], [0, 0, 1]])
    matrix: Matrix = back @ numpy.append(values, 1.0).reshape(3, 3) @ numpy.diag([1 / size, 1 / size, 1.0])
    return matrix


def _versions(quads: list[Quad]) -> range:
    """The versions that the distance between the finder patterns allows; a third off either way, seen aslant."""
    import numpy

    top_left, top_right, bottom_left = quads
    sizes = []
    for far, first, second in ((top_right, 0, 1), (bottom_left, 0, 3)):
        sides = [quad[second] - quad[first] for quad in (top_left, far)]
        width = sum(float(numpy.hypot(*side)) for side in sides) / 2
        apart = float(numpy.hypot(*(far.mean(axis=0) - top_left.mean(axis=0))))
        sizes.append(FINDER + FINDER * apart / max(width, 1.0))
    low, high = ((size - 17) / 4 for size in (0.7 * min(sizes), 1.4 * max(sizes)))
    return range(max(1, int(low)), min(LARGEST_VERSION, max(1, round(high))) + 1)
