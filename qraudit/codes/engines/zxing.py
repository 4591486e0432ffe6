"""zxing-cpp: the engine that reads most, and fastest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from qraudit.codes.charset import text_of_bytes
from qraudit.codes.reading import Corners, Reading

if TYPE_CHECKING:
    from qraudit.codes.reading import Grey

__all__ = ["MOST_CODES", "read"]

MOST_CODES = 255
"""zxing-cpp gives at most this many codes of one picture."""


def read(grey: Grey, *, binarizer: Literal["local", "global"] = "local", downscale: bool = True) -> list[Reading]:
    """Every QR code that zxing-cpp reads (all other formats cost ten times the time)."""
    import zxingcpp

    found = zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=zxingcpp.Binarizer.LocalAverage if binarizer == "local" else zxingcpp.Binarizer.GlobalHistogram,
        try_downscale=downscale,
    )
    return [Reading(_text(code), "zxing", _corners(code)) for code in found if code.valid and code.text]


def _text(code: Any) -> str:
    has_charset = code.symbology_identifier in {"]Q2", "]Q4", "]Q6"}
    return str(code.text) if has_charset else text_of_bytes(bytes(code.bytes), guess=str(code.text))


def _corners(code: Any) -> Corners:
    place = code.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return tuple((float(point.x), float(point.y)) for point in points)
