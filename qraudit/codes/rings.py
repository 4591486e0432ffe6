"""Recognises WeChat's round mini-program code, which is no QR code and which only WeChat can read.

Its three bull's eyes are corners of a square whose middle is the code's; around that middle, outside the logo, run
rays at even angles. Bull's eyes alone are not enough: QR codes drawn with round corners have them too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

from qraudit.codes.outlines import dark_parts, outlines_of
from qraudit.codes.reading import centre, surrounds

if TYPE_CHECKING:
    from qraudit.codes.reading import Corners, Grey, Matrix

__all__ = ["round_codes"]

_MOST_EYES = 24
_LEAST_EYE, _MOST_EYE = 7, 160
"""Pixels across a bull's eye."""
_SIDE_IN_EYES = (4.3, 9.5)
"""Distance from one bull's eye to the next, in widths of one; 6.5 seen straight on."""
_RAYS = (36, 54, 72)
"""Rays around a code, by its size."""
_INNER, _OUTER = 0.92, 1.5
"""Between which distances from the middle rays are looked for; a bull's eye lies at 1.41."""
_OUTLINE = 1.65
"""Half the side of the square around the code, in the same measure."""
_LEAST_REGULARITY = 0.3


def round_codes(grey: Grey) -> list[Corners]:
    """The corners of the square around each round code, clockwise from its own top left."""
    frames = [frame for three in combinations(_eyes(grey), 3) for frame in _frames(three)]
    measured = sorted(((_regularity(grey, frame), _outline(frame)) for frame in frames), reverse=True)
    found: list[Corners] = []
    for regularity, outline in measured:
        known = any(surrounds(other, centre(outline)) for other in found)
        if regularity >= _LEAST_REGULARITY and not known:
            found.append(outline)
    return found


def _eyes(grey: Grey) -> list[tuple[float, float, float]]:
    """Middle and width of each dark ring with something light and round in it."""
    dark = dark_parts(grey, share=0.08, below=12)
    outlines, tree = outlines_of(dark)
    eyes: list[tuple[float, float, float]] = []
    for index, outline in enumerate(outlines):
        inside = int(tree[index][2])
        if inside < 0 or not 3 * _LEAST_EYE <= len(outline) <= 4 * _MOST_EYE:
            continue
        eye = _as_eye(outline, outlines[inside])
        if eye is not None:
            eyes.append(eye)
    return sorted(eyes, key=lambda eye: -eye[2])[:_MOST_EYES]


def _as_eye(ring: Any, hole: Any) -> tuple[float, float, float] | None:
    import cv2

    (x, y), (one, other), _ = cv2.minAreaRect(ring)
    width = max(one, other) + 1
    if not _LEAST_EYE <= width <= _MOST_EYE or min(one, other) < 0.5 * width:
        return None
    fills = cv2.contourArea(ring) / max(one * other, 1)  # of the rectangle around it: 0.785 for an ellipse
    if not 0.66 < fills < 0.88 or not 0.2 < cv2.contourArea(hole) / cv2.contourArea(ring) < 0.85:
        return None
    return float(x), float(y), width


def _frames(eyes: tuple[tuple[float, float, float], ...]) -> Iterator[Matrix]:
    """Three bull's eyes as corners of a square: the map from (±1, ±1) to the picture, where that is possible."""
    import numpy

    widths = [eye[2] for eye in eyes]
    if max(widths) > 1.6 * min(widths):
        return
    points = [numpy.array(eye[:2]) for eye in eyes]
    for turn in range(3):
        corner, one, other = (points[(turn + step) % 3] for step in range(3))
        across, down = one - corner, other - corner
        if across[0] * down[1] < across[1] * down[0]:
            across, down = down, across
        if _can_be_sides(across, down, sum(widths) / 3):
            middle = corner + (across + down) / 2
            yield numpy.column_stack([across / 2, down / 2, middle])


def _can_be_sides(across: Any, down: Any, width: float) -> bool:
    sides = float((across**2).sum() ** 0.5), float((down**2).sum() ** 0.5)
    if max(sides) > 1.5 * min(sides) or not _SIDE_IN_EYES[0] < sum(sides) / 2 / width < _SIDE_IN_EYES[1]:
        return False
    return bool(abs(across @ down) < 0.45 * sides[0] * sides[1])


def _regularity(grey: Grey, frame: Matrix) -> float:
    """How much of what changes around the middle changes in step with the rays; 0 to 1."""
    import cv2
    import numpy

    angles = numpy.linspace(0, 2 * numpy.pi, 720, endpoint=False)
    radii = numpy.linspace(_INNER, _OUTER, 32)[:, None]
    x, y = radii * numpy.cos(angles), radii * numpy.sin(angles)
    at_x, at_y = ((frame[axis, 0] * x + frame[axis, 1] * y + frame[axis, 2]).astype(numpy.float32) for axis in (0, 1))
    around = cv2.remap(grey, at_x, at_y, cv2.INTER_LINEAR, borderValue=255)
    profile = around.astype(numpy.float64).mean(axis=0)
    strength = numpy.abs(numpy.fft.rfft(profile - profile.mean()))[8:100] ** 2
    in_step = max(float(strength[rays - 9 : rays - 6].sum()) for rays in _RAYS)
    return in_step / max(float(strength.sum()), 1e-9)


def _outline(frame: Matrix) -> Corners:
    square = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return tuple(
        (
            float(frame[0, 2] + _OUTLINE * (frame[0, 0] * x + frame[0, 1] * y)),
            float(frame[1, 2] + _OUTLINE * (frame[1, 0] * x + frame[1, 1] * y)),
        )
        for x, y in square
    )
