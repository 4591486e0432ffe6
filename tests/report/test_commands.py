"""The commands over a stored run: report, verify, diff, complaint, schema."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest

from qraudit.cli import main


class Said(NamedTuple):
    status: int
    out: str
    err: str


Call = Callable[..., Said]


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("QRAUDIT_LANG", "en")

    def run(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Said(int(end.value.code or 0), out.decode(), err.decode())

    return run


@pytest.fixture
def own(run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(run, tmp_path / "run"))


def test_verify_names_what_was_altered_with_status_1(call: Call, own: Path) -> None:
    assert call("verify", own).status == 0

    (own / "steps" / "02.txt").write_text("something else", encoding="utf-8")
    said = call("verify", own)

    assert said.status == 1
    assert "altered: steps/02.txt" in said.out


def test_verify_of_nothing_is_a_wrong_call(call: Call, tmp_path: Path) -> None:
    assert call("verify", tmp_path / "none").status == 2


def test_report_puts_one_format_on_standard_output_whole_and_alone(call: Call, own: Path) -> None:
    said = call("report", own, "--format", "json")

    assert json.loads(said.out)["verdict"] == "violations"
    assert (said.status, said.err) == (0, "")


def test_a_report_written_into_its_run_keeps_it_intact(call: Call, own: Path) -> None:
    assert call("report", own, "--format", f"html={own / 'report.html'}", "--format", "terminal").status == 0

    assert call("verify", own).status == 0


def test_evidence_is_not_overwritten_by_a_report(call: Call, own: Path) -> None:
    said = call("report", own, "--format", f"json={own / 'walk.json'}")

    assert said.status == 2
    assert call("verify", own).status == 0


def test_diff_tells_new_gone_and_unchanged(call: Call, own: Path, run: Path) -> None:
    said = call("diff", run, own)

    assert said.status == 0
    counts, before, after, *_ = said.out.splitlines()
    assert counts == "New: 0, gone: 0, unchanged: 4, another outcome: 0."
    assert before.split("  ")[2:4] == ["2026-11-24 10:00:00 (UTC+08:00)", "Suspected violations"]
    assert after.endswith("https://order.qinghe-xiaoguan.example/t/A07")


@pytest.mark.browser
def test_complaint_writes_one_mail_and_one_letter(call: Call, own: Path, tmp_path: Path) -> None:
    assert call("complaint", own, "--out", tmp_path / "out").status == 0

    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".docx", ".eml"]
    assert b"report.pdf" in (tmp_path / "out" / "complaint.eml").read_bytes()
    assert call("verify", own).status == 0


@pytest.mark.parametrize("command", [["report"], ["report", "--format", "csv"]])
def test_evidence_that_has_changed_is_not_reported_on_without_a_word(call: Call, own: Path, command: list[str]) -> None:
    assert call(command[0], own, *command[1:]).err == ""

    (own / "steps/02.txt").write_text("something else", encoding="utf-8")
    answer = call(command[0], own, *command[1:])

    assert answer.status == 0
    assert answer.err.count("\n") == 1
    assert "steps/02.txt" in answer.err
    assert "qraudit verify" in answer.err


def test_schema_is_one_that_a_stored_report_is_valid_against(call: Call, run: Path) -> None:
    schema = json.loads(call("schema").out)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads((run / "report.json").read_text(encoding="utf-8")), schema)
