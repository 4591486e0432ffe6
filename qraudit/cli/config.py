"""`qraudit config`: the configuration checked without a browser, and its schema for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang
from qraudit.text import both, say

if TYPE_CHECKING:
    from qraudit.cli.job import Job

__all__ = ["config"]

config = typer.Typer(no_args_is_help=True, add_completion=False)


@config.command()
def check(files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...")] = None, lang: Lang = None) -> None:
    """Check configurations without opening anything; status 2 where one is wrong."""
    from qraudit.configuration import find, is_ours
    from qraudit.errors import UsageError

    found = files or [file for file in (find(Path()),) if file is not None]
    if not found:
        raise UsageError(both("cli.error.no-configuration"))
    for file in found:
        if is_ours(file):
            typer.echo(_checked(file))


def _checked(file: Path) -> str:
    """One line that says what a configuration holds."""
    from qraudit.cli.job import configured
    from qraudit.configuration import load
    from qraudit.options import AuditOptions
    from qraudit.terms import terms_of

    settings = load(file)
    jobs = configured(AuditOptions(), settings)
    for job in jobs:
        _find_photo(job)
        # Secrets and earlier runs are there only where the audit runs.
        later = {"identity": None, "storage_state": None, "baseline": None}
        terms_of(job.options.model_copy(update=later), job.waivers, job.rule_settings)
    return say("cli.config.valid", language(), file=file, targets=len(jobs), waivers=len(settings.waivers))


def _find_photo(job: Job) -> None:
    from qraudit.errors import UsageError
    from qraudit.targets import is_address

    if job.payload is None and not is_address(job.source) and not Path(job.source).is_file():
        raise UsageError(both("cli.error.no-such-file", file=job.source))


@config.command()
def schema(lang: Lang = None) -> None:
    """Print the JSON Schema of qraudit.toml, for editors."""
    from qraudit.configuration_schema import configuration_schema

    typer.echo(json.dumps(configuration_schema(language()), ensure_ascii=False, indent=2))
