"""Redraws a code flat that lies curved, creased or aslant in the picture.

From a first guess of where the code lies, its modules are sampled; what they say is drawn as an ideal code; each
part of that drawing is searched for near its place in the picture, and the way there, smoothed, bends the grid.
Repeated, the grid settles on the code, since most modules are right from the start and all its fixed patterns are
known. A strong bend is undone beforehand, along the timing patterns. What is handed on is a flat drawing of the
modules: whether they make sense is for an engine to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qraudit.codes import timing
from qraudit.codes.symbol import UNKNOWN, fixed_modules, size_of

if TYPE_CHECKING:
    from qraudit.codes.placing import Placement
    from qraudit.codes.reading import Corners, Grey
    from qraudit.codes.symbol import Modules

__all__ = ["MOST_ROUNDS", "corners_of", "flat_drawings"]

_PIXELS = 8
"""Pixels a module in the straightened picture."""
_MARGIN = 4
"""Modules of margin around it."""
_BLOCK, _STRIDE = 6, 3
"""Modules across a part that is searched for, and from one part to the next."""
_REACH = 5
"""Pixels that a part is searched for in each direction."""
_SMOOTHING = (2.0, 1.5, 1.2, 1.0, 0.8)
"""How far displacements are evened out, in strides, round by round: first the whole sheet, then its creases."""
MOST_ROUNDS = len(_SMOOTHING)
_LEAST_FIT = 0.7
"""Share of the fixed modules that must be right for a guess to be pursued; chance gives about a half."""
_LEAST_FIT_BENT = 0.86
"""The same after the grid was bent twice: where that has not helped, more rounds do not."""
_LARGE = 80
"""Modules across beyond which a code gets two rounds only, for the time they take."""


@dataclass
class _Sheet:
    """The code's surroundings straightened by the first guess, and the bent grid: where each pixel is looked up."""

    first: Any
    x: Any
    y: Any


def flat_drawings(grey: Grey, place: Placement, *, rounds: int = MOST_ROUNDS, bent: bool = False) -> Iterator[Grey]:
    """Flat drawings of the code guessed to lie at `place`, better and better; none where there is hardly a code.

    `bent` follows the timing patterns first: right for a bottle, too bold for a crease.
    """
    import numpy

    size, fixed = size_of(place.version), fixed_modules(place.version)
    rounds = min(rounds, 2) if size > _LARGE else rounds
    sheet = _straightened(grey, place, size)
    if bent:
        _follow_timing(sheet, size)
    for number in range(rounds + 1):
        light = _sampled(sheet, size)
        modules = _darker_than_around(light, 9)
        if _fit(modules, fixed) < (_LEAST_FIT if number < 2 else _LEAST_FIT_BENT):
            return
        first_or_last = number in (0, rounds)
        for read in _thresholded(light) if first_or_last else (modules,):
            yield _drawn(numpy.where(fixed == UNKNOWN, read, fixed), 4)
        if number < rounds and not _bend(sheet, numpy.where(fixed == UNKNOWN, modules, fixed), _SMOOTHING[number]):
            return


def corners_of(place: Placement) -> Corners:
    """The corners of the code in the picture, clockwise from its own top left."""
    import cv2
    import numpy

    size = float(size_of(place.version))
    square = numpy.array([[[0, 0], [size, 0], [size, size], [0, size]]])
    return tuple((float(x), float(y)) for x, y in cv2.perspectiveTransform(square, place.to_picture)[0])


def _straightened(grey: Grey, place: Placement, size: int) -> _Sheet:
    import cv2
    import numpy

    across = (size + 2 * _MARGIN) * _PIXELS
    to_module = numpy.array([[1 / _PIXELS, 0, -_MARGIN], [0, 1 / _PIXELS, -_MARGIN], [0, 0, 1.0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    matrix = place.to_picture @ to_module
    first = cv2.warpPerspective(grey, matrix, (across, across), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    x, y = numpy.meshgrid(numpy.arange(across, dtype=numpy.float32), numpy.arange(across, dtype=numpy.float32))
    return _Sheet(first, x, y)


def _follow_timing(sheet: _Sheet, size: int) -> None:
    """Bend the whole grid as the two timing patterns run."""
    import cv2
    import numpy

    row, column = timing.followed(sheet.first, size, margin=_MARGIN, pixels=_PIXELS)
    bent = (row[None, :, :] + column[:, None, :]).astype(numpy.float32)
    across = sheet.first.shape[0]
    places = (numpy.arange(across, dtype=numpy.float32) - _PIXELS / 2) / _PIXELS - _MARGIN
    at_x, at_y = numpy.meshgrid(places, places)
    moved = cv2.remap(bent, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    sheet.x, sheet.y = sheet.x + moved[..., 0], sheet.y + moved[..., 1]


def _now(sheet: _Sheet) -> Any:
    import cv2

    return cv2.remap(sheet.first, sheet.x, sheet.y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _sampled(sheet: _Sheet, size: int) -> Any:
    """The mean brightness in the middle of each module."""
    import cv2
    import numpy

    middles = (numpy.arange(size) + _MARGIN) * _PIXELS + _PIXELS // 2
    return cv2.boxFilter(_now(sheet), -1, (5, 5))[numpy.ix_(middles, middles)].astype(numpy.float32)


def _thresholded(light: Any) -> Iterator[Modules]:
    """The modules under several notions of dark: no single one survives glare, shade, dirt and blur alike."""
    import cv2
    import numpy

    yield _darker_than_around(light, 9)
    yield _darker_than_around(light, 5)
    middle, _ = cv2.threshold(light.astype(numpy.uint8), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    yield (light < middle).astype(numpy.uint8)
    yield (light < cv2.GaussianBlur(light, (0, 0), 2.5)).astype(numpy.uint8)
    smear = cv2.blur(light, (3, 3), borderType=cv2.BORDER_REFLECT)
    yield _darker_than_around((2 * light - smear).clip(0, 255), 9)


def _darker_than_around(light: Any, across: int) -> Modules:
    """Dark where a module is below the middle between the darkest and the lightest around it."""
    import cv2
    import numpy

    around = numpy.ones((across, across), numpy.uint8)
    darkest, lightest = cv2.erode(light, around), cv2.dilate(light, around)
    middle = cv2.blur((darkest + lightest) / 2, (across, across))
    dark: Modules = (light < middle).astype(numpy.uint8)
    return dark


def _fit(modules: Modules, fixed: Modules) -> float:
    known = fixed != UNKNOWN
    return float((modules[known] == fixed[known]).mean())


def _drawn(modules: Modules, pixels: int) -> Grey:
    import numpy

    framed = numpy.pad(1 - modules, _MARGIN, constant_values=1)
    return (numpy.kron(framed, numpy.ones((pixels, pixels), numpy.uint8)) * 255).astype(numpy.uint8)


def _bend(sheet: _Sheet, modules: Modules, smoothing: float) -> bool:
    """Move the grid to where the parts of the ideal drawing are found; False where none is."""
    import cv2
    import numpy

    ideal = cv2.GaussianBlur(_drawn(modules, _PIXELS), (0, 0), 0.3 * _PIXELS)
    right, down, weight = _displacements(_now(sheet), ideal, len(modules))
    if not weight.any():
        return False
    across = sheet.first.shape[0]
    x, y = numpy.meshgrid(numpy.arange(across, dtype=numpy.float32), numpy.arange(across, dtype=numpy.float32))
    start = (_BLOCK // 2 - 1 + _MARGIN) * _PIXELS
    at_x, at_y = (x - start) / (_STRIDE * _PIXELS), (y - start) / (_STRIDE * _PIXELS)
    right, down = (
        cv2.remap(_evened(shift, weight, smoothing), at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for shift in (right, down)
    )
    sheet.x, sheet.y = (
        cv2.remap(grid, x + right, y + down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for grid in (sheet.x, sheet.y)
    )
    return True


def _displacements(seen: Any, ideal: Any, size: int) -> tuple[Any, Any, Any]:
    """How far each part of the ideal drawing lies from its place in the picture, and how sure that is."""
    import numpy

    starts = numpy.arange(-1, size - _BLOCK + 2, _STRIDE)
    right, down, weight = (numpy.zeros((len(starts), len(starts)), numpy.float32) for _ in range(3))
    for row, y in enumerate((starts + _MARGIN) * _PIXELS):
        for column, x in enumerate((starts + _MARGIN) * _PIXELS):
            right[row, column], down[row, column], weight[row, column] = _found_near(seen, ideal, int(x), int(y))
    return right, down, weight


def _found_near(seen: Any, ideal: Any, x: int, y: int) -> tuple[float, float, float]:
    import cv2

    across = _BLOCK * _PIXELS
    part = ideal[y : y + across, x : x + across]
    if part.std() < 25:  # hardly any edge to hold on to
        return 0.0, 0.0, 0.0
    around = seen[y - _REACH : y + across + _REACH, x - _REACH : x + across + _REACH]
    _, likeness, _, (left, top) = cv2.minMaxLoc(cv2.matchTemplate(around, part, cv2.TM_CCOEFF_NORMED))
    if not 0.3 < likeness <= 1.01:
        return 0.0, 0.0, 0.0
    right, down = left - _REACH, top - _REACH
    at_the_edge = max(abs(right), abs(down)) == _REACH
    return right, down, likeness**4 * (0.2 if at_the_edge else 1.0)


def _evened(shift: Any, weight: Any, smoothing: float) -> Any:
    import cv2

    weighted, weights = (
        cv2.GaussianBlur(values, (0, 0), smoothing, borderType=cv2.BORDER_REFLECT)
        for values in (shift * weight, weight)
    )
    return weighted / (weights + 1e-6)
