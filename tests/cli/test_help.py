"""Help needs no documentation beside it: complete, true, and in the reader's language."""

from __future__ import annotations

import unicodedata

import pytest

from qraudit.cli.commands import COMMANDS, load
from qraudit.models import Lang
from qraudit.options import AuditOptions
from qraudit.report import FORMATS
from tests.conftest import Call

LANGS: tuple[Lang, ...] = ("zh", "en")


def cells(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_says_what_it_does(name: str, lang: Lang) -> None:
    command = load(name, lang)
    for one in (command, *getattr(command, "commands", {}).values()):
        assert one.help, one.name
        assert all(param.help for param in one.params), one.name
        chinese = any("\u4e00" <= char <= "\u9fff" for char in one.help)
        assert chinese == (lang == "zh"), f"{one.name}: {one.help}"


@pytest.mark.parametrize("lang", LANGS)
def test_the_options_of_audit_are_those_of_the_configuration(lang: Lang) -> None:
    names = {param.name for param in load("audit", lang).params}
    assert names == set(AuditOptions.model_fields) | {"target", "config"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_help_of_audit_names_every_format_and_default(lang: Lang) -> None:
    helps = {param.name: param.help for param in load("audit", lang).params}
    assert all(name in helps["format"] for name in FORMATS)
    for name, field in AuditOptions.model_fields.items():
        if field.default not in (None, False) and isinstance(field.default, str | int | float):
            assert f"{field.default:g}" if isinstance(field.default, float) else str(field.default) in helps[name]


@pytest.mark.parametrize("lang", LANGS)
def test_help_fits_its_width_and_goes_to_standard_output(call: Call, lang: Lang) -> None:
    for arguments in (["--help"], ["audit", "--help"]):
        answer = call(*arguments, lang=lang)
        assert (answer.status, answer.err) == (0, "")
        assert max(map(cells, answer.out.splitlines())) <= 80


def test_help_shows_every_command(call: Call) -> None:
    out = call("--help").out
    assert all(f"\n  {name} " in out for name in COMMANDS)


def test_version_is_told(call: Call) -> None:
    from qraudit import __version__

    assert call("--version").out == f"qraudit {__version__}\n"
