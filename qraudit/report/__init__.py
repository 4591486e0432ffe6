"""report: what people and other programs read, each format from the one report object."""

from __future__ import annotations

from qraudit.report.building import build
from qraudit.report.formats import FORMATS, render
from qraudit.report.terminal import print_terminal

__all__ = ["FORMATS", "build", "print_terminal", "render"]
