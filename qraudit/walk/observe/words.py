"""Words in pixels: one OCR engine a process, each picture read once."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

__all__ = ["Word", "fingerprint", "read_words"]

_REMEMBERED = 256
_DETECTED_SIDE = 736
_SURE = 0.6

_lock = threading.Lock()
_read: OrderedDict[str, list[Word]] = OrderedDict()


@dataclass(frozen=True)
class Word:
    """A line of words and where it stands, in shares (0..1) of the picture's width and height."""

    text: str
    left: float
    top: float
    width: float
    height: float


def fingerprint(rgb: Pixels) -> str:
    """The same for the same pixels."""
    return hashlib.sha256(f"{rgb.shape}".encode() + rgb.tobytes()).hexdigest()


def read_words(rgb: Pixels) -> list[Word]:
    """The lines of text in a picture, top to bottom. Blocking: a few tenths of a second for a new picture."""
    key = fingerprint(rgb)
    with _lock:
        if key not in _read:
            _read[key] = _recognise(rgb)
            while len(_read) > _REMEMBERED:
                _read.popitem(last=False)
        _read.move_to_end(key)
        return _read[key]


def _recognise(rgb: Pixels) -> list[Word]:
    height, width = rgb.shape[:2]
    found = _engine()(rgb[:, :, ::-1].copy(), use_cls=False)
    if found.boxes is None or found.txts is None:
        return []
    words = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        if score < _SURE or not str(text).strip():
            continue
        xs, ys = [float(one[0]) for one in corners], [float(one[1]) for one in corners]
        place = (min(xs) / width, min(ys) / height, (max(xs) - min(xs)) / width, (max(ys) - min(ys)) / height)
        words.append(Word(str(text).strip()[:200], *place))
    return sorted(words, key=lambda one: (round(one.top * 50), one.left))


@cache
def _engine() -> Any:
    """The OCR engine; its models come with its wheel. Text on pages is upright: no turning is looked for."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTED_SIDE,
        }
    )
