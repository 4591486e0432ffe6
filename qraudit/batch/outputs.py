"""Everything that a batch folder offers to read, made from the store, at any time and as often as wanted."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from qraudit.batch.folder import BatchFolder
from qraudit.batch.store import Store
from qraudit.errors import UsageError
from qraudit.models import Lang
from qraudit.text import both

__all__ = ["BINARY", "FILES", "batch_formats", "publish_batch", "render_batch", "write_outputs"]

Rows = list[dict[str, Any]]
Renderer = Callable[[Rows, Path, Lang], "str | bytes"]

BINARY = frozenset({"xlsx"})
_RENDERERS: dict[str, tuple[str, str]] = {
    "json": ("tables", "json_table"),
    "csv": ("tables", "csv_table"),
    "xlsx": ("workbook", "workbook"),
    "html": ("index", "index_page"),
    "sarif": ("sarif", "sarif_table"),
    "junit": ("junit", "junit_table"),
    "statistics": ("statistics", "statistics"),
}
FILES = {
    "json": "results.json",
    "csv": "results.csv",
    "statistics": "statistics.json",
    "html": "index.html",
    "xlsx": "results.xlsx",
    "sarif": "results.sarif",
    "junit": "results.junit.xml",
}
"""Format to the file's name in the batch folder."""


def batch_formats() -> tuple[str, ...]:
    """What `--format` of a batch may be."""
    return ("terminal", *_RENDERERS)


def write_outputs(folder: BatchFolder, store: Store, lang: Lang) -> None:
    """Write every table, each in one piece."""
    rows = list(store.results())
    for format, name in FILES.items():
        _write(folder.path / name, _rendered(format, rows, folder.path, lang))


def render_batch(folder: BatchFolder, store: Store, format: str, lang: Lang) -> str | bytes:
    """One table.

    Raises:
        UsageError: a batch has no such format.

    """
    if format not in _RENDERERS:
        raise UsageError(both("batch.error.format", name=format, known=", ".join(_RENDERERS)))
    return _rendered(format, list(store.results()), folder.path, lang)


def publish_batch(folder: BatchFolder, address: str) -> None:
    """Copy tables, index, thumbnails and the store to where the run folders went."""
    from qraudit.batch.publishing import publish_file, publish_folder

    for name in (*FILES.values(), folder.store.name):
        publish_file(folder.path / name, f"{address}/{name}")
    publish_folder(folder.path / "thumbnails", f"{address}/thumbnails")


def _rendered(format: str, rows: Rows, folder: Path, lang: Lang) -> str | bytes:
    module, name = _RENDERERS[format]
    renderer: Renderer = getattr(import_module(f"qraudit.batch.{module}"), name)
    return renderer(rows, folder, lang)


def _write(file: Path, content: str | bytes) -> None:
    draft = file.with_name(f".{file.name}.part")
    try:
        draft.write_bytes(content.encode("utf-8", "replace") if isinstance(content, str) else content)
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UsageError(both("batch.error.unwritable", folder=file, detail=error.strerror or error)) from None
