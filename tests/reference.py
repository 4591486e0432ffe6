"""The README's reference of commands and options, made from the code.

python -m tests.reference    # writes it into README.md and .github/README.zh-CN.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qraudit.cli.commands import COMMANDS, build, load
from qraudit.cli.help_page import option_name, usage
from qraudit.judge import load_rules
from qraudit.models import Lang
from qraudit.text import say

ROOT = Path(__file__).resolve().parent.parent
READMES: dict[Lang, Path] = {"en": ROOT / "README.md", "zh": ROOT / ".github" / "README.zh-CN.md"}

WORDS = {
    "en": {"option": "option", "means": "meaning", "rule": "rule", "severity": "severity"},
    "zh": {"option": "选项", "means": "说明", "rule": "规则", "severity": "严重程度"},
}


def sections(lang: Lang) -> dict[str, str]:
    """Every generated part of a README, by the name in its markers."""
    return {"commands": "\n".join(_commands(lang)), "rules": "\n".join(_rules(lang))}


def _between(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name}: made by tests/reference.py -->\n).*?(\n<!-- /{name} -->)", re.DOTALL)


def generated(text: str, name: str) -> str:
    """What stands between a README's markers of that name."""
    found = _between(name).search(text)
    assert found, f"no markers for {name}"
    return found.group().split("\n", 1)[1].rsplit("\n", 1)[0]


def _commands(lang: Lang) -> Iterator[str]:
    yield from _table(build(lang), lang)
    for name in COMMANDS:
        yield from _command(load(name, lang), f"qraudit {name}", lang)


def _command(command: Any, path: str, lang: Lang) -> Iterator[str]:
    yield f"#### `{usage(command, path)}`"
    yield ""
    yield (command.short_help or command.help or "").strip().split("\n\n")[0]
    yield ""
    yield from _table(command, lang)
    for name, inner in getattr(command, "commands", {}).items():
        if inner.callback is not None:
            yield from _command(inner, f"{path} {name}", lang)


def _table(command: Any, lang: Lang) -> Iterator[str]:
    options = [param for param in command.params if param.param_type_name == "option" and not param.hidden]
    if options:
        words = WORDS[lang]
        yield f"| {words['option']} | {words['means']} |"
        yield "| --- | --- |"
        for param in options:
            yield f"| `{_cell(option_name(param))}` | {_cell(param.help)} |"
        yield ""


def _rules(lang: Lang) -> Iterator[str]:
    words = WORDS[lang]
    yield f"| {words['rule']} | {words['means']} | {words['severity']} |"
    yield "| --- | --- | --- |"
    for rule in load_rules().rules:
        severity = say(f"report.severity.{rule.stated.severity}", lang)
        yield f"| `{rule.id}` | {_cell(getattr(rule.stated.title, lang))} | {severity} |"


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def write() -> None:
    """Put the current reference into both READMEs."""
    for lang, file in READMES.items():
        text = file.read_text(encoding="utf-8")
        for name, content in sections(lang).items():
            text = _between(name).sub(lambda found, new=content: found[1] + new.rstrip("\n") + found[2], text)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
