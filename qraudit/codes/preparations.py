"""What is done to a picture before an engine sees it; each tells the way back to the picture's own pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qraudit.codes.reading import Grey, Matrix

__all__ = [
    "Prepared",
    "adaptive",
    "clarified",
    "cropped",
    "enlarged",
    "equalised",
    "evened",
    "levelled",
    "median",
    "plain",
    "scaled",
    "smoothed",
    "squeezed_flat",
    "squeezed_thin",
    "thickened",
    "thinned",
    "within",
]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture made ready, and the map from its pixels back to those it was made from."""

    grey: Grey
    back: Matrix


def plain(grey: Grey) -> Prepared:
    """The picture as it is."""
    return _in_place(grey)


def scaled(grey: Grey, across: float, down: float | None = None) -> Prepared:
    """The picture enlarged or reduced by one factor, or by one for each direction."""
    import cv2
    import numpy

    down = across if down is None else down
    way = cv2.INTER_AREA if min(across, down) < 1 else cv2.INTER_CUBIC
    size = (max(1, round(grey.shape[1] * across)), max(1, round(grey.shape[0] * down)))
    back = numpy.diag([grey.shape[1] / size[0], grey.shape[0] / size[1], 1.0])
    return Prepared(cv2.resize(grey, size, interpolation=way), back)


def within(grey: Grey, longest: int) -> Prepared:
    """The picture reduced until no side is longer."""
    return scaled(grey, longest / max(grey.shape)) if max(grey.shape) > longest else plain(grey)


def cropped(grey: Grey, box: tuple[float, float, float, float], longest: int) -> Prepared:
    """What lies in a box (left, top, right, bottom), with its longer side scaled to `longest`."""
    import numpy

    left, top, right, bottom = (max(0, int(value)) for value in box)
    part = grey[top : max(top + 1, bottom), left : max(left + 1, right)]
    prepared = scaled(part, longest / max(part.shape))
    shift = numpy.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    return Prepared(prepared.grey, shift @ prepared.back)


def enlarged(grey: Grey) -> Prepared:
    """Twice as large, its contrast spread in each neighbourhood: for small, flat codes."""
    doubled = scaled(grey, 2.0)
    return Prepared(clarified(doubled.grey).grey, doubled.back)


def squeezed_flat(grey: Grey) -> Prepared:
    """Lower than it is: undoes being seen from the side."""
    return scaled(grey, 1.0, 0.7)


def squeezed_thin(grey: Grey) -> Prepared:
    """Narrower than it is: undoes being seen from above or below."""
    return scaled(grey, 0.7, 1.0)


def equalised(grey: Grey) -> Prepared:
    """Contrast spread over the whole range."""
    import cv2

    return _in_place(cv2.equalizeHist(grey))


def clarified(grey: Grey) -> Prepared:
    """Contrast spread in each neighbourhood."""
    import cv2

    return _in_place(cv2.createCLAHE(3, (8, 8)).apply(grey))


def levelled(grey: Grey) -> Prepared:
    """The brightest tenth cut off and the rest spread: finds codes in the dark beside lamps and glare."""
    import cv2
    import numpy

    small = within(grey, 1000)
    low, high = (float(value) for value in numpy.percentile(small.grey[::2, ::2], (5, 90)))
    levels = (numpy.arange(256) - low) * (200 / max(high - low, 1))
    return Prepared(cv2.LUT(small.grey, levels.clip(0, 255).astype(numpy.uint8)), small.back)


def median(grey: Grey) -> Prepared:
    """Each pixel the median of those around it: takes out grain, dots and thin scratches."""
    import cv2

    return _in_place(cv2.medianBlur(grey, 5))


def smoothed(grey: Grey) -> Prepared:
    """A little out of focus: takes out the texture of paper and print."""
    import cv2

    return _in_place(cv2.GaussianBlur(grey, (0, 0), 1.3))


def adaptive(grey: Grey) -> Prepared:
    """Black and white by each small neighbourhood's mean: takes out shadows and glare."""
    return _thresholded(grey, share=0.05, below=7)


def evened(grey: Grey) -> Prepared:
    """Smoothed, then black and white by larger neighbourhoods: joins broken modules."""
    import cv2

    return _thresholded(cv2.GaussianBlur(grey, (0, 0), 1.5), share=0.1, below=2)


def thinned(grey: Grey) -> Prepared:
    """Dark parts narrower by a pixel each way: undoes ink that has run."""
    return _brush(grey, wider=False)


def thickened(grey: Grey) -> Prepared:
    """Dark parts wider by a pixel each way: joins dots to modules."""
    return _brush(grey, wider=True)


def _in_place(grey: Grey) -> Prepared:
    import numpy

    return Prepared(grey, numpy.eye(3))


def _thresholded(grey: Grey, *, share: float, below: int) -> Prepared:
    import cv2

    block = max(3, int(min(grey.shape) * share) | 1)
    return _in_place(cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, below))


def _brush(grey: Grey, *, wider: bool) -> Prepared:
    import cv2
    import numpy

    brush = numpy.ones((3, 3), numpy.uint8)
    return _in_place(cv2.erode(grey, brush) if wider else cv2.dilate(grey, brush))
