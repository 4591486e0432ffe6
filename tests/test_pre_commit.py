"""The hooks for pre-commit do what their names say, called as pre-commit calls them."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Answer, Call
from tests.reference import ROOT

RULE = "id: ours\nlaw: [{law}]\ncondition: 'false'\n"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run_hook(call: Call, hook_id: str, *changed: str) -> Answer:
    hooks: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (hook,) = [one for one in hooks if one["id"] == hook_id]
    program, *arguments = [*shlex.split(hook["entry"]), *hook.get("args", [])]
    assert program == "qraudit"
    return call(*arguments, *(changed if hook.get("pass_filenames", True) else ()))


def test_a_configuration_with_a_mistake_is_not_committed(call: Call) -> None:
    Path("qraudit.toml").write_text("timeuot = 1\n", encoding="utf-8")
    Path("pyproject.toml").write_text('[project]\nname = "shop"\n', encoding="utf-8")
    answer = run_hook(call, "qraudit-config", "pyproject.toml", "qraudit.toml")
    assert answer.status == 2
    assert answer.err.startswith("qraudit.toml:1: ")


def test_a_rule_with_a_mistake_is_not_committed(call: Call) -> None:
    rule = Path("qraudit-rules", "ours.yaml")
    rule.parent.mkdir()
    rule.write_text(RULE.format(law="cpl-26"), encoding="utf-8")
    assert run_hook(call, "qraudit-rules", "README.md").status == 0
    rule.write_text(RULE.format(law="cpl-2666"), encoding="utf-8")
    assert run_hook(call, "qraudit-rules", str(rule)).status == 2
