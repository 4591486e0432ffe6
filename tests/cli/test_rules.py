"""`qraudit rules`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Call


def test_list_names_every_rule_with_its_severity(call: Call) -> None:
    rows = json.loads(call("rules", "list", "--format", "json", lang="en").out)
    assert {row["id"] for row in rows} >= {"follow-wall", "data-required", "ad-close-fake"}
    assert {row["severity"] for row in rows} == {"critical", "serious", "moderate", "minor"}


def test_list_law_says_what_was_checked(call: Call) -> None:
    rows = {row["id"]: row for row in json.loads(call("rules", "list", "--law", "--format", "json").out)}
    assert rows["cpl-26"]["checked"] == "text"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_show_prints_law_source_and_cases_in_both_languages(call: Call, lang: str) -> None:
    out = call("rules", "show", "follow-wall", lang=lang).out
    assert "不得利用格式条款并借助技术手段强制交易" in out
    assert "No forcing of a deal by standard terms" in out
    assert "LawRefBook" in out
    assert "暂不关注" in out
    assert "an account named in the footer" in out


def test_show_knows_provisions_and_scenarios_too(call: Call) -> None:
    assert "一键关闭" in call("rules", "show", "advertising-law-44").out
    assert "license-plate" in call("rules", "show", "parking").out


def test_show_of_something_unknown_suggests(call: Call) -> None:
    answer = call("rules", "show", "folow-wall", lang="en")
    assert (answer.status, answer.out) == (2, "")
    assert "did you mean 'follow-wall'?" in answer.err


def test_test_closes_with_its_count(call: Call) -> None:
    answer = call("rules", "test", "follow-wall", "data-required")
    assert answer.status == 0
    assert answer.out.splitlines()[-1].endswith(" passed, 0 failed")


def test_test_fails_where_a_case_does(call: Call, tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("id: ours\nlaw: [cpl-26]\ncondition: 'false'\n", encoding="utf-8")
    (tmp_path / "ours.cases.yaml").write_text("- name: one\n  finds: [violation ours]\n", encoding="utf-8")
    answer = call("rules", "test", "ours", "--rules", str(tmp_path), lang="en")
    assert answer.status == 1
    assert answer.out.splitlines() == [
        "ours: one",
        "  should be found and is not: violation ours",
        "0 passed, 1 failed",
    ]


def test_check_says_file_and_line_and_leaves_with_two(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("id: ours\nlaw: [cpl-26]\ncondition: walk.promts.size() > 0\n", encoding="utf-8")
    answer = call("rules", "check", str(tmp_path), lang="en")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == f"{file}:3: CEL: Walk has no field 'promts' (did you mean 'prompts'?)\n"


def test_check_of_valid_rules(call: Call, tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("id: ours\nlaw: [cpl-26]\ncondition: 'false'\n", encoding="utf-8")
    assert call("rules", "check", str(tmp_path)).status == 0


def test_a_mistake_stops_every_command_that_loads_the_rules(call: Call, tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("id: ours\nlaw: [nothing]\ncondition: 'true'\n", encoding="utf-8")
    answer = call("rules", "list", "--rules", str(tmp_path))
    assert answer.status == 2
    assert answer.err.startswith(f"{tmp_path / 'ours.yaml'}:2: ")
    assert answer.err.count("\n") == 1
