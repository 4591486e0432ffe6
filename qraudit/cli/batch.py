"""`qraudit batch`: many codes, resumable."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qraudit.cli import options as option
from qraudit.cli.language import language
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.batch import BatchFolder
    from qraudit.batch.store import Store
    from qraudit.cli.batch_job import BatchJob
    from qraudit.cli.output import Output
    from qraudit.models import Lang

__all__ = ["batch", "write_tables"]

_OWN = ("workers", "resume", "retry", "scheduler", "per_host", "delay", "column")
_TERMINAL = "terminal"
_INTERRUPTED = 130

Out = Annotated[str | None, typer.Option("--out", metavar="DIR")]
Workers = Annotated[str | None, typer.Option("--workers", metavar="N")]
Resume = Annotated[bool, typer.Option("--resume")]
Retry = Annotated[str | None, typer.Option("--retry", metavar="failed")]
PerHost = Annotated[str | None, typer.Option("--per-host", metavar="N")]
Delay = Annotated[str | None, typer.Option("--delay", metavar="SECONDS")]
Column = Annotated[list[str] | None, typer.Option("--column", metavar="FIELD=HEADING")]
Scheduler = Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS")]


def batch(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH...")] = None,
    out: Out = None,
    workers: Workers = None,
    resume: Resume = False,
    retry: Retry = None,
    per_host: PerHost = None,
    delay: Delay = None,
    column: Column = None,
    scheduler: Scheduler = None,
    scenario: option.Scenario = None,
    device: option.Device = None,
    format: option.Format = None,
    rules: option.Rules = None,
    config: option.Config = None,
    waivers: option.Waivers = None,
    baseline: option.Baseline = None,
    timestamp: option.Timestamp = None,
    keep_raw: option.KeepRaw = False,
    video: option.Video = False,
    trace: option.Trace = False,
    fail_on: option.FailOn = None,
    until: option.Until = None,
    max_steps: option.MaxSteps = None,
    timeout: option.Timeout = None,
    allow_host: option.AllowHost = None,
    allow_private: option.AllowPrivate = False,
    identity: option.Identity = None,
    storage_state: option.StorageState = None,
    oauth_test_code: option.OauthTestCode = None,
    lang: option.Lang = None,
    headed: option.Headed = False,
    quiet: option.Quiet = False,
) -> None:
    """Audit many codes."""
    typed = option.given({name: value for name, value in locals().items() if name not in ("paths", "config")})
    own = {name: typed.pop(name) for name in _OWN if name in typed}
    raise typer.Exit(_run(paths or [], config, typed, own))


def _run(paths: list[str], config: Path | None, typed: Mapping[str, Any], own: Mapping[str, Any]) -> int:
    from qraudit.batch.outputs import publish_batch
    from qraudit.batch.store import Store
    from qraudit.cli.batch_job import batch_job, options_text

    job = batch_job(paths, config, typed, own, language())
    with job.folder.locked(), Store(job.folder.store) as store:
        store.note(**options_text(job.options))
        store.add(job.items)
        if job.own.retry == "failed":
            store.retry_failed()
        complete = _audit(job, store)
        write_tables(job.folder, store, job.outputs, job.options.lang or language())
        statuses = store.statuses()
    if job.options.timestamp:
        _tell_unstamped(job.folder.path, job.options.lang or language())
    if job.publish is not None:
        publish_batch(job.folder, job.publish)
    if not complete:
        return _INTERRUPTED
    return next((status for status in (1, 3) if status in statuses), 0)


def _tell_unstamped(folder: Path, lang: Lang) -> None:
    """A time-stamping service that is out of order costs no audit, but is not passed over."""
    closed = [manifest.parent for manifest in (folder / "runs").glob("*/manifest.json")]
    without = sum(not (run / "timestamp.json").is_file() for run in closed)
    if without:
        typer.echo(say("cli.audit.unstamped", lang, count=without), err=True)


def _audit(job: BatchJob, store: Store) -> bool:
    import asyncio

    from qraudit.batch import run_batch
    from qraudit.batch.progress import progress_for

    with progress_for(job.options.lang or language(), quiet=job.options.quiet) as progress:
        return asyncio.run(run_batch(job.folder, store, job.terms, job.own, progress, job.publish))


def write_tables(folder: BatchFolder, store: Store, outputs: list[Output], lang: Lang) -> None:
    """The batch folder's own files, and what `--format` asked for besides."""
    from qraudit.batch.outputs import render_batch, write_outputs
    from qraudit.cli.output import write

    write_outputs(folder, store, lang)
    for output in outputs:
        if output.format == _TERMINAL and output.file is None:
            _show(folder, store, lang)
        else:
            write(render_batch(folder, store, output.format, lang), output.file)


def _show(folder: BatchFolder, store: Store, lang: Lang) -> None:
    from rich.console import Console

    from qraudit.batch.summary import print_summary

    print_summary(store.results(), Console(file=sys.stdout, highlight=False), lang, folder.path)
