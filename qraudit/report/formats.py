"""The formats by name, and the one way to render any of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from qraudit.errors import UsageError
from qraudit.models import Lang, Report, Walk
from qraudit.text import both

__all__ = ["FORMATS", "render"]

Renderer = Callable[[Report, Walk, Path | None, Lang], str | bytes]

_MODULES = {
    "terminal": "terminal",
    "json": "json_text",
    "html": "html",
    "sarif": "sarif",
    "sarif-github": "sarif_github",
    "junit": "junit",
    "csv": "csv_table",
    "markdown": "markdown",
    "wacz": "wacz",
    "record": "record",
}

FORMATS: tuple[str, ...] = tuple(_MODULES)


def render(report: Report, walk: Walk, run: Path | None, format: str, lang: Lang) -> str | bytes:
    """The report in one format; `run` is the run folder, where there is one (pictures and hashes come from it).

    Raises:
        UsageError: there is no such format, or it needs a run folder.

    """
    if format not in _MODULES:
        raise UsageError(both("report.error.format", format=format[:40], formats=", ".join(FORMATS)))
    module = import_module(f"qraudit.report.{_MODULES[format]}")  # each on demand: some bring heavy libraries
    renderer: Renderer = module.render_report
    return renderer(report, walk, run, lang)
