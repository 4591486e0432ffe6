"""zxing-cpp: the engine that reads most, and fastest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from qraudit.codes.charset import text_of_bytes
from qraudit.codes.reading import Corners, Reading

if TYPE_CHECKING:
    from qraudit.codes.reading import Grey

__all__ = ["MOST_CODES", "Unread", "look", "read"]

MOST_CODES = 255
"""zxing-cpp gives at most this many codes of one picture."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A code that was found, down to its version, but whose content did not pass its error correction."""

    corners: Corners
    version: int


def read(grey: Grey) -> list[Reading]:
    """Every QR code that zxing-cpp reads."""
    return look(grey)[0]


def look(grey: Grey, *, binarizer: Literal["local", "global"] = "local") -> tuple[list[Reading], list[Unread]]:
    """Every QR code that zxing-cpp reads, and those that it finds but cannot read.

    Only QR codes proper: looking for all formats costs ten times the time, and the smaller relatives (Micro QR),
    which no wallet reads, carry so little error correction that texture passes for them.
    """
    import zxingcpp

    found = zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel1, zxingcpp.BarcodeFormat.QRCodeModel2]),
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=zxingcpp.Binarizer.LocalAverage if binarizer == "local" else zxingcpp.Binarizer.GlobalHistogram,
        return_errors=True,
    )
    readings = [Reading(_text(code), "zxing", _corners(code)) for code in found if code.valid and code.text]
    unread = [Unread(_corners(code), version) for code in found if not code.valid and (version := _version(code))]
    return readings, unread


def _text(code: Any) -> str:
    has_charset = code.symbology_identifier in {"]Q2", "]Q4", "]Q6"}
    return str(code.text) if has_charset else text_of_bytes(bytes(code.bytes), guess=str(code.text))


def _corners(code: Any) -> Corners:
    place = code.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return tuple((float(point.x), float(point.y)) for point in points)


def _version(code: Any) -> int:
    version = str((code.extra or {}).get("Version", ""))
    return int(version) if version.isdecimal() else 0
