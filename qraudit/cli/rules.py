"""`qraudit rules`: the rules in force, one rule with its law, the rules' own tests, someone's own rules checked."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang, Rules
from qraudit.text import both, say

if TYPE_CHECKING:
    from qraudit.judge import RuleSet

__all__ = ["rules"]

rules = typer.Typer(no_args_is_help=True)


class Form(StrEnum):
    """How to print."""

    terminal = "terminal"
    json = "json"


FormOption = Annotated[Form, typer.Option("--format")]


@rules.command("list")
def list_rules(
    own: Rules = None,
    law: Annotated[bool, typer.Option("--law")] = False,
    form: FormOption = Form.terminal,
    lang: Lang = None,
) -> None:
    """List the rules in force, or (with --law) the provisions that they can rest on."""
    from qraudit.judge.description import law_rows, rule_rows

    found = _loaded(own)
    rows = law_rows(found, language()) if law else rule_rows(found, language())
    if form is Form.json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    widths = [max(len(str(value)) for value in column) for column in zip(*(row.values() for row in rows), strict=True)]
    for row in rows:
        cells = [str(value).ljust(width) for value, width in zip(row.values(), widths, strict=True)]
        typer.echo("  ".join(cells).rstrip())


@rules.command()
def show(name: Annotated[str, typer.Argument(metavar="ID")], own: Rules = None, lang: Lang = None) -> None:
    """Show one rule (or provision, or scenario): its law, its conditions and its cases, in both languages."""
    from qraudit.errors import UsageError
    from qraudit.judge.description import described, names

    found = _loaded(own)
    text = described(name, found, language())
    if text is None:
        from qraudit.judge.source import suggestion

        raise UsageError(both("judge.cli.unknown", name=name, meant=suggestion(name, names(found))))
    typer.echo(text)


@rules.command()
def test(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...")] = None, own: Rules = None, lang: Lang = None
) -> None:
    """Judge the rules' own cases, without a browser; status 1 where one fails."""
    from qraudit.errors import UsageError
    from qraudit.judge.cases import run_cases

    found = _loaded(own)
    for name in ids or []:
        if found.rule(name) is None:
            raise UsageError(both("judge.cli.unknown", name=name, meant=""))
    passed = failed = 0
    for result in run_cases(found, ids or ()):
        passed, failed = passed + result.passed, failed + (not result.passed)
        if not result.passed:
            _tell_failure(result.rule, result.case, result.missing, result.unexpected)
    typer.echo(f"{passed} passed, {failed} failed")
    raise typer.Exit(1 if failed else 0)


@rules.command()
def check(paths: Annotated[list[Path], typer.Argument(metavar="PATH...")], lang: Lang = None) -> None:
    """Check rules of one's own (files or folders): every mistake as FILE:LINE: message, and status 2."""
    from qraudit.judge import check as check_rules
    from qraudit.judge.loading import files

    mistakes = check_rules(paths)
    for mistake in mistakes:
        typer.echo(mistake.tell(language()), err=True)
    if mistakes:
        raise typer.Exit(2)
    typer.echo(say("judge.cli.valid", language(), count=sum(len(files(path)) for path in paths)))


@rules.command()
def schema() -> None:
    """Print the JSON Schema of a rule file, for editors."""
    from qraudit.judge.editor_schema import rule_schema

    typer.echo(json.dumps(rule_schema(), ensure_ascii=False, indent=2))


def _loaded(own: list[Path] | None) -> RuleSet:
    from qraudit.judge import load_rules

    return load_rules(own or ())


def _tell_failure(rule: str, case: str, missing: tuple[str, ...], unexpected: tuple[str, ...]) -> None:
    typer.echo(f"{rule}: {case}")
    for line in missing:
        typer.echo(f"  {say('judge.cli.missing', language(), line=line)}")
    for line in unexpected:
        typer.echo(f"  {say('judge.cli.unexpected', language(), line=line)}")
