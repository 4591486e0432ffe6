"""Running a batch: photographs are read beside the audits, the store knows of each, and nothing is lost on the way."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from qraudit.batch.agenda import Agenda
from qraudit.batch.auditing import Assignment, Audited, SameLandingError, give_up
from qraudit.batch.execution import Execution, Here
from qraudit.batch.reading import found_of, read_items
from qraudit.batch.stopping import two_stages
from qraudit.batch.watching import Silence, Watcher
from qraudit.errors import QrauditError

if TYPE_CHECKING:
    from qraudit.batch.folder import BatchFolder
    from qraudit.batch.options import BatchOptions
    from qraudit.batch.store import Answer, Lease, Store
    from qraudit.terms import Terms

__all__ = ["run_batch"]

_STAFFING_S = 2.0
_ATTEMPTS = 3
"""How often the tool may fail at an audit; what a page does is never a reason to try again."""


async def run_batch(
    folder: BatchFolder,
    store: Store,
    terms: Terms,
    options: BatchOptions,
    watcher: Watcher | None = None,
    publish: str | None = None,
) -> bool:
    """Read and audit everything in the store that is not done yet; False where it was interrupted before the end.

    `publish` is where run folders are copied as well (an fsspec address).

    Raises:
        QrauditError: nothing can be audited here at all, such as without a browser; the store keeps what was done.

    """
    told = watcher or Silence()
    batch = _Batch(folder, store, terms, options, told, _execution(terms, options, told, publish))
    try:
        await batch.run()
    except* QrauditError as group:
        raise _first(group) from None
    return not batch.agenda.stopped


def _execution(terms: Terms, options: BatchOptions, watcher: Watcher, publish: str | None) -> Execution:
    address = options.scheduler
    if address is None:
        return Here(options.workers, publish, headless=not terms.options.headed)
    from qraudit.batch.cluster import Cluster

    waiting = partial(watcher.said, "batch.progress.waiting-for-workers", address=address)
    return Cluster(address, options.workers, publish, waiting)


def _first(group: BaseExceptionGroup[QrauditError]) -> QrauditError:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, QrauditError)
    return error


class _Batch:
    def __init__(
        self,
        folder: BatchFolder,
        store: Store,
        terms: Terms,
        options: BatchOptions,
        watcher: Watcher,
        execution: Execution,
    ) -> None:
        self.agenda = Agenda(options.per_host, options.delay)
        self._folder = folder
        self._store = store
        self._terms = terms
        self._watcher = watcher
        self._execution = execution
        self._tasks: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        self._store.recover()
        for lease in self._store.queued():
            self.agenda.add(lease)
        states = self._store.states()
        done = states.get("done", 0) + states.get("failed", 0)
        with two_stages(self._finish_up, self._end):
            async with self._execution as execution, asyncio.TaskGroup() as group:
                self._watcher.begun(items=sum(states.values()), done=done, workers=execution.slots())
                reading = group.create_task(self._read())
                await self._staff(group, reading)

    async def _staff(self, group: asyncio.TaskGroup, reading: asyncio.Task[None]) -> None:
        """Have as many audits going on as there are slots; on a cluster they come and go."""
        while True:
            for number in range(len(self._tasks), self._execution.slots()):
                self._tasks.append(group.create_task(self._work(number)))
            working = [task for task in (reading, *self._tasks) if not task.done()]
            if not working:
                return
            await asyncio.wait(working, timeout=_STAFFING_S, return_when=asyncio.FIRST_COMPLETED)

    def _finish_up(self) -> None:
        self.agenda.stop()
        self._watcher.said("batch.progress.finishing", count=self.agenda.active)

    def _end(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _read(self) -> None:
        left = len(self._store.unread())

        def told(lease: Lease | None) -> None:
            nonlocal left
            left -= 1
            if lease is not None:
                self.agenda.add(lease)
            self._watcher.read(unread=left)

        try:
            await read_items(self._store, workers=1, stopped=lambda: self.agenda.stopped, told=told)
        finally:
            self.agenda.complete()

    async def _work(self, worker: int) -> None:
        while True:
            await self._execution.ready(lambda: not self.agenda.active, lambda: self.agenda.stopped)
            taken = await self.agenda.take()
            if taken is None:
                return
            lease = self._store.begin(taken)
            try:
                await self._audit(worker, lease)
            except BaseException:
                self._drop(lease)
                raise
            finally:
                self.agenda.release(lease)

    def _drop(self, lease: Lease) -> None:
        """An audit that was ended from outside leaves nothing, and waits for the next time."""
        self._folder.clear(self._run_of(lease))
        self._store.put_back(lease)

    async def _audit(self, worker: int, lease: Lease) -> None:
        run = self._run_of(lease)
        work = self._assignment(worker, lease, run)
        self._folder.clear(run)
        try:
            audited = await self._execution.audit(work, self._terms, alone=self._store.lost(lease.audit) > 0)
        except SameLandingError as same:
            self._folder.clear(run)
            self._store.same(lease, same.audit)
            self._watcher.counted(self._store.verdicts())
            return
        except QrauditError:
            raise
        except Exception as error:  # the browser's failure or our own, at this one code: the others go on
            audited = await asyncio.to_thread(self._given_up, work, f"{type(error).__name__}: {error}")
        if audited.failure is not None and self._store.lost(lease.audit) + 1 < _ATTEMPTS:
            self._put_back(lease, audited.failure)
        else:
            self._keep(worker, lease, audited.answer, run, failed=audited.failure is not None)

    def _claim(self, lease: Lease, url: str, same: Callable[[int], None]) -> None:
        first = self._store.claim(lease.audit, url)
        if first is not None:
            same(first)

    def _given_up(self, work: Assignment, failure: str) -> Audited:
        """What is kept of an attempt that left nothing to judge: that it was made."""
        shutil.rmtree(work.out, ignore_errors=True)
        return Audited(give_up(work, self._terms), failure)

    def _put_back(self, lease: Lease, failure: str) -> None:
        """The tool failed: it is tried again, in a browser that nobody else uses; what was seen is kept."""
        kept = None
        with contextlib.suppress(OSError):
            kept = self._folder.set_aside(self._run_of(lease), lease.attempt)
        self._store.put_back(lease, "lost", failure, kept)
        self.agenda.add(replace(lease, attempt=0))

    def _assignment(self, worker: int, lease: Lease, run: str) -> Assignment:
        return Assignment(
            found=found_of(lease.found),
            asked=lease.asked,
            out=self._folder.path / run,
            thumbnail=self._folder.thumbnail(lease.audit),
            claim=lambda url, same: self._claim(lease, url, same),
            progress=lambda key, values: self._watcher.doing(worker, key, values),
        )

    def _keep(self, worker: int, lease: Lease, answer: Answer, run: str, *, failed: bool = False) -> None:
        self._store.finish(lease, replace(answer, run=run), failed=failed)
        rules = [one["rule"] for one in answer.findings if one["outcome"] == "violation"]
        source = found_of(lease.found).target.source
        self._watcher.counted(self._store.verdicts())
        self._watcher.ended(worker, source, answer.verdict, rules)

    def _run_of(self, lease: Lease) -> str:
        return self._folder.run(lease.audit, found_of(lease.found).target.source)
