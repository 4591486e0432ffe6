"""Puts the texts of the catalogue into a command's help.

A command's help is `cli.command.NAME.help` (a sub-command's `cli.command.NAME.SUB.help`); an option's is
`cli.command.NAME.OPTION`, or `cli.option.OPTION` where several commands share it. Where the catalogue says nothing,
the command's own text stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.models import Lang

__all__ = ["localize"]


def localize(command: Any, lang: Lang, name: str) -> None:
    """Rewrite the help of a command, its options and its sub-commands in one language."""
    command.help = _say(lang, f"command.{name}.help") or _say(lang, f"command.{name}.summary") or command.help
    command.short_help = _say(lang, f"command.{name}.summary") or command.short_help
    command.format_help = _format(command, lang)
    for parameter in command.params:
        key = parameter.name.replace("_", "-")
        text = _say(lang, f"command.{name}.{key}") or _say(lang, f"option.{key}")
        parameter.help = text or getattr(parameter, "help", None)
    for inner_name, inner in getattr(command, "commands", {}).items():
        if inner.callback is not None:
            localize(inner, lang, f"{name}.{inner_name}")


def _format(command: Any, lang: Lang) -> Any:
    def format_help(ctx: Any, formatter: Any) -> None:
        from qraudit.cli.help_page import help_page

        formatter.write(help_page(command, ctx, lang, formatter.width))

    return format_help


def _say(lang: Lang, key: str) -> str:
    try:
        return say(f"cli.{key}", lang)
    except KeyError:
        return ""
