"""A batch on a real scheduler and two real workers, one of which is killed while it works."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.batch.conftest import COMMON, Start, results, wait_for_done
from tests.batch.test_batch import check_whole, ended
from tests.bench.sweep.photographs import photograph
from tests.conftest import Call

pytest.importorskip("distributed")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler, which is a process of its own."""
    file = tmp_path / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    typed = [*command, "--no-dashboard", "--no-jupyter", "--scheduler-file", str(file)]
    with subprocess.Popen(typed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while not file.exists():
                time.sleep(0.1)
            yield str(file)
        finally:
            process.kill()


@pytest.mark.browser
def test_a_worker_that_is_killed_loses_nothing_and_does_nothing_twice(
    card: Path, start: Start, scheduler: str, district: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (card / "IMG_7.jpg").write_bytes(photograph(f"{district}/m/3/", Random(7)))
    workers = [start("--scheduler", scheduler, "--workers", 1, command="worker") for _ in range(2)]
    batch = start(card, "--out", out, *COMMON, "--workers", 4, "--scheduler", scheduler)
    wait_for_done(out, 1)
    workers[0].kill()
    status, summary, progress = ended(batch)
    assert status == 1, progress
    assert "7 items, 5 different codes" in summary
    check_whole(out, card)
    workers[1].terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        workers[1].wait(20)
    assert workers[1].poll() is not None


@pytest.mark.browser
def test_run_folders_and_tables_go_where_fsspec_leads(
    start: Start, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    start("--scheduler", scheduler, "--workers", 1, command="worker")
    shared = tmp_path / "shared"
    batch = start("http://weixin.qq.com/r/abcdefg", "--out", shared.as_uri(), "--scheduler", scheduler, *COMMON)
    status, _, progress = ended(batch)
    assert status == 1, progress
    (row,) = results(shared)
    assert (shared / row["run"] / "manifest.json").is_file()
    assert (shared / "index.html").is_file()


def test_a_scheduler_that_does_not_answer_is_one_message(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qraudit.batch.cluster._CONNECT_S", 1)
    (tmp_path / "list.txt").write_text("words\n", encoding="utf-8")
    answer = call("batch", tmp_path / "list.txt", "--out", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9")
    assert answer.status == 4
    assert "does not answer" in answer.err
