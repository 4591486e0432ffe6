"""`qraudit init`: a commented qraudit.toml to start from."""

from __future__ import annotations

from pathlib import Path

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang
from qraudit.text import say

__all__ = ["init"]


def init(lang: Lang = None) -> None:
    """Write a commented qraudit.toml into this folder."""
    from qraudit.configuration import FILE_NAME, find
    from qraudit.errors import UsageError
    from qraudit.options import options_from
    from qraudit.text import both

    spoken = options_from({"lang": lang}).lang or language()
    file = Path(FILE_NAME)
    if existing := find(Path()):
        raise UsageError(both("cli.error.exists", file=existing))
    try:
        file.write_text(say("cli.init.template", spoken), encoding="utf-8")
    except OSError as error:
        raise UsageError(both("cli.error.unwritable", file=file, detail=error.strerror or error)) from None
    typer.echo(say("cli.init.written", spoken, file=file))
