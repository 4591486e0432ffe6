"""What an engine says it read: the plain value that travels from the worker process to the parent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    import numpy.typing

    Grey = numpy.typing.NDArray[Any]
    """A picture of one channel of eight bits, rows first."""

    Matrix = numpy.typing.NDArray[Any]
    """A 3×3 projective map between pixel coordinates."""

__all__ = ["Corners", "Reading", "area", "centre", "is_square_aslant", "surrounds"]

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One payload that one engine read from one preparation of a picture.

    `corners` are clockwise from the code's own top left, in pixels of what the engine was given until `moved`.
    """

    payload: str
    engine: str
    corners: Corners = ()
    preparation: str = ""
    page: int = 1

    def moved(self, matrix: Matrix, preparation: str) -> Reading:
        """The same reading in the coordinates that `matrix` leads back to."""
        return replace(self, corners=tuple(_map(matrix, x, y) for x, y in self.corners), preparation=preparation)

    def plain(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {
            "payload": self.payload,
            "engine": self.engine,
            "corners": [[round(x, 1), round(y, 1)] for x, y in self.corners],
            "preparation": self.preparation,
            "page": self.page,
        }

    @classmethod
    def from_plain(cls, value: dict[str, Any]) -> Reading:
        """What `plain` made."""
        corners = tuple((float(x), float(y)) for x, y in value["corners"])
        return cls(value["payload"], value["engine"], corners, value["preparation"], int(value["page"]))


def _map(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    u, v, w = (float(row[0]) * x + float(row[1]) * y + float(row[2]) for row in matrix)
    return u / w, v / w


def area(corners: Sequence[tuple[float, float]]) -> float:
    """The area between some corners."""
    pairs = zip(corners, [*corners[1:], *corners[:1]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def centre(corners: Corners) -> tuple[float, float]:
    """The middle of some corners."""
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)


def surrounds(corners: Corners, point: tuple[float, float]) -> bool:
    """Whether a point lies within the upright rectangle around some corners."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs) <= point[0] <= max(xs) and min(ys) <= point[1] <= max(ys)


def is_square_aslant(corners: Corners) -> bool:
    """Whether four corners can be those of one square, rather than of finder patterns of several codes."""
    sides = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    lengths = [((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 for (x0, y0), (x1, y1) in sides]
    turns = [
        (x1 - x0) * (y3 - y2) - (y1 - y0) * (x3 - x2)
        for ((x0, y0), (x1, y1)), ((x2, y2), (x3, y3)) in zip(sides, [*sides[1:], sides[0]], strict=True)
    ]
    convex = all(turn > 0 for turn in turns) or all(turn < 0 for turn in turns)
    return convex and max(lengths) < 4 * min(lengths)
