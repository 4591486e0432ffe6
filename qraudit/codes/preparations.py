"""What is done to a picture before an engine sees it; each tells the way back to the picture's own pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qraudit.codes.reading import Grey, Matrix

__all__ = ["Prepared", "adaptive", "equalised", "plain", "rescaled"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture made ready, and the map from its pixels back to those of the frame."""

    grey: Grey
    back: Matrix


def plain(grey: Grey) -> Prepared:
    """The picture as it is."""
    import numpy

    return Prepared(grey, numpy.eye(3))


def scaled(grey: Grey, factor: float) -> Prepared:
    """The picture enlarged or reduced."""
    import cv2
    import numpy

    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    back = numpy.diag([grey.shape[1] / size[0], grey.shape[0] / size[1], 1.0])
    return Prepared(cv2.resize(grey, size, interpolation=way), back)


def rescaled(grey: Grey) -> Prepared:
    """The scale at which another look pays most: large pictures smaller, small ones larger."""
    longest = max(grey.shape)
    factor = 1000 / longest if longest > 1400 else 2.0 if longest < 700 else 1.5
    return scaled(grey, factor)


def equalised(grey: Grey) -> Prepared:
    """Contrast spread over the whole range."""
    import cv2
    import numpy

    return Prepared(cv2.equalizeHist(grey), numpy.eye(3))


def adaptive(grey: Grey) -> Prepared:
    """Black and white by each neighbourhood's own mean: takes shadows and glare out."""
    import cv2
    import numpy

    block = max(3, int(min(grey.shape) * 0.05) | 1)
    black = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, 7)
    return Prepared(black, numpy.eye(3))
