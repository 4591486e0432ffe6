"""Audits on a cluster: sent through Dask's scheduler, done by workers with browsers of their own.

Who is lost while it works, loses nothing: the scheduler gives its audits to others. The store stays with the batch,
which alone writes to it, so that nothing is in it twice.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from qraudit.batch.auditing import Assignment, Audited, SameLandingError
from qraudit.batch.cluster_worker import RESOURCE, TOPIC, answer_claim, audit_shipment
from qraudit.batch.shipment import Delivery, put_in_place, shipment_of
from qraudit.errors import EnvironmentNotReadyError, QrauditError
from qraudit.text import both

if TYPE_CHECKING:
    from qraudit.terms import Terms

__all__ = ["Cluster"]

_CONNECT_S = 15
_WORKERS_S = 300.0
_AHEAD = 1.5
"""Audits sent for each that can be done at once, so that no worker waits for the next."""
_LOOK_EVERY_S = 1.0


class Cluster:
    """The workers of one scheduler."""

    def __init__(self, address: str, asked: int | None, publish: str | None, waiting: Callable[[], None]) -> None:
        self._address = address
        self._asked = asked
        self._publish = publish
        self._waiting = waiting
        self._client: Any = None
        self._batch = uuid.uuid4().hex[:12]
        self._claims: dict[str, Callable[[str, Callable[[int], None]], None]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._sent = 0
        self._at_once = 0

    async def __aenter__(self) -> Self:
        """Connect, and wait for the first worker.

        Raises:
            EnvironmentNotReadyError: Dask is not installed, no scheduler answers, or no worker comes.

        """
        try:
            from distributed import Client
        except ImportError:
            raise EnvironmentNotReadyError(both("batch.error.cluster-missing")) from None
        try:
            self._client = await Client(asynchronous=True, timeout=_CONNECT_S, **_scheduler(self._address))  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError, ValueError) as error:
            raise self._unreachable(error) from None
        self._client.subscribe_topic(TOPIC, self._on_landing)
        await self._first_worker()
        self._tasks.add(asyncio.ensure_future(self._keep_counting()))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        if self._client is not None:
            with suppress(Exception):
                await self._client.close()

    def slots(self) -> int:
        """What all workers can do at once, and a little more, so that none waits."""
        wanted = round(self._at_once * _AHEAD)
        return min(wanted, self._asked) if self._asked else wanted

    async def ready(self, idle: Callable[[], bool], stopped: Callable[[], bool]) -> None:
        """The scheduler knows best."""

    async def audit(self, work: Assignment, terms: Terms, *, alone: bool) -> Audited:
        """Send it, wait, and put what comes back in its place.

        Raises:
            SameLandingError: the page is audited already.
            EnvironmentNotReadyError: the scheduler is gone.
            Exception: the audit failed on its worker, or its workers were lost too often.

        """
        shipment = await asyncio.to_thread(shipment_of, work, terms, alone=alone, publish=self._publish)
        self._sent += 1
        key = f"qraudit-{self._batch}-{self._sent:06d}-{work.out.name[:5]}"
        self._claims[key] = work.claim
        future = self._client.submit(audit_shipment, key, shipment, key=key, resources={RESOURCE: 1}, retries=0)
        try:
            delivery = await future
        except asyncio.CancelledError:
            if self._client.status != "running":
                raise self._unreachable("connection lost") from None
            raise
        finally:
            self._claims.pop(key, None)
            with suppress(Exception):
                await future.cancel()
        return await self._taken(delivery, work)

    async def _taken(self, delivery: Delivery, work: Assignment) -> Audited:
        if delivery.same is not None:
            raise SameLandingError(delivery.same)
        first = _first(work, delivery.landing)
        if first is not None:  # the answer came too late to end the walk
            raise SameLandingError(first)
        assert delivery.answer is not None
        if delivery.run is not None:
            await asyncio.to_thread(put_in_place, delivery.run, work.out)
        if delivery.thumbnail is not None and work.thumbnail is not None:
            work.thumbnail.parent.mkdir(parents=True, exist_ok=True)
            work.thumbnail.write_bytes(delivery.thumbnail)
        return Audited(replace(delivery.answer), delivery.failure)

    def _on_landing(self, event: tuple[float, dict[str, str]]) -> None:
        """A worker asks whether the page that a code led to is audited already."""
        asked = event[1]
        claim = self._claims.get(asked["key"])
        if claim is not None:
            claim(asked["url"], lambda first: self._tell(asked["key"], first, asked["worker"]))

    def _tell(self, key: str, first: int, worker: str) -> None:
        work = self._client.run(answer_claim, key, first, workers=[worker], on_error="ignore")
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _first_worker(self) -> None:
        waited = 0.0
        await self._count_workers()
        while not self._at_once:
            if waited == 0:
                self._waiting()
            if waited >= _WORKERS_S:
                raise EnvironmentNotReadyError(both("batch.error.no-workers", address=self._address))
            await asyncio.sleep(_LOOK_EVERY_S)
            waited += _LOOK_EVERY_S
            await self._count_workers()

    async def _count_workers(self) -> None:
        known = (await self._client.scheduler.identity())["workers"].values()
        self._at_once = int(sum(worker["resources"].get(RESOURCE, 0) for worker in known))

    async def _keep_counting(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            with suppress(OSError):  # a scheduler that is gone is told by the audits that wait for it
                await self._count_workers()

    def _unreachable(self, detail: object) -> QrauditError:
        return EnvironmentNotReadyError(both("batch.error.no-scheduler", address=self._address, detail=detail))


def _scheduler(address: str) -> dict[str, str]:
    return {"scheduler_file": address} if Path(address).is_file() else {"address": address}


def _first(work: Assignment, landing: str | None) -> int | None:
    found: list[int] = []
    if landing is not None:
        work.claim(landing, found.append)
    return found[0] if found else None
