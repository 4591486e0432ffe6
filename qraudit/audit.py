"""The composition root: the one place that knows every stage, and hands each what the one before it gave.

    source ──targets──▶ Target ──walk──▶ Walk ──judge──▶ Findings ──report──▶ Report ──evidence──▶ run folder

Nothing here is imported before it is used, so that `import qraudit` stays cheap.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    from qraudit.evidence import RunFolder
    from qraudit.models import Bilingual, Finding, Report, RuleSettings, Walk
    from qraudit.options import AuditOptions
    from qraudit.targets import Found
    from qraudit.terms import Terms
    from qraudit.waivers import WaiverEntry
    from qraudit.walk import WalkOptions
    from qraudit.walk.records import EvidenceFolder
    from qraudit.walk.walker import Beginning, Launched

__all__ = ["AuditResult", "Progress", "audit", "audit_target", "conclude", "walk_found"]

Progress = Callable[[str, dict[str, Any]], None]
"""(catalogue key, its fields): what the audit is doing just now."""


@dataclass(frozen=True)
class AuditResult:
    """An audit's report, where its evidence is, and what decides its exit status."""

    report: Report
    walk: Walk
    folder: Path
    status: int
    """The exit status (0, 1, 3 or 130) under the options that the audit was given."""
    failing: list[Finding] = field(default_factory=list)
    """The findings at or above `fail_on` that no waiver covers and no baseline had."""
    expired: list[WaiverEntry] = field(default_factory=list)
    unstamped: Bilingual | None = None
    """Why there is no time stamp although one was asked for; the evidence is whole without it."""


def audit(source: str | Path, options: AuditOptions | None = None, **given: Any) -> AuditResult:
    """Audit one code: a photograph, an address, or a payload given as `payload=`.

    The options are those of `qraudit audit`, with underscores: `audit("table.jpg", scenario="dine-in")`.

    Raises:
        QrauditError: the call is wrong (`UsageError`), or the environment is not ready.

    """
    import asyncio

    from qraudit.interruption import run_interruptibly

    def run() -> AuditResult:
        return run_interruptibly(audit_target(source, options, **given))

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return run()
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:  # called inside someone's event loop, which must not be entered twice
        return thread.submit(run).result()


async def audit_target(
    source: str | Path,
    options: AuditOptions | None = None,
    *,
    payload: str | None = None,
    waivers: Sequence[WaiverEntry] | str | Path = (),
    rule_settings: RuleSettings | None = None,
    progress: Progress | None = None,
    **given: Any,
) -> AuditResult:
    """The same as `audit`, asynchronously. `waivers` is a file or what it holds; `rule_settings` is qraudit.toml's."""
    import asyncio

    from qraudit.errors import QrauditError
    from qraudit.options import AuditOptions, options_from
    from qraudit.run_folders import new_run
    from qraudit.targets import find_target
    from qraudit.terms import can_wait, default_terms, terms_of
    from qraudit.unfollowed import interrupted

    if isinstance(waivers, str | Path):
        given, waivers = given | {"waivers": waivers}, ()
    chosen = options_from(given).over(options or AuditOptions())
    found = await asyncio.to_thread(find_target, str(source), payload)
    begun = _begin(found, chosen)
    try:
        if begun is not None:
            await begun.under_way()
        terms = None
        if begun is None or not can_wait(chosen, waivers, rule_settings):
            terms = await asyncio.to_thread(terms_of, chosen, waivers, rule_settings)
        run = new_run(found, chosen)
        opened = asyncio.Event()
        readying = asyncio.create_task(_ready_to_conclude(opened))
        try:
            walk = await walk_found(found, chosen, run, _telling(opened, progress), begun=begun)
        except QrauditError:
            shutil.rmtree(run.path, ignore_errors=True)  # nothing was seen: there is nothing to keep
            raise
        except asyncio.CancelledError:
            walk = interrupted(found.target, chosen.guise, chosen.until)
    finally:
        if begun is not None:
            await begun.end()
    readying.cancel()
    await asyncio.wait({readying})
    return conclude(walk, run, terms or default_terms(chosen))


def _telling(opened: asyncio.Event, progress: Progress | None) -> Progress:
    """The same progress, that also tells when the page is being opened."""

    def told(key: str, values: dict[str, Any]) -> None:
        if key == "walk.doing.open":
            opened.set()
        (progress or _silent)(key, values)

    return told


async def _ready_to_conclude(opened: asyncio.Event) -> None:
    """Start what reads pictures, and read what is needed from the first look on, while the page is waited for."""
    import asyncio

    from qraudit.codes import start_reader

    await opened.wait()
    await asyncio.to_thread(start_reader)
    await asyncio.to_thread(_read_last_stages)


def _read_last_stages() -> None:
    import cv2  # noqa: F401 - nearly every walk needs it, and none should wait for it in the middle of a form

    from qraudit.evidence.vocabulary import codes_of
    from qraudit.judge import load_rules
    from qraudit.models import Report, Walk
    from qraudit.report.html import template

    load_rules()
    for noun in (Report, Walk):
        codes_of(noun)
    template()


def _begin(found: Found, options: AuditOptions) -> Beginning | None:
    """Have the browser of a page started while the rules are read."""
    if found.undecodable is not None or found.target.kind != "web":
        return None
    from qraudit.walk.walker import Beginning

    return Beginning(
        allow_hosts=options.allow_host, allow_private=options.allow_private, headed=options.headed, cdp=options.cdp
    )


def conclude(walk: Walk, run: RunFolder, terms: Terms) -> AuditResult:
    """Judge a walk, close its run folder, and say what that comes to."""
    from qraudit.exit_status import failing, status_of
    from qraudit.waivers import expired

    options = terms.options
    report, walk, unstamped = _closed(run, _judged(walk, terms), walk, options)
    over = expired(report.target, terms.waivers, report.finished.date())
    bad = failing(report.findings, options.fail_on)
    status = status_of(report, failed=bool(bad or (over and options.fail_on != "never")))
    return AuditResult(report, walk, run.path, status, bad, over, unstamped)


def _silent(key: str, values: dict[str, Any]) -> None:
    """Nobody wants to know how it goes."""


async def walk_found(
    found: Found,
    options: AuditOptions,
    run: EvidenceFolder,
    progress: Progress | None = None,
    shared: Launched | None = None,
    begun: Beginning | None = None,
) -> Walk:
    """Walk the flow behind what was found, where there is one; `shared` is a browser that is open already."""
    from qraudit.codes import classify, read_pixels
    from qraudit.unfollowed import unfollowed

    told = progress or _silent
    target = found.target
    if options.scenario != "auto":
        target = target.model_copy(update={"scenario": options.scenario, "scenario_from": "given"})
    told("cli.progress.target", {"kind": target.kind, "payload": target.payload or "-"})
    without_browser = unfollowed(found, target, options.guise, options.until)
    if without_browser is not None:
        return without_browser
    from qraudit.walk import walk

    return await walk(target, _walk_options(options, read_pixels, classify, told), run, shared=shared, begun=begun)


def _walk_options(
    options: AuditOptions, read_codes: Callable[..., Any], classify: Callable[[str], Any], progress: Progress
) -> WalkOptions:
    from qraudit.walk import WalkOptions

    same = options.model_dump(include=set(WalkOptions.model_fields) - {"device", "lang"})
    hosts = tuple(options.allow_host)
    return WalkOptions(
        **same,
        device=options.guise,
        allow_hosts=hosts,
        lang=options.lang or "zh",
        read_codes=read_codes,
        classify=classify,
        progress=progress,
    )


def _judged(walk: Walk, terms: Terms) -> Report:
    from qraudit import judge
    from qraudit.exit_status import against
    from qraudit.report import build
    from qraudit.waivers import waive

    rules = terms.rules
    findings = waive(judge.judge(walk, rules), walk.target, terms.waivers, walk.finished.date())
    if terms.known is not None:
        findings = against(terms.known, findings)
    law = judge.provisions(findings, rules)
    grade, verdict = judge.grade(walk, findings), judge.verdict(walk, findings)
    return build(walk, findings, law, grade, verdict, rules.digest, _command(), terms.settings)


def _closed(run: RunFolder, report: Report, walk: Walk, options: AuditOptions) -> tuple[Report, Walk, Bilingual | None]:
    """Close the run folder; what it stores (masked) is what everyone reads from now on."""
    stored = run.finish(report, walk)
    unstamped = _stamped(run, options.timestamp) if options.timestamp else None
    run.attach("report.html", _html(*stored, run.path, options))
    return *stored, unstamped


def _stamped(run: RunFolder, service: str) -> Bilingual | None:
    """Have the run time-stamped; why it could not be: a service that is out of order must not cost the audit."""
    from qraudit.errors import QrauditError
    from qraudit.models import Bilingual

    try:
        run.stamp(service)
    except QrauditError as error:
        return Bilingual(zh=error.tell("zh"), en=error.tell("en"))
    return None


def _html(report: Report, walk: Walk, folder: Path, options: AuditOptions) -> bytes:
    """The report that a person opens; it stands in every run folder."""
    from qraudit.report import render

    page = render(report, walk, folder, "html", options.lang or "zh")
    return page.encode("utf-8") if isinstance(page, str) else page


def _command() -> str:
    """The call as it was typed, for the report; a secret in it is masked like everything else."""
    return shlex.join(["qraudit", *sys.argv[1:]]) if Path(sys.argv[0]).stem in ("qraudit", "__main__") else ""
