"""A run folder is closed once, read back as it was, and never mixed with anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from qraudit.errors import RunError, UsageError
from qraudit.evidence import Masker, RunFolder, load_run, verify
from qraudit.models import Action, Step
from tests.report.sample_run import PHONE, sample_report, sample_run, sample_walk


def test_a_finished_run_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run")
    walk = sample_walk()

    stored = run.finish(sample_report(walk), walk)

    assert load_run(run.path) == stored == (sample_report(walk), walk)


def test_evidence_is_never_mixed(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()

    with pytest.raises(UsageError) as refusal:
        RunFolder.create(tmp_path)

    assert "--out" in refusal.value.tell("zh")
    assert "--out" in refusal.value.tell("en")


def test_a_folder_that_cannot_be_made_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UsageError):
        RunFolder.create(tmp_path / "file" / "run")


def test_a_step_file_cannot_leave_the_folder(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run")

    assert run.screenshot_path(3, "../../Before & after")[1] == "steps/03-before-after.png"
    with pytest.raises(RunError):
        run.write_text("../outside.txt", "")


def test_a_crash_before_the_end_leaves_a_folder_that_says_what_is_missing(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run")
    run.write_text("steps/00.dom.txt", "<p>")

    found = verify(run.path)

    assert not found.intact
    assert not found.finished
    assert set(found.missing) == {"manifest.json", "SHA256SUMS", "report.json", "walk.json"}
    with pytest.raises(RunError, match="verify"):
        load_run(run.path)


def test_a_failed_write_names_the_cause_and_leaves_no_half_file(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run")
    (run.path / "steps" / "00.dom.txt").mkdir()

    with pytest.raises(RunError) as failure:
        run.write_text("steps/00.dom.txt", "x")

    assert "00.dom.txt" in str(failure.value)
    assert [path.name for path in (run.path / "steps").iterdir()] == ["00.dom.txt"]


def test_what_the_tool_typed_is_masked_before_it_is_hashed(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run", Masker({"phone": PHONE}))
    walk = sample_walk()
    typed = Action(kind="type", target="手机号", value=PHONE)
    walk.steps.append(Step(index=6, url=f"https://a.example/?p={PHONE}", milestone="order", action=typed))
    run.write_text("steps/00.dom.txt", f"<input value='{PHONE}'>")

    report, stored = run.finish(sample_report(walk), walk)

    everything = b"".join(path.read_bytes() for path in run.path.rglob("*") if path.is_file())
    assert PHONE.encode() not in everything
    assert stored.steps[-1].action.value == "＊phone＊"
    assert report.steps == stored.steps
    assert verify(run.path).intact


def test_a_run_of_another_version_is_told_apart_from_a_broken_one(tmp_path: Path) -> None:
    run = sample_run(tmp_path / "run")
    report = run.path / "report.json"
    text = report.read_text(encoding="utf-8")

    report.write_text(text.replace("qraudit/report/1", "qraudit/report/9"), encoding="utf-8")
    with pytest.raises(RunError, match="qraudit/report/9"):
        load_run(run.path)

    report.write_text(text[:-40], encoding="utf-8")
    with pytest.raises(RunError, match="verify"):
        load_run(run.path)


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_what_is_no_run_is_said_to_be_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(RunError):
        load_run(tmp_path / name)
    with pytest.raises(RunError):
        verify(tmp_path / name)
