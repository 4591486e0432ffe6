"""Ticked or not, told from pixels alone: touched once, compared, and touched back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

__all__ = ["differs", "is_fuller"]

_CHANGED = 24
_SHARE = 0.01


def differs(one: Pixels, other: Pixels) -> bool:
    """Whether more than a hundredth of the pixels changed visibly."""
    import numpy as np

    if one.shape != other.shape:
        return True
    change = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2)
    return bool((change > _CHANGED).mean() > _SHARE)


def is_fuller(one: Pixels, other: Pixels) -> bool:
    """Whether the first has more ink or colour in its middle: a tick, a dot, a filled box."""
    return _ink(one) > _ink(other)


def _ink(rgb: Pixels) -> float:
    import numpy as np

    height, width = rgb.shape[:2]
    middle = rgb[height // 4 : height - height // 4, width // 4 : width - width // 4].astype(np.float64)
    ground = np.median(rgb[:2].reshape(-1, 3), axis=0)
    strangeness = np.abs(middle - ground).max(axis=2).mean()
    saturation = (middle.max(axis=2) - middle.min(axis=2)).mean()
    return float(strangeness + saturation)
