"""Follows a code's timing patterns, the two rows of alternating modules between its finder patterns.

Where a sheet is bent, they are the only part between the finder patterns whose content is known; how they run tells
how the whole sheet does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qraudit.codes.reading import Grey

__all__ = ["followed"]

_REACH, _STEP = 14, 2
"""How far aside a module is looked for, and in which steps, in pixels."""
_STIFFNESS = 0.12
"""What a change of direction from one module to the next costs, in units of the pattern's contrast."""


def followed(straightened: Grey, size: int, *, margin: int, pixels: int) -> tuple[Any, Any]:
    """For every module along the top and along the left: how far (x, y) it lies from where it should."""
    import numpy

    lightness = straightened.astype(numpy.float32)
    row = _path(lightness, size, margin, pixels)
    column = _path(numpy.ascontiguousarray(lightness.T), size, margin, pixels)
    return row, column[:, ::-1]


def _path(lightness: Any, size: int, margin: int, pixels: int) -> Any:
    """The likeliest run of the seventh row: smooth, from nothing at the one finder pattern to nothing at the other."""
    import numpy

    offsets = numpy.arange(-_REACH, _REACH + 1, _STEP)
    across = len(offsets)
    middle = across // 2
    columns = numpy.arange(7, size - 7)
    scores = _scores(lightness, columns, offsets, margin, pixels)
    best = numpy.full((across, across), -numpy.inf, numpy.float32)
    best[middle, middle] = 0
    steps = []
    for score in scores:
        best, came_from = _step(best)
        best = best + score
        steps.append(came_from)
    at = (middle, middle)
    run = numpy.zeros((size, 2), numpy.float32)
    for column, came_from in zip(columns[::-1], steps[::-1], strict=True):
        run[column] = offsets[at[1]], offsets[at[0]]
        at = divmod(int(came_from[at]), across)
    return _smoothed(run)


def _scores(lightness: Any, columns: Any, offsets: Any, margin: int, pixels: int) -> Any:
    """For each module of the row and each place around it: how well what is there fits dark or light."""
    import cv2
    import numpy

    smooth = cv2.blur(lightness, (5, 5))
    around = cv2.blur(lightness, (6 * pixels + 1, 6 * pixels + 1))
    y = (6 + margin) * pixels + pixels // 2 + offsets[:, None]
    found = []
    for column in columns:
        x = (column + margin) * pixels + pixels // 2 + offsets[None, :]
        contrast = (smooth[y, x] - around[y, x]) / 64
        found.append((contrast if column % 2 else -contrast).clip(-1, 1))
    return numpy.array(found, numpy.float32)


def _step(best: Any) -> tuple[Any, Any]:
    """From each place to itself or a neighbouring one: the best score so far, and where it came from."""
    import numpy

    across = best.shape[0]
    padded = numpy.pad(best, 1, constant_values=-numpy.inf)
    indices = numpy.arange(across * across).reshape(across, across)
    padded_indices = numpy.pad(indices, 1)
    moves = [(y, x) for y in range(3) for x in range(3)]
    options = numpy.stack(
        [padded[y : y + across, x : x + across] - _STIFFNESS * (abs(y - 1) + abs(x - 1)) for y, x in moves]
    )
    choice = options.argmax(axis=0)
    origins = numpy.stack([padded_indices[y : y + across, x : x + across] for y, x in moves])
    return options.max(axis=0), numpy.take_along_axis(origins, choice[None], axis=0)[0]


def _smoothed(run: Any) -> Any:
    import cv2

    return cv2.GaussianBlur(run, (1, 5), 0, sigmaY=1.2, borderType=cv2.BORDER_REPLICATE)
