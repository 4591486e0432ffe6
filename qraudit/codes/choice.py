"""Which of several codes is the one that a consumer has to scan."""

from __future__ import annotations

from qraudit.codes.kinds import payload_kind
from qraudit.codes.reading import area
from qraudit.models import Code, Photo

__all__ = ["choose"]


def choose(photo: Photo) -> Code | None:
    """The merchant's code: by its kind first, by its size in the picture among equals.

    None where there is none, or where engines contradicted each other about a code in this picture.
    """
    if photo.reason_id == "disagreement" or not photo.codes:
        return None
    return max(photo.codes, key=lambda code: (payload_kind(code.facts["type"]).choice, area(code.corners)))
