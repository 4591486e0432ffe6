"""The command line: thin commands over the stages. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status (see the README)."""
    from qraudit.cli.commands import build
    from qraudit.cli.failures import guarded
    from qraudit.cli.language import speak
    from qraudit.cli.pipes import outlive_reader

    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a page's text must never fail to print, whatever the console's encoding
            stream.reconfigure(encoding="utf-8", errors="replace")
            outlive_reader(stream)
    lang = speak(given)
    sys.exit(guarded(build(lang), given, lang))
