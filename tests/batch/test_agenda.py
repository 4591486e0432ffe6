"""The next audit: in order, with patience for each host."""

from __future__ import annotations

import asyncio

from qraudit.batch.agenda import Agenda
from qraudit.batch.store import Lease


def lease(audit: int, host: str = "a.example") -> Lease:
    return Lease(audit, host, "{}", "")


async def test_hosts_take_turns_and_none_is_asked_too_often_at_once() -> None:
    agenda = Agenda(per_host=2, delay=0)
    for audit in (1, 2, 3):
        agenda.add(lease(audit))
    agenda.add(lease(4, "b.example"))
    taken = [await agenda.take() for _ in range(3)]
    assert [one.audit for one in taken if one] == [1, 2, 4]
    waiting = asyncio.create_task(agenda.take())
    await asyncio.sleep(0.02)
    assert not waiting.done()
    agenda.release(lease(1))
    third = await waiting
    assert third is not None
    assert third.audit == 3


async def test_two_audits_at_one_host_do_not_begin_together() -> None:
    agenda = Agenda(per_host=2, delay=0.15)
    agenda.add(lease(1))
    agenda.add(lease(2))
    began = asyncio.get_running_loop().time()
    await agenda.take()
    await agenda.take()
    assert asyncio.get_running_loop().time() - began >= 0.15


async def test_this_machines_own_pages_need_no_such_patience() -> None:
    agenda = Agenda(per_host=2, delay=60)
    for audit in (1, 2):
        agenda.add(lease(audit, "127.0.0.1:8000"))
    async with asyncio.timeout(1):
        assert [await agenda.take(), await agenda.take()].count(None) == 0


async def test_it_ends_only_when_nothing_can_come_back() -> None:
    agenda = Agenda(per_host=1, delay=0)
    agenda.add(lease(1))
    first = await agenda.take()
    agenda.complete()
    waiting = asyncio.create_task(agenda.take())
    await asyncio.sleep(0.02)
    assert first is not None
    agenda.add(first)  # its browser died
    agenda.release(first)
    again = await waiting
    assert again is not None
    agenda.release(again)
    assert await agenda.take() is None


async def test_stopped_it_hands_out_nothing_more() -> None:
    agenda = Agenda(per_host=1, delay=0)
    agenda.add(lease(1))
    agenda.stop()
    assert await agenda.take() is None
