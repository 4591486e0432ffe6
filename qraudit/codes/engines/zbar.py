"""zbar, through pyzbar: a second opinion where its shared library is installed."""

from __future__ import annotations

import contextlib
import io
from functools import cache
from typing import TYPE_CHECKING, Any

from qraudit.codes.charset import repaired
from qraudit.codes.reading import Reading

if TYPE_CHECKING:
    from qraudit.codes.reading import Grey

__all__ = ["available", "read"]


@cache
def available() -> bool:
    """Whether pyzbar finds its shared library."""
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            import pyzbar.pyzbar  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def read(grey: Grey) -> list[Reading]:
    """Every QR code that zbar reads, without those whose characters it may have corrupted."""
    if not available():
        return []
    from pyzbar.pyzbar import ZBarSymbol, decode

    readings = []
    for code in decode(grey, symbols=[ZBarSymbol.QRCODE]):
        text = repaired(code.data.decode("utf-8", "replace"))
        if text:
            readings.append(Reading(text, "zbar", _corners(code)))
    return readings


def _corners(code: Any) -> tuple[tuple[float, float], ...]:
    # zbar gives the corners as a convex hull in no fixed order of its own; it starts at the top left of the code
    # and goes counter-clockwise.
    points = [(float(point.x), float(point.y)) for point in code.polygon]
    return (points[0], *reversed(points[1:])) if len(points) == 4 else ()
