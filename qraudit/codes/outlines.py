"""The outlines of what is dark, and which lies within which; finder patterns and bull's eyes are found among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qraudit.codes.reading import Grey

__all__ = ["dark_parts", "outlines_of"]

_TEXTURE = 0.25
"""Share of neighbouring pixels that differ, beyond which there is grain and no print; tiny modules reach a sixth."""
_GRAIN = 0.09
"""The same share, beyond which smoothing first saves more than it loses."""
_MOST = 60_000


def dark_parts(grey: Grey, *, share: float, below: int) -> Any:
    """What is darker than its neighbourhood, whose size is a share of the picture's; grain smoothed away."""
    import cv2

    def threshold(picture: Any) -> Any:
        block = max(3, int(min(grey.shape) * share) | 1)
        way, kind = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
        return cv2.adaptiveThreshold(picture, 255, way, kind, block, below)

    dark = threshold(grey)
    return threshold(cv2.GaussianBlur(grey, (0, 0), 1.3)) if _changes(dark) > _GRAIN else dark


def outlines_of(dark: Any) -> tuple[Any, Any]:
    """Outlines, and for each the indices of next, previous, first child and parent; none for mere texture.

    Texture would take seconds, and hold nothing that could be told apart.
    """
    import cv2

    if _changes(dark) > _TEXTURE:
        return (), ()
    outlines, tree = cv2.findContours(dark, cv2.RETR_TREE, cv2.CHAIN_APPROX_NONE)
    return (outlines, tree[0]) if tree is not None and len(outlines) <= _MOST else ((), ())


def _changes(dark: Any) -> float:
    """The share of neighbouring pixels that differ."""
    return float((dark[:, 1:] != dark[:, :-1]).mean())
