"""WeChat's two small networks, run by OpenCV: one finds codes, the other enlarges them.

Both are optional: see `codes.models` for where their files come from.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from qraudit.codes import models

if TYPE_CHECKING:
    from qraudit.codes.reading import Corners, Grey

__all__ = ["Box", "boxes", "enlarged"]


class Box(NamedTuple):
    """Where the network sees a code, and how sure it is (0 to 1)."""

    left: float
    top: float
    right: float
    bottom: float
    score: float = 1.0

    @property
    def corners(self) -> Corners:
        """Clockwise from the top left."""
        return (self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)


_USUAL_AREA = 400 * 400
_LEAST_SCORE = 0.1
_MOST_BOXES = 8
_LARGEST_TO_ENLARGE = 200


def boxes(grey: Grey, *, area: int = _USUAL_AREA) -> list[Box]:
    """Where the network sees codes, surest first; none where its file is missing.

    The picture is looked at with `area` pixels: more finds smaller codes and takes longer in proportion.
    """
    import cv2

    network = _network("detect")
    if network is None:
        return []
    height, width = grey.shape
    factor = (area / (height * width)) ** 0.5
    size = (max(16, round(width * factor)), max(16, round(height * factor)))
    seen = cv2.resize(grey, size, interpolation=cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA)
    network.setInput(cv2.dnn.blobFromImage(seen, 1 / 255))
    found = [row for row in network.forward().reshape(-1, 7).tolist() if row[1] == 1 and row[2] >= _LEAST_SCORE]
    found.sort(key=lambda row: -row[2])
    return [_within(row[3:], width, height, row[2]) for row in found[:_MOST_BOXES]]


def enlarged(grey: Grey) -> Grey | None:
    """A small code drawn twice as large by the network; None where it is large already or the file is missing."""
    import cv2
    import numpy

    network = _network("sr") if max(grey.shape) <= _LARGEST_TO_ENLARGE else None
    if network is None:
        return None
    network.setInput(cv2.dnn.blobFromImage(grey, 1 / 255))
    drawn: Grey = (network.forward().squeeze() * 255).clip(0, 255).astype(numpy.uint8)
    return drawn


def _within(edges: list[float], width: int, height: int, score: float) -> Box:
    left, top, right, bottom = (min(max(edge, 0.0), 1.0) for edge in edges)
    return Box(left * width, top * height, right * width, bottom * height, score)


@cache
def _network(name: models.ModelName) -> Any:
    """The network, or None where its file is missing, altered, or cannot be loaded by this OpenCV."""
    import cv2

    file = models.find(name)
    if file is None:
        return None
    cv2.setNumThreads(1)  # pictures are read side by side, each on one core
    try:
        return cv2.dnn.readNetFromONNX(str(file))
    except cv2.error:
        return None
