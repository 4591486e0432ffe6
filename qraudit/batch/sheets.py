"""Reading lists of every kind into rows of cells: text, CSV and TSV in the encodings that Excel writes, XLSX."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from qraudit.errors import UsageError
from qraudit.text import both

__all__ = ["LISTS", "Row", "decoded", "rows_of"]

LISTS = frozenset({".csv", ".tsv", ".txt", ".xlsx"})

Row = tuple[int, Sequence[str]]
"""The line's number and its cells."""

_MOST_BYTES = 64 << 20
_MOST_UNPACKED = 512 << 20
_MOST_ROWS = 200_000
_MOST_CELLS = 200
_LONGEST_CELL = 20_000
_DELIMITERS = (",", "\t", ";", "，")


def rows_of(file: Path) -> Iterator[Row]:
    """The rows of a list that are not empty.

    Raises:
        UsageError: it cannot be read, or is larger than any list would be.

    """
    if _size(file) > _MOST_BYTES:
        raise UsageError(both("batch.error.list-too-large", file=file, limit=_MOST_BYTES >> 20))
    kind = file.suffix.lower()
    try:
        rows = _of_workbook(file) if kind == ".xlsx" else _of_text(decoded(file.read_bytes()), kind)
        for count, (number, cells) in enumerate(rows):
            if count >= _MOST_ROWS:
                raise UsageError(both("batch.error.too-many-rows", file=file, limit=_MOST_ROWS))
            yield number, cells
    except (OSError, ValueError, csv.Error, KeyError, zipfile.BadZipFile) as error:
        raise UsageError(both("batch.error.list-unreadable", file=file, detail=error)) from None


def decoded(data: bytes) -> str:
    """Text in UTF-8, in UTF-16 with its mark, or in the GB 18030 of a Chinese Windows."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        raise UsageError(both("batch.error.list-unreadable", file=file, detail=error.strerror or error)) from None


def _of_text(text: str, kind: str) -> Iterator[Row]:
    if kind == ".txt":
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip() and not line.lstrip().startswith("#"):
                yield number, [line.strip()]
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if kind == ".tsv" else _delimiter(text))
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip()[:_LONGEST_CELL] for cell in cells[:_MOST_CELLS]]


def _delimiter(text: str) -> str:
    """The separator that the first line has most of; Excel writes semicolons in some countries."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _of_workbook(file: Path) -> Iterator[Row]:
    """The first sheet's rows; a workbook that unpacks to more than any list would be is refused unopened."""
    with zipfile.ZipFile(file) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
            raise ValueError(f"> {_MOST_UNPACKED >> 20} MB")
    import openpyxl

    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(max_col=_MOST_CELLS, values_only=True)
        for number, values in enumerate(rows, start=1):
            cells = ["" if value is None else str(value).strip()[:_LONGEST_CELL] for value in values]
            if any(cells):
                yield number, cells
    finally:
        book.close()
