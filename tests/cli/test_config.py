"""`qraudit config`: a configuration checked without opening anything, and the schema that editors check it by."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qraudit.models import Lang
from tests.conftest import Call

LANGS: tuple[Lang, ...] = ("zh", "en")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str, name: str = "qraudit.toml") -> Path:
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    return file


def schema(call: Call, lang: Lang) -> Any:
    found = json.loads(call("config", "schema", lang=lang).out)
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def test_what_init_writes_passes(call: Call) -> None:
    call("init")
    answer = call("config", "check")
    assert (answer.status, answer.out) == (0, "qraudit.toml is valid. Targets: 1; waivers: 0.\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("timeuot = 1\n", "qraudit.toml:1: timeuot is not known"),
        ('[[targets]]\nphoto = "gone.jpg"\n', "There is no file gone.jpg"),
        ('[[targets]]\nurl = "http://x.example/"\nscenario = "space-travel"\n', "There is no scenario space-travel"),
        ('[[targets]]\nurl = "http://x.example/"\nflow = "gone.yaml"\n', "gone.yaml"),
        ('format = ["papyrus"]\n\n[[targets]]\nurl = "http://x.example/"\n', "There is no report format papyrus"),
        ('rules_off = ["nothing"]\n', "qraudit.toml:1: There is no rule nothing"),
    ],
)
def test_a_mistake_is_one_line_and_status_two(call: Call, text: str, says: str) -> None:
    write(text)
    answer = call("config", "check")
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert says in answer.err


def test_secrets_need_not_be_there_where_it_is_only_checked(call: Call) -> None:
    write('[[targets]]\nurl = "http://x.example/"\nstorage_state = "login.json"\nidentity = "who.yaml"\n')
    assert call("config", "check").status == 0


def test_files_are_named_as_pre_commit_does_and_another_projects_pyproject_is_passed_over(call: Call) -> None:
    other = write('[project]\nname = "shop"\n', "pyproject.toml")
    answer = call("config", "check", other)
    assert (answer.status, answer.out) == (0, "")
    assert call("config", "check").status == 2


@pytest.mark.parametrize("lang", LANGS)
def test_the_schema_takes_what_init_writes_and_explains_every_key(call: Call, lang: Lang) -> None:
    found = schema(call, lang)
    call("init", lang=lang)
    jsonschema.validate(tomllib.loads(Path("qraudit.toml").read_text(encoding="utf-8")), found)
    described = {**found["properties"], **found["$defs"]["TargetEntry"]["properties"]}
    assert all(value["description"] for value in described.values())
    assert any("\u4e00" <= char <= "\u9fff" for char in described["timeout"]["description"]) == (lang == "zh")


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeuot": 1},
        {"timeout": "soon"},
        {"device": "pager"},
        {"targets": [{"scenario": "dine-in"}]},
        {"targets": [{"url": "x", "photo": "y"}]},
        {"waivers": [{"rule": "x"}]},
        {"thresholds": {"ad-close-hidden": {"size": "big"}}},
    ],
)
def test_the_schema_refuses_what_the_tool_refuses(call: Call, wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema(call, "en"))


def test_rules_and_scenarios_of_ones_own_are_no_mistake_to_the_schema(call: Call) -> None:
    own = {"rules_off": ["our-rule"], "thresholds": {"our-rule": {"most": 5}}, "targets": [{"url": "x"}]}
    jsonschema.validate(own | {"scenario": "our-scenario"}, schema(call, "en"))
