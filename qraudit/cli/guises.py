"""`--device all`: one code in every guise, and where they are treated differently."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from qraudit.cli.audit import INTERRUPTED, TERMINAL, run, worst
from qraudit.cli.language import language
from qraudit.errors import UsageError
from qraudit.models import DeviceId, Finding, Lang
from qraudit.run_folders import free_folder
from qraudit.text import both, say

if TYPE_CHECKING:
    from qraudit.audit import AuditResult
    from qraudit.cli.job import Job

__all__ = ["every_guise"]

DEVICES: tuple[DeviceId, ...] = get_args(DeviceId)

Results = dict[DeviceId, "AuditResult"]


def every_guise(job: Job) -> int:
    """Audit in every guise, print the comparison; the exit status of the worst."""
    on_stdout = {output.format for output in job.outputs if output.file is None}
    if on_stdout - {TERMINAL}:
        raise UsageError(both("cli.error.several-on-stdout", name=", ".join(on_stdout)))
    folder = job.options.out or free_folder(job.source)
    results: Results = {}
    for device in DEVICES:
        options = job.options.model_copy(update={"device": device, "out": folder / device})
        files = [replace(one, file=one.file.with_stem(f"{one.file.stem}-{device}")) for one in job.outputs if one.file]
        results[device] = run(replace(job, options=options, outputs=files))
        if results[device].status == INTERRUPTED:
            break
    if on_stdout:
        _print(results, job.options.lang or language())
    return worst([result.status for result in results.values()])


def _print(results: Results, lang: Lang) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=say("cli.guises.title", lang), box=None, pad_edge=False, title_justify="left")
    for name in ("guise", "verdict", "reached", "found"):
        table.add_column(say(f"cli.guises.{name}", lang), overflow="fold")
    for device, result in results.items():
        found = ", ".join(sorted(_named(result))) or say("cli.guises.nothing", lang)
        words = [_word("device", device, lang), _word("verdict", result.report.verdict, lang)]
        table.add_row(*words, _word("milestone", result.report.reached, lang), found)
    console = Console(highlight=False, soft_wrap=True)
    console.print(table)
    for line in differences(results, lang):
        console.print(line, markup=False)
    for result in results.values():
        console.print(str(result.folder / "report.html"), markup=False)


def differences(results: Results, lang: Lang) -> list[str]:
    """Which findings only some guises have; a line more where those are WeChat's."""
    seen = {device: _named(result) for device, result in results.items()}
    lines = []
    for rule in sorted(set().union(*seen.values())):
        where = [device for device, found in seen.items() if rule in found]
        if len(where) < len(seen):
            names = say("report.list", lang).join(_word("device", device, lang) for device in where)
            lines.append(say("cli.guises.only", lang, rule=rule, guises=names))
    if not lines:
        return [say("cli.guises.same", lang)]
    wechat = set().union(*(found for device, found in seen.items() if device.startswith("wechat")))
    others = set().union(*(found for device, found in seen.items() if not device.startswith("wechat")))
    return [*lines, say("cli.guises.wechat-worse", lang)] if wechat - others else lines


def _named(result: AuditResult) -> set[str]:
    return {_name(finding) for finding in result.report.findings if finding.outcome == "violation"}


def _name(finding: Finding) -> str:
    return f"{finding.rule} ({finding.subject})" if finding.subject else finding.rule


def _word(group: str, code: str, lang: Lang) -> str:
    from qraudit.report.words import word

    return str(getattr(word(group, code), lang))
