"""From a picture to the codes in it, and from a payload to what it is.

    file ──pictures──▶ frames ──cascade (preparations × engines)──▶ readings ──merging──▶ Code ──kinds──▶ its kind

Hostile pictures meet native code only inside a worker process (`codes.worker`). That process imports this package
too, so the names below load when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qraudit.codes.choice import choose
    from qraudit.codes.explanation import draw_explanation
    from qraudit.codes.kinds import classify, explain_kind
    from qraudit.codes.photo import Effort, read_photo, read_photos, read_pixels, start_reader

__all__ = [
    "Effort",
    "choose",
    "classify",
    "draw_explanation",
    "explain_kind",
    "read_photo",
    "read_photos",
    "read_pixels",
    "start_reader",
]

_HOME = {
    "Effort": "photo",
    "choose": "choice",
    "classify": "kinds",
    "draw_explanation": "explanation",
    "explain_kind": "kinds",
    "read_photo": "photo",
    "read_photos": "photo",
    "read_pixels": "photo",
    "start_reader": "photo",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
