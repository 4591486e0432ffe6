"""`qraudit … | head` ends with the status that it has without `| head`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.report.sample_run import sample_run


def status_without_a_reader(*arguments: object) -> int:
    process = subprocess.Popen(
        [sys.executable, "-m", "qraudit", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    process.stdout.close()
    return process.wait(timeout=60)


@pytest.mark.parametrize("form", ["terminal", "json"])
def test_a_report_is_no_failure(tmp_path: Path, form: str) -> None:
    run = sample_run(tmp_path / "run").path
    assert status_without_a_reader("report", run, "--format", form) == 0


def test_altered_evidence_stays_altered(tmp_path: Path) -> None:
    run = sample_run(tmp_path / "run").path
    (run / "walk.json").write_text("{}", encoding="utf-8")
    assert status_without_a_reader("verify", run) == 1
