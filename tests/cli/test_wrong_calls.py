"""A wrong call ends with status 2 and one line that says what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Call

URL = "http://merchant.example/7"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["adit"], "There is no command adit"),
        (["audit", URL, "--bogus"], "There is no option --bogus"),
        (["audit", URL, "--scenario"], "--scenario"),
        (["audit", URL, "--scenario", "space-travel"], "There is no scenario space-travel"),
        (["audit", URL, "--device", "pager"], "--device cannot be pager. It may be: wechat-android"),
        (["audit", URL, "--until", "heaven"], "--until cannot be heaven"),
        (["audit", URL, "--fail-on", "anything"], "--fail-on cannot be anything"),
        (["audit", URL, "--format", "papyrus"], "There is no report format papyrus"),
        (["audit", URL, "--format", "json="], "lacks the file's name"),
        (["audit", URL, "--format", "json", "--format", "html"], "Standard output takes one report"),
        (["audit", URL, "--max-steps", "many"], "--max-steps is many, which is no number"),
        (["audit", URL, "--max-steps", "0"], "The least is 1"),
        (["audit", URL, "--timeout", "1e9"], "too large"),
        (["audit", URL, "--lang", "fr"], "--lang cannot be fr"),
        (["audit", URL, "--rules", "no-such-folder"], "no-such-folder"),
        (["audit", URL, "--baseline", "no-such-run"], "no-such-run"),
        (["audit", URL, "--config", "no-such.toml"], "There is no file no-such.toml"),
        (["audit", URL, "--waivers", "no-such.toml"], "There is no file no-such.toml"),
        (["audit", URL, "--flow", "no-such.yaml"], "There is no file no-such.yaml"),
        (["audit", URL, "--identity", "no-such.yaml"], "There is no file no-such.yaml"),
        (["audit", URL, "--storage-state", "no-such.json"], "There is no file no-such.json"),
        (["audit", "no-such.jpg"], "There is no file no-such.jpg"),
        (["audit", "."], "is a folder"),
        (["audit", ""], "TARGET is empty"),
        (["audit", "9" * 5000], "There is no file 999"),
        (["audit", URL, "--timestamp", "my-authority"], "'my-authority' is no http(s) address"),
        (["audit"], "There is nothing to audit"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(
    call: Call, arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = call(*arguments)
    assert answer.status == 2
    assert says in answer.err
    assert answer.err.count("\n") == 1
    assert answer.out == ""
    assert not list(tmp_path.iterdir()), "a wrong call leaves nothing behind"


def test_a_file_that_is_no_picture_is_a_wrong_call(call: Call, tmp_path: Path) -> None:
    notes = tmp_path / "notes.jpg"
    notes.write_text("not a picture", encoding="utf-8")
    answer = call("audit", notes)
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert "notes.jpg" in answer.err


def test_messages_are_chinese_unless_english_was_asked_for(call: Call) -> None:
    assert "没有命令 adit" in call("adit", lang="zh").err
    assert "There is no command" in call("--lang", "en", "adit", lang="zh").err


def test_a_defect_is_told_in_a_line_and_kept_in_a_file(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("qraudit.cli.job.jobs", broken)
    monkeypatch.setattr("platformdirs.user_log_dir", lambda *_, **__: str(tmp_path))
    answer = call("audit", URL)
    (log,) = tmp_path.iterdir()
    assert answer.status == 70
    assert str(log) in answer.err and "Traceback" not in answer.err
    assert "Traceback" in log.read_text(encoding="utf-8")
