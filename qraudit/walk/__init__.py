"""The reluctant consumer: from a code to a walk (the only stage that needs a browser)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qraudit.walk.options import WalkOptions

if TYPE_CHECKING:
    from qraudit.walk.walker import walk

__all__ = ["WalkOptions", "walk"]


def __getattr__(name: str) -> Any:
    if name == "walk":  # Playwright is heavy: it is imported when a walk begins
        from qraudit.walk.walker import walk

        return walk
    raise AttributeError(name)
