"""report: what people and other programs read, each format from the one report object."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qraudit.report.building import build
    from qraudit.report.formats import FORMATS, render
    from qraudit.report.terminal import print_terminal

__all__ = ["FORMATS", "build", "print_terminal", "render"]

_HOME = {"FORMATS": "formats", "build": "building", "print_terminal": "terminal", "render": "formats"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:  # loaded on first use: `qraudit --help` only wants `report.wrapping`
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
