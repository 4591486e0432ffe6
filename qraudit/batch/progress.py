"""How a batch goes, on standard error: a live picture on a terminal, else one line for each audit."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from qraudit.report.escaping import plain
from qraudit.report.words import word
from qraudit.text import say

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

    from qraudit.models import Lang

__all__ = ["PlainProgress", "progress_for"]

_STYLES = {"violations": "red", "needs-review": "yellow", "clean": "green", "not-audited": "dim"}


def progress_for(lang: Lang, *, quiet: bool) -> PlainProgress:
    """What suits standard error."""
    if quiet:
        return PlainProgress(lang, silent=True)
    return LiveProgress(lang) if sys.stderr.isatty() else PlainProgress(lang)


class PlainProgress:
    """One line for each audit that has ended."""

    def __init__(self, lang: Lang, *, silent: bool = False) -> None:
        self._lang: Lang = lang
        self._silent = silent
        self.items = self.done = self.unread = 0
        self.verdicts = dict.fromkeys(_STYLES, 0)
        self._began = monotonic()
        self._before = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is left to be put right."""

    def begun(self, *, items: int, done: int, workers: int) -> None:
        """The batch begins or goes on."""
        self.items, self.done, self._before = items, done, done
        self.said("batch.progress.begun", items=items, done=done, workers=workers)

    def read(self, *, unread: int) -> None:
        """So many photographs are left to be read."""
        self.unread = unread

    def doing(self, worker: int, key: str, values: dict[str, Any]) -> None:
        """Too much for lines."""

    def counted(self, verdicts: dict[str, int]) -> None:
        """So many items are done."""
        self.verdicts |= verdicts
        self.done = sum(verdicts.values())

    def ended(self, worker: int, source: str, verdict: str, rules: list[str]) -> None:
        """One audit has ended."""
        self._line(f"[{self.done}/{self.items}] {self._verdict(verdict)}  {plain(source, 120)}  {' '.join(rules)}")

    def said(self, key: str, **values: object) -> None:
        """Something that the user should know."""
        self._line(say(key, self._lang, **values))

    def _verdict(self, verdict: str) -> str:
        return str(getattr(word("verdict", verdict), self._lang))

    def _line(self, text: str) -> None:
        if not self._silent:
            print(text.rstrip(), file=sys.stderr)  # noqa: T201

    @property
    def rate(self) -> float:
        """Items a minute, in this call."""
        return 60 * (self.done - self._before) / max(monotonic() - self._began, 0.001)

    @property
    def minutes_left(self) -> float | None:
        """How long it will still take at this rate."""
        return (self.items - self.done) / self.rate if self.rate > 0 else None


class LiveProgress(PlainProgress):
    """A bar, the counts, and what each worker does."""

    def __init__(self, lang: Lang) -> None:
        super().__init__(lang)
        self._doing: dict[int, str] = {}
        self._live: Live | None = None

    def __enter__(self) -> Self:
        from rich.console import Console
        from rich.live import Live

        console = Console(stderr=True)
        self._live = Live(get_renderable=self._picture, console=console, refresh_per_second=4, transient=True)
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def begun(self, *, items: int, done: int, workers: int) -> None:
        """The batch begins or goes on."""
        super().begun(items=items, done=done, workers=workers)
        self._doing = dict.fromkeys(range(workers), "")

    def doing(self, worker: int, key: str, values: dict[str, Any]) -> None:
        """What a worker does just now."""
        spoken = {name: getattr(value, self._lang, value) for name, value in values.items()}
        self._doing[worker] = plain(say(key, self._lang, **spoken), 200)

    def ended(self, worker: int, source: str, verdict: str, rules: list[str]) -> None:
        """One audit has ended: only violations leave a line."""
        self._doing[worker] = ""
        if verdict == "violations":
            super().ended(worker, source, verdict, rules)

    def _line(self, text: str) -> None:
        if self._live is not None:
            self._live.console.print(text.rstrip(), markup=False, highlight=False)

    def _picture(self) -> RenderableType:
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        counts = Text("  ").join(
            Text(f"{self._verdict(verdict)} {count}", style=_STYLES.get(verdict, ""))
            for verdict, count in self.verdicts.items()
        )
        left = "-" if self.minutes_left is None else f"{self.minutes_left:.0f}"
        state = say(
            "batch.progress.state", self._lang, done=self.done, items=self.items, rate=f"{self.rate:.1f}", left=left
        )
        workers = Table.grid(padding=(0, 1))
        for number, doing in self._doing.items():
            workers.add_row(Text(str(number + 1), style="dim"), Text(doing, no_wrap=True, overflow="ellipsis"))
        bar = ProgressBar(total=max(self.items, 1), completed=self.done, width=60)
        unread = say("batch.progress.unread", self._lang, count=self.unread) if self.unread else ""
        head = Table.grid()
        for line in (bar, Text(f"{state}  {unread}"), counts):
            head.add_row(line)
        return Group(head, workers)
