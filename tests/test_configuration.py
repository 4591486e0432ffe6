"""qraudit.toml: what it may say, and how a mistake in it is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qraudit.configuration import find, load
from qraudit.errors import UsageError

GOOD = """
fail_on = "needs-review"
timeout = 60
format = ["sarif=out/qraudit.sarif"]

[[targets]]
url = "https://merchant.example/7"
scenario = "dine-in"

[[targets]]
photo = "codes/parking.jpg"
timeout = 30
allow_host = ["10.0.0.7:8080"]

[[waivers]]
rule = "data-requested"
target = "https://merchant.example/*"
subject = "phone"
reason = "goes in the next release"
who = "Wang"
until = 2027-03-31
"""


def write(folder: Path, text: str, name: str = "qraudit.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_options_targets_and_waivers_are_read(tmp_path: Path) -> None:
    settings = load(write(tmp_path, GOOD))
    table, parking = settings.targets
    assert (table.url, table.scenario, table.over(settings.defaults()).timeout) == (
        "https://merchant.example/7",
        "dine-in",
        60,
    )
    assert (parking.timeout, parking.allow_host) == (30, ["10.0.0.7:8080"])
    assert settings.waivers[0].until == date(2027, 3, 31)


def test_rules_are_switched_off_and_thresholds_set_also_those_of_own_rules(tmp_path: Path) -> None:
    own = "id: ours\nlaw: [cpl-26]\nthresholds: {most: {value: 3, source: our own, ours: true}}\n"
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "ours.yaml").write_text(f"{own}condition: walk.steps.size() > t.most\n", encoding="utf-8")
    text = 'rules_off = ["ad-not-labelled"]\nrules = ["ours"]\n\n[thresholds]\nours.most = 5\n'
    settings = load(write(tmp_path, text)).rule_settings
    assert (settings.off, settings.thresholds) == (["ad-not-labelled"], {"ours": {"most": 5}})


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    settings = load(write(tmp_path, GOOD))
    assert settings.targets[1].photo == tmp_path / "codes/parking.jpg"
    assert settings.format == [f"sarif={tmp_path / 'out/qraudit.sarif'}"]


def test_pyproject_holds_the_same_under_its_own_table(tmp_path: Path) -> None:
    text = '[project]\nname = "shop"\n\n[tool.qraudit]\ntimeout = 9\n\n[[tool.qraudit.targets]]\npayload = "x"\n'
    file = write(tmp_path, text, "pyproject.toml")
    assert find(tmp_path) == file
    assert (load(file).timeout, load(file).targets[0].payload) == (9, "x")


def test_a_pyproject_without_our_table_is_none_of_ours(tmp_path: Path) -> None:
    write(tmp_path, '[project]\nname = "shop"\n', "pyproject.toml")
    assert find(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[[targets]]\nurl = "http://a.example/"\nrules_off = []\n', 3, "rules_off holds for all of the file"),
        ('fail_on = "violation"\ntimeuot = 60\n', 2, "timeuot is not known. Did you mean timeout?"),
        ('[[targets]]\nurl = "x"\n\n[[targets]]\nurl = "y"\nscenaro = "z"\n', 6, "Did you mean scenario?"),
        ('[[targets]]\nurl = "x"\n\n[[targets]]\nscenario = "z"\n', 4, "exactly one of url, photo, payload"),
        ('[[targets]]\nurl = "x"\nphoto = "y"\n', 1, "exactly one of url, photo, payload"),
        ("timeout = 'soon'\n", 1, "timeout is soon, which is no number"),
        ("\n\nmax_steps = 0\n", 3, "The least is 1"),
        ('device = "pager"\n', 1, "device cannot be pager. It may be: wechat-android"),
        ('[[waivers]]\nrule = "x"\nreason = "y"\nwho = "z"\n', 1, "until is missing"),
        ('[[waivers]]\nrule = "x"\nreason = ""\nwho = "z"\nuntil = 2027-01-01\n', 3, "reason must not be empty"),
        ('[[waivers]]\nrule = "x"\nreason = "y"\nwho = "z"\nuntil = "soon"\n', 5, "no date"),
        ('[[waivers]]\nrule = "x"\nreasn = "y"\nwho = "z"\nuntil = 2027-01-01\n', 1, "reason is missing"),
        ("timeout = \n", 1, "no valid TOML"),
        ('\nrules_off = ["follow-wal"]\n', 2, "did you mean 'follow-wall'?"),
        ("[thresholds.ad-close-hidden]\nsmall = 20\nsise = 20\n", 3, "did you mean 'size'?"),
        ("[thresholds.ad-close-multi]\nclicks = 9\n", 2, "is the law's number"),
        ("[thresholds.ad-close-hidden]\nsize = true\n", 2, "ad-close-hidden.size cannot be True"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(UsageError) as error:
        load(file)
    told = error.value.tell("en")
    assert told.startswith(f"{file}:{line}: ")
    assert says in told


def test_the_line_counts_in_pyproject_too(tmp_path: Path) -> None:
    file = write(tmp_path, "[tool.other]\ntimeuot = 1\n\n[tool.qraudit]\ntimeuot = 2\n", "pyproject.toml")
    with pytest.raises(UsageError, match=r"pyproject\.toml:5: "):
        load(file)
