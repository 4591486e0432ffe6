"""The page that `--help` shows. Typer's own is made for words with spaces between them: it cuts Chinese lines off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.text import Text

from qraudit.report.wrapping import wrap
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.models import Lang

__all__ = ["help_page"]

_GUTTER = 2
_WIDEST_NAME = 26

Row = tuple[str, str]


def help_page(command: Any, ctx: Any, lang: Lang, width: int) -> str:
    """Usage, what it does, arguments, options and sub-commands, in lines of at most `width` cells."""
    parts = [say("cli.help.usage", lang, call=_usage(command, ctx, lang))]
    parts += _paragraphs(command.help, width)
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    options = [param for param in command.params if param.param_type_name == "option" and not param.hidden]
    parts += _section(say("cli.help.arguments", lang), map(_argument, arguments), width)
    rows = [*map(_option, options), ("--help", say("cli.help.this", lang))]
    for heading, commands in _by_heading(command, lang).items():
        parts += _section(heading, commands, width)
    parts += _section(say("cli.help.options", lang), rows, width)
    return "\n".join([*parts, *_paragraphs(command.epilog, width), ""])


def _usage(command: Any, ctx: Any, lang: Lang) -> str:
    pieces = [ctx.command_path, say("cli.help.options-piece", lang)]
    pieces += [
        _name(param) if param.required else f"[{_name(param)}]" for param in command.params if _is_argument(param)
    ]
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
    return _name(param), param.help or ""


def _name(param: Any) -> str:
    name = (param.metavar or param.name.upper()).strip("[]")
    return f"{name}..." if param.nargs == -1 and not name.endswith("...") else name


def _option(param: Any) -> Row:
    names = ", ".join([*param.opts, *param.secondary_opts])
    value = "" if param.is_flag else f" {param.metavar or param.name.upper()}"
    return f"{names}{value}", param.help or ""


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
