"""What a batch tells of its course, to whoever shows it."""

from __future__ import annotations

from typing import Any, Protocol

__all__ = ["Silence", "Watcher"]


class Watcher(Protocol):
    """Hears of everything that happens; must never raise."""

    def begun(self, *, items: int, done: int, workers: int) -> None:
        """The batch begins or goes on."""

    def read(self, *, unread: int) -> None:
        """A photograph was read; so many are left."""

    def doing(self, worker: int, key: str, values: dict[str, Any]) -> None:
        """A worker does something (a key of the text catalogue and its fields)."""

    def counted(self, verdicts: dict[str, int]) -> None:
        """So many items are done, by verdict."""

    def ended(self, worker: int, source: str, verdict: str, rules: list[str]) -> None:
        """A worker has finished an audit."""

    def said(self, key: str, **values: object) -> None:
        """Something that the user should know."""


class Silence:
    """Nobody watches."""

    def begun(self, *, items: int, done: int, workers: int) -> None: ...
    def read(self, *, unread: int) -> None: ...
    def doing(self, worker: int, key: str, values: dict[str, Any]) -> None: ...
    def counted(self, verdicts: dict[str, int]) -> None: ...
    def ended(self, worker: int, source: str, verdict: str, rules: list[str]) -> None: ...
    def said(self, key: str, **values: object) -> None: ...
