"""A close control that is only pixels: two strokes along the diagonals of a small square."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

__all__ = ["drawn_contrast", "find_crosses", "is_cross"]

_SIDE = 48
_DIAGONAL = 0.13
_ON_DIAGONALS = 0.8
_STROKES = 0.75
_INK = (0.05, 0.6)
# painted close controls: CSS pixels, and the share of the picture that counts as its edge
_SMALLEST = 7.0
_LARGEST = 40.0
_NEIGHBOURHOOD = 31.0
_STANDS_OUT = 12
_STROKE = 7.0
"""CSS pixels: what is broader than this is no stroke of a cross."""
_EDGE = 0.2
_MOST = 4


def is_cross(rgb: Pixels) -> bool:
    """Whether a small picture shows a cross, perhaps within a circle."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    if int(grey.max()) - int(grey.min()) < 40:
        return False
    _, binary = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    inks = [np.asarray(binary > 0), np.asarray(binary == 0)]
    return any(_crossed(one) for ink in inks for one in (ink, _middle(ink)))


def drawn_contrast(rgb: Pixels) -> float:
    """The WCAG contrast between the two tones that a small picture is drawn in; 1 where there is only one."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    _, binary = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light, dark = rgb[binary > 0], rgb[binary == 0]
    if not len(light) or not len(dark):
        return 1.0
    high, low = sorted((_luminance(np.median(tone, axis=0)) for tone in (light, dark)), reverse=True)
    return round((high + 0.05) / (low + 0.05), 2)


def _luminance(colour: npt.NDArray[np.float64]) -> float:
    import numpy as np

    part = colour / 255
    linear = np.where(part <= 0.03928, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def find_crosses(rgb: Pixels, scale: float) -> list[tuple[int, int, int, int]]:
    """Crosses painted near the edges of a picture, as left, top, width, height in its pixels."""
    import cv2
    import numpy as np

    found: list[tuple[int, int, int, int]] = []
    for ink_drawn in _drawings(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8), scale):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink_drawn, connectivity=8)
        for label, (left, top, width, height, _area) in enumerate(np.asarray(stats).tolist()):
            if label == 0 or not _is_candidate((left, top, width, height), rgb.shape, scale):
                continue
            ink = labels[top : top + height, left : left + width] == label
            if _crossed(ink) and not any(_overlap((left, top, width, height), other) for other in found):
                found.append((left, top, width, height))
    return found[:_MOST]


def _drawings(grey: Pixels, scale: float) -> Iterator[Pixels]:
    """What stands out from its neighbourhood, light and dark; then strokes alone, whatever corner they touch."""
    import cv2
    import numpy as np

    block = max(3, round(_NEIGHBOURHOOD * scale) | 1)
    for kind, level in ((cv2.THRESH_BINARY, -_STANDS_OUT), (cv2.THRESH_BINARY_INV, _STANDS_OUT)):
        yield np.asarray(cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, kind, block, level))
    brush = cv2.getStructuringElement(cv2.MORPH_RECT, (max(3, round(_STROKE * scale) | 1),) * 2)
    for operation in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT):
        yield (cv2.morphologyEx(grey, operation, brush) > 2 * _STANDS_OUT).astype(np.uint8)


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) > max(one[0], other[0])
    return across and min(one[1] + one[3], other[1] + other[3]) > max(one[1], other[1])


def _is_candidate(place: tuple[int, int, int, int], shape: tuple[int, ...], scale: float) -> bool:
    left, top, width, height = place
    if not (_SMALLEST * scale <= min(width, height) and max(width, height) <= _LARGEST * scale):
        return False
    x, y = (left + width / 2) / shape[1], (top + height / 2) / shape[0]
    return min(x, y, 1 - x, 1 - y) < _EDGE


def _middle(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """What lies within a ring or a round button: the middle three fifths."""
    height, width = ink.shape
    return ink[height // 5 : height - height // 5, width // 5 : width - width // 5]


def _crossed(ink: npt.NDArray[np.bool_]) -> bool:
    import cv2
    import numpy as np

    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < 4 or len(columns) < 4:
        return False
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = cut.shape
    if max(height, width) > 1.35 * min(height, width):
        return False
    square = cv2.resize(cut.astype(np.uint8), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA) > 0
    if not _INK[0] < square.mean() < _INK[1]:
        return False
    v, u = np.mgrid[0:_SIDE, 0:_SIDE] / (_SIDE - 1)
    falling, rising = np.abs(u - v) < _DIAGONAL, np.abs(u + v - 1) < _DIAGONAL
    on_diagonals = square[falling | rising].sum() / max(1, square.sum())
    return bool(on_diagonals > _ON_DIAGONALS and min(_filled(square), _filled(square[:, ::-1])) > _STROKES)


def _filled(square: npt.NDArray[np.bool_]) -> float:
    """How much of the falling diagonal is drawn, small breaks and offsets allowed."""
    side = len(square)
    drawn = [square[max(0, i - 3) : i + 4, max(0, i - 3) : i + 4].any() for i in range(side)]
    return sum(drawn) / side
