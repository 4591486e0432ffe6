"""Every command by name, loaded only when it is called: `--help` must not wait for what it does not run."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from qraudit.cli.help_texts import localize
from qraudit.cli.options import Lang
from qraudit.errors import UsageError
from qraudit.text import both, say

if TYPE_CHECKING:
    from qraudit.models import Lang as Language

__all__ = ["COMMANDS", "Place", "build", "load"]


@dataclass(frozen=True)
class Place:
    """Where a command's function (or its `Typer`, for one with sub-commands) is, and its heading in the help."""

    module: str
    name: str
    heading: str


COMMANDS = {
    "audit": Place("qraudit.cli.audit", "audit", "auditing"),
    "batch": Place("qraudit.cli.batch", "batch", "auditing"),
    "worker": Place("qraudit.cli.worker", "worker", "auditing"),
    "decode": Place("qraudit.cli.decode", "decode", "auditing"),
    "report": Place("qraudit.cli.report", "report", "runs"),
    "verify": Place("qraudit.cli.verify", "verify", "runs"),
    "diff": Place("qraudit.cli.diff", "diff", "runs"),
    "complaint": Place("qraudit.cli.complaint", "complaint", "runs"),
    "rules": Place("qraudit.cli.rules", "rules", "rules"),
    "schema": Place("qraudit.cli.schema", "schema", "rules"),
    "init": Place("qraudit.cli.init", "init", "rules"),
    "config": Place("qraudit.cli.config", "config", "rules"),
    "setup": Place("qraudit.cli.setup", "setup", "environment"),
    "doctor": Place("qraudit.cli.doctor", "doctor", "environment"),
    "demo": Place("qraudit.cli.demo", "demo", "environment"),
    "samples": Place("qraudit.cli.samples", "app", "environment"),
}


class _Commands(TyperGroup):
    """Shows all commands from the text catalogue, and loads the one that is called."""

    lang: Language = "zh"

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] in COMMANDS:
            self.commands[args[0]] = load(args[0], self.lang)
        elif args and not args[0].startswith("-"):
            raise UsageError(both("cli.error.unknown-command", name=args[0], known=", ".join(COMMANDS)))
        return super().resolve_command(ctx, args)


def build(lang: Language) -> TyperGroup:
    """The whole command line in one language."""
    app = typer.Typer(cls=_Commands, no_args_is_help=True, help=say("cli.about", lang), epilog=say("cli.epilog", lang))
    app.callback()(_root)
    group = typer.main.get_command(app)
    assert isinstance(group, _Commands)
    group.lang = lang
    for name, place in COMMANDS.items():
        heading = say(f"cli.heading.{place.heading}", lang)
        summary = say(f"cli.command.{name}.summary", lang)
        group.commands[name] = TyperCommand(name, callback=None, short_help=summary, rich_help_panel=heading)
    localize(group, lang, "qraudit")
    return group


def load(name: str, lang: Language) -> Any:
    """The command itself, with its help in one language."""
    place = COMMANDS[name]
    found = getattr(import_module(place.module), place.name)
    if isinstance(found, typer.Typer):
        command: Any = typer.main.get_group(found)
    else:
        single = typer.Typer(add_completion=False)
        single.command(name)(found)
        command = typer.main.get_command(single)
    command.name = name
    localize(command, lang, name)
    return command


def _version(asked: bool) -> None:
    if asked:
        from qraudit import __version__

        typer.echo(f"qraudit {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_version)] = False,
    lang: Lang = None,
) -> None:
    """The options that stand before any command."""
