"""`qraudit decode`: only reads the codes in pictures, and says what each payload is."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang

if TYPE_CHECKING:
    from qraudit.models import Code, Photo

__all__ = ["decode"]

_PICTURES = {
    ".avif", ".bmp", ".gif", ".heic", ".heif", ".jfif", ".jpeg", ".jpg", ".pdf", ".png", ".tif", ".tiff", ".webp",
}  # fmt: skip
_COLUMNS = ("source", "page", "payload", "kind", "type", "engine", "confidence", "corners", "reason")


class Effort(StrEnum):
    """How long to go on where nothing is read at first."""

    quick = "quick"
    normal = "normal"
    thorough = "thorough"


class Format(StrEnum):
    """How to write what was read."""

    terminal = "terminal"
    json = "json"
    csv = "csv"


def decode(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...")],
    effort: Annotated[Effort, typer.Option("--effort")] = Effort.normal,
    format: Annotated[Format, typer.Option("--format")] = Format.terminal,
    explain: Annotated[Path | None, typer.Option("--explain", metavar="DIR")] = None,
    lang: Lang = None,
) -> None:
    """Read the codes in photographs and say what each payload is; follow none of them."""
    pictures = _pictures(paths)
    photos = list(_read(pictures, effort))
    if explain is not None:
        _explain(pictures, photos, explain)
    tongue = _tongue(lang)
    for photo in photos:
        if not photo.readable and photo.reason is not None:
            _tell(f"{photo.source}: {getattr(photo.reason, tongue)}")
    _WRITERS[format](photos, tongue)
    if not any(photo.codes for photo in photos):
        raise typer.Exit(3 if any(photo.readable for photo in photos) else 2)


def _tongue(lang: str | None) -> Any:
    from qraudit.errors import UsageError
    from qraudit.text import LANGS, both

    if lang is not None and lang not in LANGS:
        raise UsageError(both("codes.decode.unknown-language", value=lang))
    return lang or language()


def _pictures(paths: list[Path]) -> list[Path]:
    """The files named, and the pictures of the folders named, in name order."""
    from qraudit.errors import UsageError
    from qraudit.text import both

    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(file for file in path.iterdir() if file.suffix.lower() in _PICTURES and file.is_file())
        if not inside:
            raise UsageError(both("codes.decode.empty-folder", folder=path))
        found.extend(inside)
    return found


def _read(pictures: list[Path], effort: Effort) -> Iterator[Photo]:
    import os

    from qraudit.codes import read_photos

    photos = read_photos(pictures, effort=effort.value, workers=min(os.cpu_count() or 1, len(pictures)))
    if len(pictures) == 1 or not sys.stderr.isatty():
        yield from photos
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(photos, total=len(pictures), console=Console(stderr=True), description="qraudit decode")


def _explain(pictures: list[Path], photos: list[Photo], folder: Path) -> None:
    from qraudit.codes import draw_explanation

    for path, photo in zip(pictures, photos, strict=True):
        drawn = draw_explanation(path, photo, folder)
        if drawn is not None:
            _tell(str(drawn))


def _tell(message: str) -> None:
    typer.echo(_printable(message), err=True)


def _write_json(photos: list[Photo], lang: Any) -> None:
    typer.echo(json.dumps([_element(photo, lang) for photo in photos], ensure_ascii=False, indent=2))


def _element(photo: Photo, lang: Any) -> dict[str, Any]:
    reason = getattr(photo.reason, lang) if photo.reason else None
    codes = [code.model_dump(mode="json") for code in photo.codes]
    return {"source": photo.source, "codes": codes, "reason": reason, "reason_id": photo.reason_id}


def _write_csv(photos: list[Photo], lang: Any) -> None:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    for photo in photos:
        reason = getattr(photo.reason, lang) if photo.reason else ""
        rows = [_row(photo, code, reason) for code in photo.codes] or [_row(photo, None, reason)]
        table.writerows([_cell(value) for value in row] for row in rows)
    typer.echo(out.getvalue(), nl=False)


def _row(photo: Photo, code: Code | None, reason: str) -> list[Any]:
    if code is None:
        return [photo.source, "", "", "", "", "", "", "", reason]
    corners = " ".join(f"{x:g},{y:g}" for x, y in code.corners)
    kind = code.facts.get("type", "")
    return [photo.source, code.page, code.payload, code.kind, kind, code.engine, code.confidence, corners, reason]


def _cell(value: Any) -> Any:
    """A spreadsheet runs what starts like a formula: such a text gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _write_terminal(photos: list[Photo], lang: Any) -> None:
    from rich.console import Console
    from rich.text import Text

    from qraudit.codes import choose, explain_kind
    from qraudit.text import say

    console = Console(soft_wrap=True, highlight=False)
    for photo in photos:
        console.print(Text(_printable(photo.source), style="bold"))
        chosen = choose(photo)
        for code in photo.codes:
            mark = "→" if code is chosen and len(photo.codes) > 1 else "•"
            console.print(Text.assemble(f"  {mark} ", (code.kind, "cyan"), "  ", _printable(code.payload)))
            for name, value in code.facts.items():
                if name != "type":
                    console.print(Text(f"      {name}: {_printable(value)}", style="dim"))
            console.print(Text(f"      {getattr(explain_kind(code), lang)}"))
        if photo.codes and photo.seen:
            console.print(Text(f"  {say('codes.decode.unread', lang, count=len(photo.seen))}", style="yellow"))
        if photo.reason is not None and photo.readable:
            console.print(Text(f"  {getattr(photo.reason, lang)}", style="yellow"))


def _printable(text: str) -> str:
    """Control characters spelt out: a payload must not steer the terminal."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


_WRITERS = {Format.terminal: _write_terminal, Format.json: _write_json, Format.csv: _write_csv}
