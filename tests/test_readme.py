"""Both READMEs are current: the reference is the code's own, and they say the same in both languages."""

from __future__ import annotations

import re

import pytest

from qraudit.cli.commands import COMMANDS
from qraudit.models import Lang
from tests.reference import READMES, generated, sections

LANGS: tuple[Lang, ...] = ("en", "zh")


def text_of(lang: Lang) -> str:
    return READMES[lang].read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_every_command_option_and_rule_is_in_the_reference_and_nothing_else(lang: Lang) -> None:
    for name, content in sections(lang).items():
        assert generated(text_of(lang), name) == content.rstrip("\n"), "run: python -m tests.reference"


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_text_mentions_exists(lang: Lang) -> None:
    commands, known = set(COMMANDS), set(re.findall(r"--[a-z][a-z-]+", generated(text_of(lang), "commands")))
    prose = text_of(lang)
    assert set(re.findall(r"`qraudit ([a-z]+)", prose)) <= commands
    ours = {option for line in re.findall(r"qraudit [^\n`]*", prose) for option in re.findall(r"--[a-z][a-z-]+", line)}
    assert ours <= known | {"--help", "--version"}


def test_both_languages_have_the_same_chapters_and_examples() -> None:
    english, chinese = text_of("en"), text_of("zh")
    levels = [re.findall(r"^(#+) ", text, re.MULTILINE) for text in (english, chinese)]
    assert levels[0] == levels[1]
    assert english.count("```") == chinese.count("```")


def test_each_links_the_other_on_its_first_line() -> None:
    assert ".github/README.zh-CN.md" in text_of("en").splitlines()[0]
    assert "../README.md" in text_of("zh").splitlines()[0]


@pytest.mark.parametrize("lang", LANGS)
def test_the_two_lines_are_there_as_promised(lang: Lang) -> None:
    assert "pip install -e . && qraudit setup && qraudit demo" in text_of(lang)
    assert "pip install -e '.[test]' && qraudit setup && pytest" in text_of(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_every_exit_status_is_explained(lang: Lang) -> None:
    rows = re.findall(r"^\| (\d+) \|", text_of(lang), re.MULTILINE)
    assert rows == ["0", "1", "2", "3", "4", "70", "130"]
