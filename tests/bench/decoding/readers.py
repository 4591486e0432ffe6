"""Who reads: other projects' decoders alone, and this project's cascade, all in this process and on one core."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import cv2
import numpy
import zxingcpp

from qraudit.codes.cascade import Effort, Search
from qraudit.codes.engines import zbar
from qraudit.codes.merging import merge
from qraudit.codes.pictures import frames_of

__all__ = ["READERS", "Reader"]

cv2.setNumThreads(1)

_seconds = time.process_time if time.get_clock_info("process_time").resolution < 1e-4 else time.perf_counter
"""The processor's time, where it is measured finely: on a busy machine the wall clock wrongs whoever takes longer."""

Reader = Callable[[bytes], tuple[list[str], float]]
"""From a file's bytes to the texts read and the seconds that it took, opening the file left out."""


def zxing(data: bytes) -> tuple[list[str], float]:
    """zxing-cpp alone, QR codes only."""
    grey = _grey(data)
    begun = _seconds()
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode, text_mode=zxingcpp.TextMode.Plain)
    return [code.text for code in found], _seconds() - begun


def pyzbar(data: bytes) -> tuple[list[str], float]:
    """zbar alone, through pyzbar; nothing where its library is missing."""
    if not zbar.available():
        return [], 0.0
    from pyzbar.pyzbar import ZBarSymbol, decode

    grey = _grey(data)
    begun = _seconds()
    found = decode(grey, symbols=[ZBarSymbol.QRCODE])
    return [code.data.decode("utf-8", "replace") for code in found], _seconds() - begun


def opencv(data: bytes) -> tuple[list[str], float]:
    """OpenCV's own QR code detector alone."""
    grey = _grey(data)
    begun = _seconds()
    try:
        _, texts, _, _ = cv2.QRCodeDetector().detectAndDecodeMulti(grey)
    except (UnicodeDecodeError, cv2.error):
        texts = ()
    return [text for text in texts if text], _seconds() - begun


def cascade(effort: Effort) -> Reader:
    """This project's cascade at one effort, as the worker process runs it."""

    def read(data: bytes) -> tuple[list[str], float]:
        frame = next(frames_of(data))
        begun = _seconds()
        search = Search(frame, effort)
        readings: list[Any] = []
        for attempt in search.attempts():
            readings += attempt.run()
        search.round_codes()
        kept, _ = merge(readings)
        return [code.first.payload for code in kept], _seconds() - begun

    return read


READERS: dict[str, Reader] = {
    "zxing-cpp": zxing,
    "pyzbar": pyzbar,
    "opencv": opencv,
    "quick": cascade("quick"),
    "normal": cascade("normal"),
    "thorough": cascade("thorough"),
}


def _grey(data: bytes) -> Any:
    return numpy.ascontiguousarray(next(frames_of(data)).grey)
