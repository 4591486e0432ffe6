"""The outlines of what is dark, and which lies within which; finder patterns and bull's eyes are found among them."""

from __future__ import annotations

from typing import Any

__all__ = ["outlines_of"]

_TEXTURE = 0.25
"""Share of neighbouring pixels that differ, beyond which there is grain and no print; tiny modules reach a sixth."""
_MOST = 60_000


def outlines_of(dark: Any) -> tuple[Any, Any]:
    """Outlines, and for each the indices of next, previous, first child and parent; none for mere texture.

    Texture would take seconds, and hold nothing that could be told apart.
    """
    import cv2

    if (dark[:, 1:] != dark[:, :-1]).mean() > _TEXTURE:
        return (), ()
    outlines, tree = cv2.findContours(dark, cv2.RETR_TREE, cv2.CHAIN_APPROX_NONE)
    return (outlines, tree[0]) if tree is not None and len(outlines) <= _MOST else ((), ())
