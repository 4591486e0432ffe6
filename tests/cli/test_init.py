"""`qraudit init` writes a configuration that is right as it is, and right with every comment taken away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qraudit.configuration import load
from qraudit.models import Lang
from tests.conftest import Call

LANGS: tuple[Lang, ...] = ("zh", "en")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("lang", LANGS)
def test_what_it_writes_is_valid(call: Call, lang: Lang) -> None:
    answer = call("init", lang=lang)
    settings = load(Path("qraudit.toml"))
    assert (answer.status, answer.err) == (0, "")
    assert "qraudit.toml" in answer.out
    assert [entry.scenario for entry in settings.targets] == ["dine-in"]


@pytest.mark.parametrize("lang", LANGS)
def test_what_it_shows_in_comments_is_valid_too(call: Call, lang: Lang) -> None:
    call("init", lang=lang)
    Path("our-rules").mkdir()
    file = Path("qraudit.toml")
    file.write_text(re.sub(r"^# (?=\w+ = |\[\[)", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE), "utf-8")
    settings = load(file)
    assert (len(settings.targets), len(settings.waivers), settings.max_steps) == (2, 1, 40)
    assert settings.rule_settings


def test_an_existing_file_is_not_touched(call: Call) -> None:
    Path("qraudit.toml").write_text("timeout = 7\n", encoding="utf-8")
    answer = call("init")
    assert (answer.status, answer.out) == (2, "")
    assert "qraudit.toml is there already" in answer.err
    assert Path("qraudit.toml").read_text(encoding="utf-8") == "timeout = 7\n"


def test_it_refuses_pyproject_no_less_than_its_own_file(call: Call) -> None:
    Path("pyproject.toml").write_text("[tool.qraudit]\ntimeout = 7\n", encoding="utf-8")
    assert call("init").status == 2
