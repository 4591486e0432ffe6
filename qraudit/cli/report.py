"""`qraudit report`: a stored run rendered again, in any format, without a browser; under other rules if asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Format, Lang, Rules

if TYPE_CHECKING:
    from qraudit.cli.output import Output
    from qraudit.models import Lang as Language
    from qraudit.models import Report, Walk

__all__ = ["report"]


def report(
    run: Annotated[Path, typer.Argument(metavar="RUN")],
    format: Format = None,
    rules: Rules = None,
    lang: Lang = None,
) -> None:
    """Render a stored run again."""
    from qraudit.batch.folder import is_batch
    from qraudit.cli.integrity import warn_where_altered
    from qraudit.cli.output import TERMINAL, outputs
    from qraudit.evidence import load_run

    tongue: Language = "en" if (lang or language()) == "en" else "zh"
    if is_batch(run):
        _batch(run, format or [], tongue)
        return
    wanted = outputs(format or [TERMINAL])
    stored, walk = load_run(run)
    warn_where_altered(run, tongue)
    if rules:
        stored = _judged_again(stored, walk, rules, tongue)
    for output in wanted:
        _write(output, stored, walk, run, tongue)


def _batch(folder: Path, formats: list[str], lang: Language) -> None:
    """A batch's index and tables again, and where it stands; also while it is at work."""
    from qraudit.batch.folder import STORE, BatchFolder
    from qraudit.batch.store import Store
    from qraudit.cli.batch import write_tables
    from qraudit.cli.batch_job import batch_outputs

    wanted = batch_outputs(formats)
    with Store(folder / STORE, read_only=True) as store:
        write_tables(BatchFolder(folder), store, wanted, lang)


def _judged_again(stored: Report, walk: Walk, rules: list[Path], lang: Language) -> Report:
    """The same walk under other rules; what changed is said on standard error."""
    from qraudit import judge
    from qraudit.report import build

    others = judge.load_rules(rules)
    decided = {one.fingerprint: {"waiver": one.waiver, "baseline": one.baseline} for one in stored.findings}
    judged = judge.judge(walk, others)
    findings = [finding.model_copy(update=decided.get(finding.fingerprint, {})) for finding in judged]
    for change in judge.changes(stored.findings, findings):
        typer.echo(getattr(change.message, lang), err=True)
    law = judge.provisions(findings, others)
    grade, verdict = judge.grade(walk, findings), judge.verdict(walk, findings)
    return build(walk, findings, law, grade, verdict, others.digest, stored.tool.command)


def _write(output: Output, stored: Report, walk: Walk, run: Path, lang: Language) -> None:
    from qraudit.cli.output import TERMINAL, write
    from qraudit.evidence import attach
    from qraudit.report import render

    if output.format == TERMINAL and output.file is None:
        _print(stored, run, lang)
        return
    made = render(stored, walk, run, output.format, lang)
    root = run.resolve()
    if output.file is not None and output.file.resolve().is_relative_to(root):
        name = output.file.resolve().relative_to(root).as_posix()
        attach(root, name, made.encode("utf-8") if isinstance(made, str) else made)
        return
    write(made, output.file)


def _print(stored: Report, run: Path, lang: Language) -> None:
    from rich.console import Console

    from qraudit.report import print_terminal

    print_terminal(stored, Console(highlight=False), lang, run)
