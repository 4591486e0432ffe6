"""What every QR code of a version has in common: its size, and the modules that carry no data (ISO/IEC 18004)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    import numpy.typing

    Modules = numpy.typing.NDArray[numpy.uint8]
    """One value a module: 1 dark, 0 light."""

__all__ = ["FINDER", "LARGEST_VERSION", "UNKNOWN", "fixed_modules", "size_of"]

FINDER = 7
"""Modules across a finder pattern."""

LARGEST_VERSION = 40
UNKNOWN = 2
"""Stands in `fixed_modules` for a module whose colour depends on the content."""


def size_of(version: int) -> int:
    """Modules across a code of this version."""
    return 17 + 4 * version


@cache
def fixed_modules(version: int) -> Modules:
    """The modules whose colour the version alone decides; `UNKNOWN` elsewhere."""
    import numpy

    size = size_of(version)
    modules = numpy.full((size, size), UNKNOWN, numpy.uint8)
    modules[:8, :8] = modules[:8, -8:] = modules[-8:, :8] = 0
    for top, left in ((0, 0), (0, size - FINDER), (size - FINDER, 0)):
        _rings(modules, top, left, FINDER)
    for index in range(8, size - 8):
        modules[6, index] = modules[index, 6] = 1 - index % 2
    for y, x in _alignment_centres(version):
        _rings(modules, y - 2, x - 2, 5)
    modules[size - 8, 8] = 1
    return modules


def _rings(modules: Modules, top: int, left: int, across: int) -> None:
    """A dark square with a light ring in it, as finder and alignment patterns are."""
    modules[top : top + across, left : left + across] = 1
    modules[top + 1 : top + across - 1, left + 1 : left + across - 1] = 0
    modules[top + 2 : top + across - 2, left + 2 : left + across - 2] = 1


def _alignment_centres(version: int) -> list[tuple[int, int]]:
    if version == 1:
        return []
    size, count = size_of(version), version // 7 + 2
    step = (version * 8 + count * 3 + 5) // (count * 4 - 4) * 2
    places = [6, *(size - 7 - index * step for index in range(count - 2, -1, -1))]
    last = places[-1]
    corners = {(6, 6), (6, last), (last, 6)}
    return [(y, x) for y in places for x in places if (y, x) not in corners]
