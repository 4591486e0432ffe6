"""The page that `--help` shows. Typer's own is made for words with spaces between them: it cuts Chinese lines off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.text import Text

from qraudit.report.wrapping import wrap
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.models import Lang

__all__ = ["argument_name", "help_page", "option_name", "usage"]

_GUTTER = 2
_WIDEST_NAME = 26

_BRACKETS = re.compile(r"[\[\]]|\.\.\.")

Row = tuple[str, str]


def help_page(command: Any, ctx: Any, lang: Lang, width: int) -> str:
    """Usage, what it does, arguments, options and sub-commands, in lines of at most `width` cells."""
    parts = [say("cli.help.usage", lang, call=_call(command, ctx, lang))]
    parts += _paragraphs(command.help, width)
    arguments = [param for param in command.params if _is_argument(param)]
    options = [param for param in command.params if param.param_type_name == "option" and not param.hidden]
    parts += _section(say("cli.help.arguments", lang), map(_argument, arguments), width)
    rows = [*map(_option, options), ("--help", say("cli.help.this", lang))]
    for heading, commands in _by_heading(command, lang).items():
        parts += _section(heading, commands, width)
    parts += _section(say("cli.help.options", lang), rows, width)
    return "\n".join([*parts, *_paragraphs(command.epilog, width), ""])


def usage(command: Any, path: str) -> str:
    """The command's path and its arguments: `qraudit decode PATH...`."""
    arguments = [(argument_name(param), param.required) for param in command.params if _is_argument(param)]
    return " ".join([path, *(name if required else f"[{name}]" for name, required in arguments)])


def _call(command: Any, ctx: Any, lang: Lang) -> str:
    pieces = [usage(command, ctx.command_path), say("cli.help.options-piece", lang)]
    if getattr(command, "commands", None):
        pieces.append(say("cli.help.command-piece", lang))
    return " ".join(pieces)


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _by_heading(command: Any, lang: Lang) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for name, inner in getattr(command, "commands", {}).items():
        heading = getattr(inner, "rich_help_panel", None) or say("cli.help.commands", lang)
        summary = (inner.short_help or inner.help or "").split("\n\n")[0]
        found.setdefault(heading, []).append((name, summary))
    return found


def _argument(param: Any) -> Row:
    return argument_name(param), param.help or ""


def _option(param: Any) -> Row:
    return option_name(param), param.help or ""


def argument_name(param: Any) -> str:
    """`PATH...`, as usage lines show it."""
    name = _BRACKETS.sub("", param.metavar or param.name.upper())
    return f"{name}..." if param.nargs == -1 else name


def option_name(param: Any) -> str:
    """`--format FORMAT[=FILE]`, as the list of options shows it."""
    names = ", ".join([*param.opts, *param.secondary_opts])
    return names if param.is_flag else f"{names} {param.metavar or param.name.upper()}"


def _section(heading: str, rows: Iterable[Row], width: int) -> list[str]:
    lines = [line for name, text in rows for line in _row(name, text, width)]
    return ["", heading, *lines] if lines else []


def _row(name: str, text: str, width: int) -> Iterator[str]:
    margin = " " * (_GUTTER + _WIDEST_NAME + _GUTTER)
    head = " " * _GUTTER + name
    lines = wrap(Text(text), width - len(margin))
    if cell_len(head) > len(margin) - _GUTTER:
        yield head
        head = margin
    yield (head + " " * (len(margin) - cell_len(head)) + (lines[0].plain if lines else "")).rstrip()
    for line in lines[1:]:
        yield margin + line.plain.lstrip()


def _paragraphs(text: str | None, width: int) -> list[str]:
    lines = [line.plain.lstrip() for part in (text or "").splitlines() for line in wrap(Text(part), width) or [Text()]]
    return ["", *lines] if lines else []
