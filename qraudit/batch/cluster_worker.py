"""A worker of a cluster: a Dask worker that owns a browser, and what it does with a shipment.

It needs nothing of the machine that sent the work but the scheduler between them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qraudit.batch.auditing import Assignment, SameLandingError, audit_once
from qraudit.batch.browsers import Browsers
from qraudit.batch.machine import workers_for
from qraudit.batch.publishing import publish_folder
from qraudit.batch.shipment import Delivery, packed, unpacked
from qraudit.errors import EnvironmentNotReadyError
from qraudit.text import both

if TYPE_CHECKING:
    from qraudit.batch.shipment import Shipment
    from qraudit.terms import Terms

__all__ = ["RESOURCE", "TOPIC", "answer_claim", "audit_shipment", "work_for"]

RESOURCE = "qraudit"
"""One of it is what one audit takes of a worker."""
TOPIC = "qraudit-landings"

_browsers: Browsers | None = None
_asking: dict[str, Callable[[int], None]] = {}
"""Audits whose code has led somewhere, and what is done where another was there before."""


async def work_for(address: str, asked: int | None, told: Callable[[str], None]) -> None:
    """Work for a scheduler until this process is interrupted or the scheduler ends.

    Raises:
        EnvironmentNotReadyError: Dask is not installed, no scheduler answers, or there is no browser.

    """
    distributed = _distributed()
    logging.getLogger("distributed").setLevel(logging.WARNING)
    from qraudit.walk.browser.chromium import find_chromium

    if find_chromium() is None:
        raise EnvironmentNotReadyError(both("environment.chromium-missing"))
    slots = workers_for(asked)
    try:
        async with asyncio.timeout(30):
            worker = await distributed.Worker(
                **_scheduler(address), nthreads=slots, resources={RESOURCE: slots}, dashboard=False
            )
    except (OSError, TimeoutError, ValueError) as error:
        raise EnvironmentNotReadyError(both("batch.error.no-scheduler", address=address, detail=error)) from None
    _end_when_told(worker)
    told(str(worker.address))
    try:
        await worker.finished()
    finally:
        await _close_browsers()


def _scheduler(address: str) -> dict[str, str]:
    return {"scheduler_file": address} if Path(address).is_file() else {"scheduler_ip": address}


def _end_when_told(worker: Any) -> None:
    """An interruption gives the work back to the scheduler at once."""
    loop = asyncio.get_running_loop()

    def end(*_: object) -> None:
        loop.call_soon_threadsafe(lambda: asyncio.ensure_future(worker.close(reason="interrupted")))

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


async def _close_browsers() -> None:
    global _browsers  # noqa: PLW0603 - one browser for the whole process is the point
    if _browsers is not None:
        await _browsers.__aexit__(None, None, None)
        _browsers = None


async def audit_shipment(key: str, shipment: Shipment) -> Delivery:
    """Do one audit; called by Dask in the worker's event loop."""
    global _browsers  # noqa: PLW0603
    _browsers = _browsers or Browsers()
    with tempfile.TemporaryDirectory(prefix="qraudit-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        found, terms = await asyncio.to_thread(unpacked, shipment, folder)
        landing = _Landing(key)
        work = Assignment(
            found=found,
            asked=shipment.asked,
            out=folder / shipment.run,
            thumbnail=folder / "thumbnail.webp",
            claim=landing.claim,
        )
        # In a task of its own: what a walk does with cancellations is not Dask's business.
        task = asyncio.ensure_future(_audited(work, terms, shipment, landing, _browsers))
        try:
            return await task
        finally:
            task.cancel()
            _asking.pop(key, None)


class _Landing:
    """Asks the batch, which knows all audits, whether another was at this page before; the walk goes on meanwhile."""

    def __init__(self, key: str) -> None:
        self._key = key
        self.url: str | None = None

    def claim(self, url: str, same: Callable[[int], None]) -> None:
        from distributed import get_worker

        self.url = url
        _asking[self._key] = same
        worker = get_worker()
        worker.log_event(TOPIC, {"key": self._key, "url": url, "worker": worker.address})


def answer_claim(key: str, first: int) -> None:
    """Another audit was there before; called by the batch in this worker."""
    if key in _asking:
        _asking.pop(key)(first)


async def _audited(
    work: Assignment, terms: Terms, shipment: Shipment, landing: _Landing, browsers: Browsers
) -> Delivery:
    try:
        audited = await audit_once(work, terms, browsers, alone=shipment.alone)
    except SameLandingError as same:
        return Delivery(None, None, same.audit, landing.url, None, None)
    archive = None
    if shipment.publish is None:
        archive = await asyncio.to_thread(packed, work.out)
    else:
        await asyncio.to_thread(publish_folder, work.out, f"{shipment.publish}/{shipment.run}")
    thumbnail = None
    with contextlib.suppress(OSError):
        thumbnail = work.thumbnail.read_bytes() if work.thumbnail else None
    return Delivery(audited.answer, audited.failure, None, landing.url, archive, thumbnail)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise EnvironmentNotReadyError(both("batch.error.cluster-missing")) from None
    return distributed
