"""Covers what the tool typed on a screenshot, before anything is hashed: in fields, and where a page repeats it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qraudit.models import Box, Snapshot

__all__ = ["boxes_to_cover", "covered"]

_GAPS = re.compile(r"[\s\-]+")
_SHORTEST_ASCII = 4
_SHORTEST_WIDE = 2
_GREY = (128, 128, 128)


def boxes_to_cover(snapshot: Snapshot, typed: Iterable[str]) -> list[Box]:
    """Where a look shows one of the typed values: whole fields, whole lines of text."""
    values = {_plain(value) for value in typed if value}
    telling = {value for value in values if _tellable(value)}
    fields = [one.box for one in snapshot.controls if one.value and _shows(one.value, values, telling)]
    return fields + [line.box for line in snapshot.lines if _shows(line.text, frozenset(), telling)]


def _shows(text: str, whole: Iterable[str], telling: Iterable[str]) -> bool:
    plain = _plain(text)
    return plain in whole or any(value in plain for value in telling)


def _plain(text: str) -> str:
    return _GAPS.sub("", text).lower()


def _tellable(value: str) -> bool:
    return len(value) >= (_SHORTEST_ASCII if value.isascii() else _SHORTEST_WIDE)


def covered(png: bytes, boxes: Iterable[Box], width: float) -> bytes:
    """The picture with those boxes (of a viewport that wide) painted over."""
    import cv2
    import numpy as np

    image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        return b""  # no picture rather than one that shows what should be covered
    scale = image.shape[1] / max(1.0, width)
    for x, y, w, h in boxes:
        left, top = max(0, int(x * scale)), max(0, int(y * scale))
        image[top : max(0, int((y + h) * scale) + 1), left : max(0, int((x + w) * scale) + 1)] = _GREY
    done, data = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return data.tobytes() if done else b""
