"""Why nothing was read, measured on the picture where a code seems to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from qraudit.codes.symbol import size_of

if TYPE_CHECKING:
    from qraudit.codes.reading import Corners, Grey

__all__ = ["Reason", "Suspect", "why"]

Reason = Literal["too-dark", "too-small", "cut-off", "glare", "blurred", "unreadable", "no-code"]

_LEAST_MODULE = 2.2
"""Pixels a module below which even a clean code goes unread."""
_USUAL_SIZE = 33
"""Modules across the usual merchant's code, where the version is not known."""
_DARK = 55
"""Brightness that the paper of a code in too little light stays below."""
_FLAT = 28
"""Difference between paper and ink below which print drowns in grain."""
_SHARED_EDGE = 0.55
"""Share of a module that the way from dark to light may take."""
_GLARE_SHARE = 0.07


@dataclass(frozen=True, slots=True)
class Suspect:
    """A place that looks like a code: its corners, and its version where that is known."""

    corners: Corners
    version: int | None = None


def why(grey: Grey, suspects: list[Suspect]) -> Reason:
    """The most telling reason; `no-code` where nothing looks like one in a picture that is bright enough."""
    if not suspects:
        return "too-dark" if _spread(grey)[1] < _DARK else "no-code"
    suspect = max(suspects, key=_across)
    part = _part(grey, suspect.corners)
    module = _across(suspect) / (size_of(suspect.version) if suspect.version else _USUAL_SIZE)
    dark, light = _spread(part)
    if light < _DARK or light - dark < _FLAT:
        return "too-dark"
    if _touches_border(grey, suspect.corners):
        return "cut-off"
    if module < _LEAST_MODULE:
        return "too-small"
    if _glare(part) > _GLARE_SHARE:
        return "glare"
    return "blurred" if _edge(part, light - dark) > _SHARED_EDGE * module else "unreadable"


def _across(suspect: Suspect) -> float:
    """The mean length of its sides, in pixels."""
    points = suspect.corners
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return float(sum(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 for (x0, y0), (x1, y1) in pairs)) / len(points)


def _part(grey: Grey, corners: Corners) -> Any:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    part = grey[max(0, int(min(ys))) : int(max(ys)) + 1, max(0, int(min(xs))) : int(max(xs)) + 1]
    return part if part.size else grey


def _spread(part: Any) -> tuple[float, float]:
    """The brightness of the ink and of the paper."""
    import numpy

    dark, light = numpy.percentile(part, (8, 92))
    return float(dark), float(light)


def _touches_border(grey: Grey, corners: Corners) -> bool:
    height, width = grey.shape
    margin = 0.004 * max(height, width)
    return any(x < margin or y < margin or x > width - margin or y > height - margin for x, y in corners)


def _glare(part: Any) -> float:
    """The share of the largest burnt-out patch, where paper as such is not burnt out."""
    import cv2
    import numpy

    burnt = (part >= 250).astype(numpy.uint8)
    if not burnt.any() or (part >= 250).mean() > 0.45:
        return 0.0
    brush = numpy.ones((max(3, min(part.shape) // 20),) * 2, numpy.uint8)
    patch = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, brush)  # single light modules are no patch
    _, _, statistics, _ = cv2.connectedComponentsWithStats(patch)
    largest = statistics[1:, cv2.CC_STAT_AREA].max(initial=0)
    return float(largest / part.size)


def _edge(part: Any, contrast: float) -> float:
    """Pixels that the steepest edges take from dark to light."""
    import cv2
    import numpy

    smooth = cv2.GaussianBlur(part, (3, 3), 0).astype(numpy.float32)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(smooth, cv2.CV_32F, 0, 1) / 8
    steepest = float(numpy.percentile(numpy.hypot(across, down), 98))
    return float(contrast / max(steepest, 1e-3))
