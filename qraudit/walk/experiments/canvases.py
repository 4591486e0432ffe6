"""Where to touch a drawing that listens as a whole: on the like shapes in it (seats, tables, squares of a plan)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qraudit.models import Box, Point

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

__all__ = ["spots_on"]

_SMALLEST, _LARGEST = 10, 72
"""CSS pixels: the side of a shape that a finger is meant to hit."""
_COLUMNS, _ROWS = 4, 5
_MOST = 16


def spots_on(drawing: Pixels | None, box: Box) -> list[Point]:
    """Points to touch, the most promising first: one shape of each colour in turn, then a grid over all of it."""
    shapes = _shapes(drawing, box) if drawing is not None else []
    grid = [
        (box[0] + box[2] * (column + 0.5) / _COLUMNS, box[1] + box[3] * (row + 0.5) / _ROWS)
        for row in range(_ROWS)
        for column in range(_COLUMNS)
    ]
    return (shapes + grid)[:_MOST]


def _shapes(drawing: Pixels, box: Box) -> list[Point]:
    """The middles of what is drawn about square, told by its outline; kinds of colours take turns."""
    import cv2
    import numpy as np

    scale = drawing.shape[1] / max(1.0, box[2])
    grey = cv2.cvtColor(drawing, cv2.COLOR_RGB2GRAY)
    outlines, _ = cv2.findContours(cv2.Canny(grey, 40, 120), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    kinds: dict[tuple[int, ...], list[Point]] = {}
    for outline in outlines:
        x, y, width, height = cv2.boundingRect(outline)
        if not _fits(width / scale, height / scale):
            continue
        middle = drawing[y + height // 2, x + width // 2]
        edge = drawing[min(y + 1, drawing.shape[0] - 1), x + width // 2]
        look = tuple(int(value) // 48 for value in np.concatenate([middle, edge]))
        point = (box[0] + (x + width / 2) / scale, box[1] + (y + height / 2) / scale)
        known = kinds.setdefault(look, [])
        if all(abs(point[0] - one[0]) + abs(point[1] - one[1]) > _SMALLEST for one in known):
            known.append(point)
    common = sorted((points for points in kinds.values() if len(points) >= 3), key=len, reverse=True)
    return [points[len(points) // 2 + turn] for turn in range(4) for points in common if len(points) // 2 > turn]


def _fits(width: float, height: float) -> bool:
    return _SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST and 0.6 < width / height < 1.7
