"""Where audits are done: here, or on a cluster (`cluster`)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from qraudit.batch.auditing import Assignment, Audited, audit_once
from qraudit.batch.browsers import Browsers
from qraudit.batch.machine import room_for_one_more, workers_for
from qraudit.batch.publishing import publish_folder

if TYPE_CHECKING:
    from qraudit.terms import Terms

__all__ = ["Execution", "Here"]


class Execution(Protocol):
    """What a batch needs of the place where its audits are done."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def slots(self) -> int:
        """How many audits it can do at once just now."""

    async def ready(self, idle: Callable[[], bool], stopped: Callable[[], bool]) -> None:
        """Wait until it can take one more."""

    async def audit(self, work: Assignment, terms: Terms, *, alone: bool) -> Audited:
        """Do one; raises what `audit_once` does."""


class Here:
    """On this machine, in this process, with one Chromium for all."""

    def __init__(self, asked: int | None, publish: str | None = None, *, headless: bool = True) -> None:
        self._asked = asked
        self._slots = workers_for(asked)
        self._publish = publish
        self._browsers = Browsers(headless=headless)

    async def __aenter__(self) -> Self:
        await self._browsers.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._browsers.__aexit__(kind, error, trace)

    def slots(self) -> int:
        """As many as were asked for, or as the machine bears."""
        return self._slots

    async def ready(self, idle: Callable[[], bool], stopped: Callable[[], bool]) -> None:
        """Wait until there is memory for one more, and, where nobody said how many, processor time."""
        await room_for_one_more(idle, stopped, processor=not self._asked)

    async def audit(self, work: Assignment, terms: Terms, *, alone: bool) -> Audited:
        """In a context of the shared browser, or in a browser of its own."""
        audited = await audit_once(work, terms, self._browsers, alone=alone)
        if self._publish is not None and audited.failure is None:
            await asyncio.to_thread(publish_folder, work.out, f"{self._publish}/{work.out.parent.name}/{work.out.name}")
        return audited
