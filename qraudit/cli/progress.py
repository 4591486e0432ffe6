"""What an audit is doing just now, on standard error: one moving line on a terminal, or a line each with --verbose."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any

from qraudit.text import say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Line

    from qraudit.models import Lang

__all__ = ["Progress"]

_WIDTH = 200
_CODES = {"walk.doing.prompt": "prompt", "cli.progress.target": "code-kind"}
"""Messages whose `kind` is one of the models' codes, by the group of its words."""
_DONE = "walk.doing.why"
"""Told once a step has been taken: its number moves the line, and its reason is for --verbose."""


class Progress:
    """Called with a key of the text catalogue and its fields. Says nothing when quiet or when nobody watches."""

    def __init__(
        self, lang: Lang, *, quiet: bool = False, verbose: bool = False, console: Console | None = None
    ) -> None:
        self._lang = lang
        self._verbose = verbose and not quiet
        self._moving = not quiet and not verbose and (sys.stderr.isatty() if console is None else console.is_terminal)
        self._console = console
        self._began = monotonic()
        self._line: Line | None = None

    def __enter__(self) -> Progress:
        if self._moving:
            self._line = self._started()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line is not None:
            self._line.stop()

    def __call__(self, key: str, values: dict[str, Any]) -> None:
        if self._line is not None:
            self._move(self._line, key, values)
        elif self._verbose:
            print(f"{monotonic() - self._began:6.1f}s  {self._tell(key, values)}", file=sys.stderr)  # noqa: T201

    def _started(self) -> Line:
        """Step, time and what is being tried, in one line that leaves nothing behind."""
        from rich.console import Console
        from rich.progress import Progress as Line
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.table import Column

        line = Line(
            SpinnerColumn(),
            TextColumn("{task.fields[step]}", markup=False, table_column=Column(no_wrap=True)),
            TimeElapsedColumn(),
            TextColumn(
                "{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
            ),
            console=self._console or Console(stderr=True),
            transient=True,
            expand=True,
        )
        line.add_task("", total=None, step=say("cli.progress.step", self._lang, step=1))
        line.start()
        return line

    def _move(self, line: Line, key: str, values: dict[str, Any]) -> None:
        [task] = line.task_ids
        if key == _DONE:
            line.update(task, step=say("cli.progress.step", self._lang, step=values["step"] + 1))
        else:
            line.update(task, description=self._tell(key, values))

    def _tell(self, key: str, values: dict[str, Any]) -> str:
        group = _CODES.get(key)
        if group is not None and "kind" in values:
            from qraudit.report.words import word

            values = values | {"kind": word(group, values["kind"])}
        return _printable(say(key, self._lang, **{name: _said(value, self._lang) for name, value in values.items()}))


def _said(value: object, lang: Lang) -> object:
    """A field in both languages is said in one."""
    return getattr(value, lang, value)


def _printable(text: str) -> str:
    """A page's own words must not steer the terminal."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
