"""Puts the texts of the catalogue into a command's help.

A command's help is `cli.command.NAME.help` (a sub-command's `cli.command.NAME.SUB.help`); an option's is
`cli.command.NAME.OPTION`, or `cli.option.OPTION` where several commands share it, or, in the catalogue of a command
with its own stage, `NAME.help.OPTION`. Where the catalogue says nothing, the command's own text stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.models import Lang

__all__ = ["localize"]


def localize(command: Any, lang: Lang, name: str) -> None:
    """Rewrite the help of a command, its options and its sub-commands in one language."""
    root, _, sub = name.partition(".")
    summary = _first(lang, f"cli.command.{name}.summary", f"{root}.help.{sub}") or command.short_help
    command.help = _first(lang, f"cli.command.{name}.help") or summary or command.help
    command.short_help = summary
    command.format_help = _format(command, lang)
    for parameter in command.params:
        key = parameter.name.replace("_", "-")
        text = _first(lang, f"cli.command.{name}.{key}", f"{root}.help.{parameter.name}", f"cli.option.{key}")
        parameter.help = text or getattr(parameter, "help", None)
    for inner_name, inner in getattr(command, "commands", {}).items():
        if inner.callback is not None:
            localize(inner, lang, f"{name}.{inner_name}")


class _Formats:
    """The names of the report formats; naming them loads the report stage, so only the text that does so pays."""

    def __format__(self, _: str) -> str:
        from qraudit.report import FORMATS

        return ", ".join(FORMATS)


def _first(lang: Lang, *keys: str) -> str:
    for key in keys:
        try:
            return say(key, lang, formats=_Formats())
        except KeyError:
            continue
    return ""


def _format(command: Any, lang: Lang) -> Any:
    def format_help(ctx: Any, formatter: Any) -> None:
        from qraudit.cli.help_page import help_page

        formatter.write(help_page(command, ctx, lang, formatter.width))

    return format_help
