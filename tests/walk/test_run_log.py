"""What is logged while a run is walked stands in that run's log alone, and never on the terminal."""

from __future__ import annotations

import asyncio
import logging

import pytest

from qraudit.errors import RunError
from qraudit.text import both
from qraudit.walk.run_log import keep_log

LOG = logging.getLogger("qraudit.walk.observe.observer")


class Lines:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def log(self, line: str) -> None:
        self.lines.append(line)


class Unwritable:
    def log(self, line: str) -> None:
        raise RunError(both("evidence.error.write", path="run.log", why="disk full"))


async def test_walks_beside_each_other_have_a_log_each(capsys: pytest.CaptureFixture[str]) -> None:
    async def walked(run: Lines, name: str) -> None:
        keep_log(run)
        await asyncio.sleep(0)
        LOG.warning("no look at %s", name)
        await asyncio.to_thread(LOG.warning, "a picture of %s could not be read", name)

    runs = Lines(), Lines()
    await asyncio.gather(*(walked(run, name) for run, name in zip(runs, "AB", strict=True)))
    assert [one.lines for one in runs] == [
        [f"warning: no look at {name}", f"warning: a picture of {name} could not be read"] for name in "AB"
    ]
    assert capsys.readouterr().err == ""


async def test_a_log_that_cannot_be_written_is_not_told_by_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    keep_log(Unwritable())
    LOG.warning("no look")
    assert capsys.readouterr().err == ""
