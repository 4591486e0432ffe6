"""Where reports go: standard output whole and alone, files, and nothing half-written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qraudit.errors import UsageError
from qraudit.text import both

__all__ = ["TERMINAL", "Output", "numbered", "outputs", "write"]

TERMINAL = "terminal"


@dataclass(frozen=True)
class Output:
    """A report in one format, to a file or (None) to standard output."""

    format: str
    file: Path | None = None


def outputs(wanted: Iterable[str], formats: Sequence[str] = ()) -> list[Output]:
    """What `--format` asked for: `FORMAT` or `FORMAT=FILE`, several times; `formats` are those of one audit.

    Raises:
        UsageError: an unknown format, an empty file name, or two reports for the one standard output.

    """
    from qraudit.report import FORMATS

    known, found = formats or FORMATS, []
    for one in wanted:
        name, equals, file = one.partition("=")
        if name not in known:
            raise UsageError(both("cli.error.unknown-format", name=name, known=", ".join(known)))
        if equals and not file:
            raise UsageError(both("cli.error.format-without-file", name=name))
        found.append(Output(name, Path(file) if file else None))
    if sum(one.file is None for one in found) > 1:
        raise UsageError(both("cli.error.two-on-stdout"))
    return found


def numbered(output: Output, number: int) -> Output:
    """The same report of another target: `qraudit.sarif` becomes `qraudit-02.sarif`."""
    if output.file is None:
        return output
    return replace(output, file=output.file.with_stem(f"{output.file.stem}-{number:02d}"))


def write(content: str | bytes, file: Path | None) -> None:
    """Write a rendered report. A reader who has left (`| head`) does not change the audit's exit status."""
    if file is None:
        _to_stdout(content)
        return
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise UsageError(both("cli.error.unwritable", file=file, detail=error.strerror or error)) from None


def _to_stdout(content: str | bytes) -> None:
    if isinstance(content, str):
        content = (content if content.endswith("\n") else f"{content}\n").encode("utf-8")
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
