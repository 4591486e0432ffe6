"""A batch from photographs to its table, through everything that may happen on the way."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.batch.conftest import COMMON, Start, expected, results, wait_for_done
from tests.conftest import Call

pytestmark = pytest.mark.browser


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=150)
    return process.returncode, out, err


def check_whole(out: Path, card: Path) -> None:
    """Every photograph has its one row, which says what its merchant is like; nothing is unfinished."""
    rows = results(out)
    assert [Path(row["source"]).name for row in rows] == sorted(file.name for file in card.iterdir())
    for row in rows:
        wanted = expected(row["payload"])
        assert wanted in (None, (row["outcome"], row["verdict"])), row
        assert (out / row["run"] / "report.json").is_file()
    assert {file.name for file in (out / "runs").iterdir()} == {Path(row["run"]).name for row in rows}


def test_killed_and_resumed_it_ends_as_if_nothing_had_happened(card: Path, start: Start, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = start(card, "--out", out, *COMMON)
    wait_for_done(out, 1)
    first.kill()
    first.wait()
    again = start("--resume", "--out", out, "--workers", "2", "--per-host", "9")
    status, summary, progress = ended(again)
    assert status == 1, progress
    assert "6 items" in summary
    assert "of them done already" in progress
    check_whole(out, card)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals between processes")
def test_the_first_interruption_lets_audits_finish_the_second_does_not(
    card: Path, start: Start, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    batch = start(card, "--out", out, *COMMON)
    wait_for_done(out, 1)
    batch.send_signal(signal.SIGINT)
    status, _, progress = ended(batch)
    assert status == 130
    assert "will be finished" in progress
    states = {row["outcome"] for row in results(out)}
    assert None in states
    assert len(results(out)) == 6
    batch = start("--resume", "--out", out, "--workers", "2", "--per-host", "9")
    assert batch.stderr is not None
    assert "of them done already" in batch.stderr.readline()
    batch.send_signal(signal.SIGINT)
    batch.send_signal(signal.SIGTERM)
    assert ended(batch)[0] == 130
    assert not [row for row in results(out) if row["outcome"] == "exhausted"]


def test_a_browser_that_dies_takes_no_audit_with_it(card: Path, start: Start, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch = start(card, "--out", out, *COMMON)
    wait_for_done(out, 1)
    for one in psutil.Process(batch.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # its parent may have taken it along
            if "chrom" in one.name().lower():
                one.kill()
    status, _, progress = ended(batch)
    assert status == 1, progress
    rows = results(out)
    assert len(rows) == 6
    assert all(expected(row["payload"]) in (None, (row["outcome"], row["verdict"])) for row in rows)
    kept = [file for file in (out / "runs").iterdir() if ".attempt-" in file.name]
    assert kept, "what was seen before the browser died is kept"


def test_an_earlier_batch_as_baseline_and_the_batchs_folder_reported_again(call: Call, tmp_path: Path) -> None:
    follow = "http://weixin.qq.com/r/abcdefg"
    assert call("batch", follow, follow, "--out", tmp_path / "a", "--quiet").status == 1
    assert call("batch", follow, "--out", tmp_path / "b", "--baseline", tmp_path / "a").status in (0, 3)
    again = call("report", tmp_path / "a", "--format", "json")
    assert again.status == 0
    assert again.out.count('"verdict": "violations"') == 2
    (tmp_path / "a" / "index.html").unlink()
    assert "2 items, 1 different codes" in call("report", tmp_path / "a").out
    assert (tmp_path / "a" / "index.html").is_file()


@pytest.mark.parametrize("wrong", [["missing.jpg"], [], ["--workers", "0"], ["--retry", "all"], ["--device", "all"]])
def test_a_wrong_call_leaves_nothing_behind(call: Call, tmp_path: Path, wrong: list[str]) -> None:
    given = [tmp_path / "x.txt", *wrong] if wrong and wrong[0].startswith("--") else wrong
    (tmp_path / "x.txt").write_text("just words\n", encoding="utf-8")
    answer = call("batch", *given, "--out", tmp_path / "out")
    assert answer.status == 2
    assert answer.err.strip()
    assert not (tmp_path / "out").exists()
