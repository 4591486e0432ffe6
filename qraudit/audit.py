"""The composition root: the one place that knows every stage, and hands each what the one before it gave.

    source ──targets──▶ Target ──walk──▶ Walk ──judge──▶ Findings ──report──▶ Report ──evidence──▶ run folder

Nothing here is imported before it is used, so that `import qraudit` stays cheap.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qraudit.evidence import RunFolder
    from qraudit.judge import RuleSet
    from qraudit.models import Finding, Report, Target, Walk, WalkOutcome
    from qraudit.options import AuditOptions
    from qraudit.targets import Found
    from qraudit.waivers import WaiverEntry
    from qraudit.walk import WalkOptions

__all__ = ["AuditResult", "Progress", "audit", "audit_target"]

Progress = Callable[[str, dict[str, Any]], None]
"""(catalogue key, its fields): what the audit is doing just now."""

_RUNS = Path("qraudit-runs")
_LEVELS: dict[str, tuple[str, ...]] = {
    "violation": ("violation",),
    "needs-review": ("violation", "needs-review"),
    "never": (),
}


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


def audit(source: str | Path, options: AuditOptions | None = None, **given: Any) -> AuditResult:
    """Audit one code: a photograph, an address, or a payload given as `payload=`.

    The options are those of `qraudit audit`, with underscores: `audit("table.jpg", scenario="dine-in")`.

    Raises:
        QrauditError: the call is wrong (`UsageError`), or the environment is not ready.

    """
    import asyncio

    def run() -> AuditResult:
        return asyncio.run(audit_target(source, options, **given))

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
    waivers: Sequence[WaiverEntry] = (),
    progress: Progress | None = None,
    **given: Any,
) -> AuditResult:
    """The same as `audit`, asynchronously, with what only programs have: waivers as values, progress."""
    import asyncio

    from qraudit.configuration import load_waivers
    from qraudit.judge import load_rules
    from qraudit.options import AuditOptions, options_from
    from qraudit.targets import find_target
    from qraudit.waivers import expired

    chosen = options_from(given).over(options or AuditOptions())
    all_waivers = [*waivers, *(load_waivers(chosen.waivers) if chosen.waivers else ())]
    rules = load_rules(chosen.rules)
    _check_scenario(chosen.scenario, rules)
    known = _fingerprints(chosen.baseline)
    found = await asyncio.to_thread(find_target, str(source), payload)
    run = _new_run(found, chosen)
    walk = await _walked(found, chosen, run, progress or _silent)
    report = _judged(walk, rules, all_waivers)
    run.finish(report, walk)
    run.attach("report.html", _html(report, walk, run.path, chosen))
    over = expired(report.target, all_waivers, report.finished.date())
    failing = _failing(report, chosen, known)
    status = _status(report, failed=bool(failing or (over and chosen.fail_on != "never")))
    return AuditResult(report, walk, run.path, status, failing, over)


def _silent(key: str, values: dict[str, Any]) -> None:
    """Nobody wants to know how it goes."""


def _check_scenario(scenario: str, rules: RuleSet) -> None:
    from qraudit.errors import UsageError
    from qraudit.text import both

    if scenario != "auto" and scenario not in rules.scenarios:
        known = ", ".join(sorted(rules.scenarios))
        raise UsageError(both("cli.error.unknown-scenario", name=scenario, known=known))


def _fingerprints(baseline: Path | None) -> frozenset[str]:
    """What a baseline run found; empty without one."""
    from qraudit.evidence import load_run

    if baseline is None:
        return frozenset()
    report, _ = load_run(baseline)
    return frozenset(finding.fingerprint for finding in report.findings if finding.outcome in _LEVELS["needs-review"])


def _new_run(found: Found, options: AuditOptions) -> RunFolder:
    from qraudit.evidence import Masker, RunFolder

    folder = options.out or _free_folder(found)
    run = RunFolder.create(folder, None if options.keep_raw else Masker())
    if found.photo is not None:
        shutil.copyfile(found.photo, run.path / f"photo{found.photo.suffix.lower()}")
    return run


def _free_folder(found: Found) -> Path:
    """A new folder's name: when, and what."""
    from urllib.parse import urlsplit

    from qraudit.models import now

    source = found.target.source
    what = found.photo.stem if found.photo else urlsplit(source).hostname or "payload"
    name = f"{now():%Y%m%d-%H%M%S}-{re.sub(r'[^0-9A-Za-z._-]+', '-', what).strip('-.')[:40] or 'code'}"
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(_RUNS / one for one in names if not (_RUNS / one).exists())


async def _walked(found: Found, options: AuditOptions, run: RunFolder, progress: Progress) -> Walk:
    from qraudit.codes import classify, read_pixels
    from qraudit.errors import EnvironmentNotReadyError

    target = found.target
    if options.scenario != "auto":
        target = target.model_copy(update={"scenario": options.scenario, "scenario_from": "given"})
    progress("cli.progress.target", {"kind": target.kind, "payload": target.payload or "-"})
    if found.undecodable is not None:
        return _without_browser(target, options, "undecodable", found.undecodable)
    if target.kind != "web":
        return _without_browser(target, options, "not-followable", f"not-followable-{target.kind}")
    from qraudit.walk import walk

    try:
        return await walk(target, _walk_options(options, read_pixels, classify, progress), run)
    except EnvironmentNotReadyError:
        shutil.rmtree(run.path, ignore_errors=True)  # nothing was seen: there is nothing to keep
        raise


def _walk_options(
    options: AuditOptions, read_codes: Callable[..., Any], classify: Callable[[str], Any], progress: Progress
) -> WalkOptions:
    from qraudit.walk import WalkOptions

    same = options.model_dump(include=set(WalkOptions.model_fields) - {"lang"})
    hosts = tuple(options.allow_host)
    return WalkOptions(
        **same,
        allow_hosts=hosts,
        lang=options.lang or "zh",
        read_codes=read_codes,
        classify=classify,
        progress=progress,
    )


def _without_browser(target: Target, options: AuditOptions, outcome: WalkOutcome, reason: str) -> Walk:
    """The walk of a code that no browser can follow: a code that only opens a follow page is a wall by itself."""
    from qraudit.models import Evidence, Prompt, Walk, now
    from qraudit.text import both

    moment = now()
    walk = Walk(
        target=target,
        device=options.device,
        scenario=target.scenario,
        until=options.until,
        outcome=outcome,
        reason=reason,
        started=moment,
        finished=moment,
    )
    if target.kind == "official-account":
        proof = Evidence(text=target.payload, note=both("cli.follow-code"))
        follow = Prompt(id="payload", kind="follow", step=0, form="payload", passed=False, evidence=[proof])
        walk.prompts.append(follow)
    return walk


def _judged(walk: Walk, rules: RuleSet, waivers: Sequence[WaiverEntry]) -> Report:
    from qraudit import judge
    from qraudit.report import build
    from qraudit.waivers import waive

    findings = waive(judge.judge(walk, rules), walk.target, waivers, walk.finished.date())
    law = judge.provisions(findings, rules)
    grade, verdict = judge.grade(walk, findings), judge.verdict(walk, findings)
    return build(walk, findings, law, grade, verdict, rules.digest, command=_command())


def _html(report: Report, walk: Walk, folder: Path, options: AuditOptions) -> bytes:
    """The report that a person opens; it stands in every run folder."""
    from qraudit.report import render

    page = render(report, walk, folder, "html", options.lang or "zh")
    return page.encode("utf-8") if isinstance(page, str) else page


def _command() -> str:
    """The call as it was typed, for the report; a secret in it is masked like everything else."""
    return shlex.join(["qraudit", *sys.argv[1:]]) if Path(sys.argv[0]).stem in ("qraudit", "__main__") else ""


def _failing(report: Report, options: AuditOptions, known: frozenset[str]) -> list[Finding]:
    levels = _LEVELS[options.fail_on]
    bad = (finding for finding in report.findings if finding.outcome in levels)
    return [finding for finding in bad if finding.waiver is None and finding.fingerprint not in known]


def _status(report: Report, *, failed: bool) -> int:
    if report.reason == "interrupted":
        return 130
    if failed:
        return 1
    found = any(finding.outcome in _LEVELS["needs-review"] for finding in report.findings)
    return 3 if report.verdict == "not-audited" and not found else 0
