"""The README's reference of commands and options, made from the code.

python -m tests.reference    # writes it into README.md and .github/README.zh-CN.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qraudit.cli.commands import COMMANDS, load
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


def generated(text: str, name: str) -> str:
    """What stands between a README's markers of that name."""
    found = re.search(rf"<!-- {name}: made by tests/reference.py -->\n(.*?)\n<!-- /{name} -->", text, re.DOTALL)
    assert found, f"no markers for {name}"
    return found.group(1)


def _commands(lang: Lang) -> Iterator[str]:
    for name in COMMANDS:
        yield from _command(load(name, lang), f"qraudit {name}", lang)


def _command(command: Any, path: str, lang: Lang) -> Iterator[str]:
    arguments = [_argument(param) for param in command.params if param.param_type_name == "argument"]
    yield f"#### `{' '.join([path, *arguments])}`"
    yield ""
    yield (command.short_help or command.help or "").strip().split("\n\n")[0]
    yield ""
    options = [param for param in command.params if param.param_type_name == "option" and not param.hidden]
    if options:
        words = WORDS[lang]
        yield f"| {words['option']} | {words['means']} |"
        yield "| --- | --- |"
        for param in options:
            yield f"| `{_option(param)}` | {_cell(param.help)} |"
        yield ""
    for name, inner in getattr(command, "commands", {}).items():
        yield from _command(inner, f"{path} {name}", lang)


def _argument(param: Any) -> str:
    name = (param.metavar or param.name.upper()).strip("[]")
    name = f"{name}..." if param.nargs == -1 and not name.endswith("...") else name
    return name if param.required else f"[{name}]"


def _option(param: Any) -> str:
    names = ", ".join([*param.opts, *param.secondary_opts])
    return names if param.is_flag else f"{names} {param.metavar or param.name.upper()}".replace("|", "\\|")


def _rules(lang: Lang) -> Iterator[str]:
    words = WORDS[lang]
    yield f"| {words['rule']} | {words['means']} | {words['severity']} |"
    yield "| --- | --- | --- |"
    for rule in load_rules().rules:
        severity = say(f"report.severity.{rule.severity}", lang)
        yield f"| `{rule.id}` | {_cell(getattr(rule.title, lang))} | {severity} |"


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def write() -> None:
    """Put the current reference into both READMEs."""
    for lang, file in READMES.items():
        text = file.read_text(encoding="utf-8")
        for name, content in sections(lang).items():
            text = text.replace(generated(text, name), content.rstrip("\n"))
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
