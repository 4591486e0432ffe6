"""A machine that stood still is noticed; one that is only busy is not taken for it."""

import asyncio
import time

from qraudit.batch.pauses import Pauses


def test_a_machine_that_stood_still_is_noticed_with_how_long() -> None:
    async def stand_still() -> float:
        async with Pauses(least=0.2) as pauses:
            await asyncio.sleep(0)
            time.sleep(1.6)  # noqa: ASYNC251 - the whole process stands still
        return pauses.seconds

    assert 0.4 < asyncio.run(stand_still()) < 1.6


def test_time_that_goes_by_is_no_pause() -> None:
    async def go_on() -> float:
        async with Pauses(least=0.8) as pauses:
            await asyncio.sleep(1.2)
        return pauses.seconds

    assert asyncio.run(go_on()) == 0.0
