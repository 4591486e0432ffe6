"""`qraudit audit`: one code, or every target of the configuration."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from qraudit.cli import options as option
from qraudit.cli.language import language
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.audit import AuditResult
    from qraudit.cli.job import Job
    from qraudit.models import Lang

__all__ = ["audit", "run", "worst"]

TERMINAL = "terminal"
NOT_AUDITED = 3
INTERRUPTED = 130

_GRAVEST_FIRST = (INTERRUPTED, 1, NOT_AUDITED)


def audit(  # one parameter an option: Typer reads them from here
    target: Annotated[str | None, typer.Argument(metavar="TARGET")] = None,
    scenario: option.Scenario = None,
    device: option.Device = None,
    out: option.Out = None,
    format: option.Format = None,
    rules: option.Rules = None,
    flow: option.Flow = None,
    record: option.Record = None,
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
    cdp: option.Cdp = None,
    lang: option.Lang = None,
    headed: option.Headed = False,
    quiet: option.Quiet = False,
    verbose: option.Verbose = False,
) -> None:
    """Audit one code."""
    typed = option.given({name: value for name, value in locals().items() if name not in ("target", "config")})
    from qraudit.cli.guises import every_guise
    from qraudit.cli.job import jobs

    statuses: list[int] = []
    for job in jobs(target, config, typed):
        statuses.append(every_guise(job) if job.options.device == "all" else run(job).status)
        if statuses[-1] == INTERRUPTED:
            break
    raise typer.Exit(worst(statuses))


def run(job: Job) -> AuditResult:
    """Do one audit and write its reports."""
    from qraudit.audit import audit as audit_now
    from qraudit.cli.progress import Progress

    lang = job.options.lang or language()
    with Progress(lang, quiet=job.options.quiet, verbose=job.options.verbose) as progress:
        result = audit_now(
            job.source,
            job.options.model_copy(update={"lang": lang}),
            payload=job.payload,
            waivers=job.waivers,
            rule_settings=job.rule_settings,
            progress=progress,
        )
    _write_reports(result, job, lang)
    _explain(result, job, lang)
    return result


def worst(statuses: Sequence[int]) -> int:
    """The status of several audits: an interruption, then a violation, then what could not be audited."""
    return next((status for status in _GRAVEST_FIRST if status in statuses), 0)


def _write_reports(result: AuditResult, job: Job, lang: Lang) -> None:
    from qraudit.cli.output import write
    from qraudit.report import render

    for output in job.outputs:
        if output.file is None and output.format == TERMINAL:
            _print(result, lang)
        else:
            write(render(result.report, result.walk, result.folder, output.format, lang), output.file)


def _print(result: AuditResult, lang: Lang) -> None:
    from rich.console import Console

    from qraudit.report import print_terminal

    print_terminal(result.report, Console(highlight=False), lang, result.folder)


def _explain(result: AuditResult, job: Job, lang: Lang) -> None:
    """What standard output does not say, or says to a machine: why nothing was audited, and what has expired."""
    from qraudit.report.escaping import plain

    lines = [say("cli.audit.waiver-expired", lang, **waiver.model_dump(mode="json")) for waiver in result.expired]
    if result.unstamped is not None:
        lines.append(getattr(result.unstamped, lang))
    report = result.report
    if result.status == NOT_AUDITED and report.reason_text is not None:
        lines.append(f"{job.source}: {getattr(report.reason_text, lang)}")
    if not job.options.quiet:
        if report.target.other_codes and report.target.payload:
            count = len(report.target.other_codes)
            lines.append(say("cli.audit.other-codes", lang, count=count, payload=report.target.payload))
        if any(one.format != TERMINAL for one in job.outputs):
            lines.append(say("cli.audit.kept-in", lang, folder=result.folder))
    for line in lines:
        print(plain(line), file=sys.stderr)  # noqa: T201
