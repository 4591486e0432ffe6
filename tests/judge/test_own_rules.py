"""Rules of one's own: short to write, and every mistake is one line with its place."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from qraudit.errors import RuleError, UsageError
from qraudit.judge import check, judge, load_rules
from tests.judge.walks import walk

HEAD = "id: ours\nlaw: [cpl-26]\n"


def write(folder: Path, text: str, name: str = "ours.yaml") -> Path:
    file = folder / name
    file.write_text(dedent(text), encoding="utf-8")
    return file


def mistake(folder: Path, text: str) -> str:
    file = write(folder, text)
    (error,) = check([folder])
    return error.tell("en").removeprefix(f"{file}:")


def test_an_id_a_law_and_a_condition_are_enough(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "condition: size(walk.adverts) > 2\n")
    rules = load_rules([tmp_path])
    (finding,) = [one for one in judge(walk(adverts=[{}, {}, {}]), rules) if one.rule == "ours"]
    assert (finding.outcome, finding.law, finding.title.zh) == ("violation", ["cpl-26"], "ours")
    assert check([tmp_path]) == []


def test_a_message_in_one_language_serves_for_both(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "each: walk.adverts\ncondition: it.cover > 0.5\nmessage: 弹窗“{it.text}”占 {it.cover}\n")
    (finding,) = [one for one in judge(walk(adverts=[{"text": "券"}]), load_rules([tmp_path])) if one.rule == "ours"]
    assert finding.message.zh == finding.message.en == "弹窗“券”占 0.9"


def test_a_rule_replaces_the_built_in_one_of_its_id(tmp_path: Path) -> None:
    write(tmp_path, "id: follow-wall\nlaw: [cpl-26]\ncondition: 'false'\n")
    rules = load_rules([tmp_path])
    assert len(rules.rules) == len(load_rules().rules)
    assert rules.digest != load_rules().digest
    replaced = rules.rule("follow-wall")
    assert replaced is not None
    assert not replaced.builtin


def test_an_own_law_file_and_scenario_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    (tmp_path / "scenarios").mkdir()
    law = {"zh": "某市规定", "en": "City rules"}
    write(tmp_path / "law", f"""\
        id: city
        title: {law}
        issuer: {law}
        binding: local
        provisions:
          - id: city-1
            article: {law}
            gloss: {law}
            checked: memory
        """, "city.yaml")  # fmt: skip
    write(tmp_path / "scenarios", f"id: karaoke\ntitle: {law}\nsource: ours\nneeds: [{{datum: phone, source: ours}}]\n")
    write(tmp_path, "id: ours\nlaw: [city-1]\ncondition: \"'phone' in scenario.needs\"\n")
    rules = load_rules([tmp_path])
    outcomes = {one.rule: one.outcome for one in judge(walk("karaoke"), rules)}
    assert outcomes["ours"] == "violation"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "condition: walk.promts.size() > 0\n", "3: CEL: Walk has no field 'promts' (did you mean 'prompts'?)"),
        (HEAD + "condition: walk.reached == 'paid'\n", "3: CEL: this value is never 'paid'"),
        (HEAD + "condition: wlak.reached == 'payment'\n", "3: CEL: unknown variable 'wlak'; there are: "),
        (HEAD + "condition: it.text == ''\n", "3: CEL: unknown variable 'it'; there are: scenario, t, walk"),
        (HEAD + "condition: walk.adverts.exists(a, a.closd)\n", "3: CEL: Advert has no field 'closd'"),
        (HEAD + "condition: walk.adverts.size() > t.most\n", "3: CEL: t has no field 'most'"),
        (HEAD + "condition: walk.adverts.size() >\n", "3: CEL syntax: mismatched input '<EOF>'"),
        (HEAD + "condition: |\n  walk.reached == 'payment'\n  && && true\n", "5: CEL syntax: extraneous input '&&'"),
        (HEAD + "condition: >-\n  walk.reached == 'order'\n  && walk.devise == 'x'\n", "5: CEL: Walk has no field"),
        (HEAD + "condition: walk.adverts.size()\n", "3: CEL: a truth value is wanted here"),
        (HEAD + "condition: frobnicate(walk)\n", "3: CEL: unknown function 'frobnicate'"),
        (HEAD + "condition: walk.reached.exists(r, true)\n", "3: CEL: exists() is for lists, and this is a text"),
        (HEAD + "each: walk.adverts\ncondition: it.countdown_seconds > 3\n", "4: CEL: fails when it is evaluated"),
        (HEAD + "condition: 'true'\nmessage: 到了 {walk.reached\n", "4: a placeholder's '{' has no matching '}'"),
        (HEAD + "condition: 'true'\nmessage: {zh: 好, en: '{walk.foo}'}\n", "4: CEL: Walk has no field 'foo'"),
        ("id: ours\nlaw:\n  - cpl-26\n  - cpl-2600\ncondition: 'true'\n", "4: no provision of the law has the id"),
        (HEAD + "titel: x\ncondition: 'true'\n", "3: unknown key 'titel' (did you mean 'title'?)"),
        (HEAD + "conditon: 'true'\n", "3: unknown key 'conditon' (did you mean 'condition'?)"),
        (HEAD + "severity: huge\ncondition: 'true'\n", "3: 'severity' must be one of"),
        (HEAD, "1: key 'outcomes' is missing"),
        ("law: [cpl-26]\ncondition: 'true'\n", "1: key 'id' is missing"),
        ("id: ours\nid: theirs\n", "2: key 'id' is there twice; remove one"),
        ("id: [1\n", "2: not valid YAML: "),
        ("- a\n- b\n", "1: "),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    said = mistake(tmp_path, text)
    assert said.startswith(expected)
    assert "\n" not in said


def test_loading_stops_at_the_first_mistake(tmp_path: Path) -> None:
    file = write(tmp_path, HEAD + "condition: walk.promts\n")
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path])
    assert str(caught.value).startswith(f"{file}:3: CEL")
    assert caught.value.exit_status == 2


def test_every_file_is_checked(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path, f"id: {name}\nlaw: [nothing]\ncondition: 'true'\n", f"{name}.yaml")
    assert len(check([tmp_path])) == 2


def test_cases_beside_a_rule_are_checked_too(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "condition: 'true'\n")
    write(tmp_path, "- name: one\n  walk: {prompts: [{kind: nothing}]}\n", "ours.cases.yaml")
    (error,) = check([tmp_path])
    assert error.tell("en").startswith(f"{tmp_path / 'ours.cases.yaml'}:2: ")


def test_two_rules_of_one_id_in_one_folder(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path, HEAD + "condition: 'true'\n", f"{name}.yaml")
    (error,) = check([tmp_path])
    assert "rule id 'ours' is used in a.yaml already" in error.tell("en")


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load_rules([tmp_path / "nowhere"])


HOSTILE = {
    "deep": "a: " + "[" * 100_000,
    "repeated": "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n",
    "itself": "a: &a [*a]\n",
    "parentheses": HEAD + f"condition: {'(' * 1900}true{')' * 1900}\n",
    "negations": HEAD + f"condition: '{'!' * 3900}true'\n",
    "long": "x: " + "y" * 2_000_000,
    "binary": "\x00\x01",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    assert "\n" not in mistake(tmp_path, HOSTILE[name])
