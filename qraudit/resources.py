"""Where the project's data live: `rules/` and `samples/`, in a checkout or inside the installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["rules_dir", "samples_dir"]

_PACKAGE = Path(__file__).resolve().parent


@cache
def rules_dir() -> Path:
    """The folder of the built-in rules."""
    return _data_dir("rules")


@cache
def samples_dir() -> Path:
    """The folder of the sample merchants."""
    return _data_dir("samples")


def _data_dir(name: str) -> Path:
    bundled = _PACKAGE / "_bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name
