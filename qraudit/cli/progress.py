"""What an audit is doing just now, on standard error: one moving line on a terminal, or a line each with --verbose."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any

from qraudit.text import say

if TYPE_CHECKING:
    from rich.status import Status

    from qraudit.models import Lang

__all__ = ["Progress"]

_WIDTH = 200


class Progress:
    """Called with a key of the text catalogue and its fields. Says nothing when quiet or when nobody watches."""

    def __init__(self, lang: Lang, *, quiet: bool = False, verbose: bool = False) -> None:
        self._lang = lang
        self._verbose = verbose and not quiet
        self._moving = not quiet and not verbose and sys.stderr.isatty()
        self._began = monotonic()
        self._status: Status | None = None

    def __enter__(self) -> Progress:
        if self._moving:
            from rich.console import Console
            from rich.status import Status

            self._status = Status("qraudit", console=Console(stderr=True))
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def __call__(self, key: str, values: dict[str, Any]) -> None:
        if self._status is None and not self._verbose:
            return
        text = _printable(say(key, self._lang, **{name: _said(value, self._lang) for name, value in values.items()}))
        if self._status is not None:
            from rich.text import Text

            self._status.update(Text(text))
        else:
            print(f"{monotonic() - self._began:6.1f}s  {text}", file=sys.stderr)  # noqa: T201


def _said(value: object, lang: Lang) -> object:
    """A field in both languages is said in one."""
    return getattr(value, lang, value)


def _printable(text: str) -> str:
    """A page's own words must not steer the terminal."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
