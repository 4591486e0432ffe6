"""One audit of a batch: in a context of the shared browser, and what it came to."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qraudit.audit import Progress, conclude, walk_found
from qraudit.batch.pauses import Pauses
from qraudit.batch.store import Answer
from qraudit.evidence import RunFolder
from qraudit.models import Finding, Report, Snapshot
from qraudit.run_folders import new_run
from qraudit.targets import Found
from qraudit.unfollowed import interrupted

if TYPE_CHECKING:
    from qraudit.audit import AuditResult
    from qraudit.batch.browsers import Browsers
    from qraudit.models import Walk
    from qraudit.terms import Terms

__all__ = ["Assignment", "Audited", "Claim", "SameLandingError", "audit_once", "give_up"]

_FAILURES = ("browser-lost", "defect")
"""Reasons for which a walk ended that lie in the tool, not in the page."""
_SPARE_S = 60.0
"""What an audit may take beside its walk, before it is believed to hang."""
_THUMBNAIL = (96, 208)


class SameLandingError(Exception):
    """The page that a code leads to is audited already, by the audit with this number."""

    def __init__(self, audit: int) -> None:
        super().__init__(audit)
        self.audit = audit


Claim = Callable[[str, Callable[[int], None]], None]
"""(the address that the code has led to, what to call with the number of the audit that was there first, if any)"""


@dataclass(frozen=True)
class Assignment:
    """What is to be audited, and where its evidence and its thumbnail go."""

    found: Found
    asked: str
    out: Path
    thumbnail: Path | None
    claim: Claim
    progress: Progress | None = None


@dataclass(frozen=True)
class Audited:
    """What came of one attempt; `failure` says, where it was the tool that failed and not the page, at what."""

    answer: Answer
    failure: str | None = None


class _Run(RunFolder):
    """A run folder that tells where the walk has landed, as soon as that is known; it can end the walk there."""

    def __init__(self, run: RunFolder, claim: Claim) -> None:
        super().__init__(run.path, run.masker)
        self._claim = claim
        self._walking: asyncio.Task[Any] | None = None
        self.first: int | None = None

    def write_snapshot(self, index: int, snapshot: Snapshot, suffix: str = "") -> str:
        """Keep what a step's page looked like."""
        name = super().write_snapshot(index, snapshot, suffix)
        if index == 0 and not suffix and snapshot.url.startswith(("http://", "https://")):
            self._walking = asyncio.current_task()
            self._claim(snapshot.url, self._same)
        return name

    def _same(self, first: int) -> None:
        self.first = first
        if self._walking is not None:
            self._walking.cancel()  # a walk that is cancelled ends at once, and comes back

    def walked(self) -> None:
        """The walk is over: an answer that comes now comes too late."""
        self._walking = None


async def audit_once(work: Assignment, terms: Terms, browsers: Browsers, *, alone: bool) -> Audited:
    """Audit, judge and close the run folder.

    Raises:
        SameLandingError: the page is audited already.
        QrauditError: nothing can be audited here at all, such as without a browser.
        CancelledError: it was cancelled.
        Exception: the browser, its driver or this tool failed before there was anything to judge.

    """
    began = time.monotonic()
    own = _own_terms(work, terms)
    run = _Run(new_run(work.found, own.options), work.claim)
    walk, failure = await _walked(work, own, run, browsers, alone=alone)
    run.walked()
    if run.first is not None:
        raise SameLandingError(run.first)
    if walk.reason == "interrupted" and failure is None:
        raise asyncio.CancelledError
    result = await asyncio.to_thread(conclude, walk, run, own)
    if work.thumbnail is not None:
        await asyncio.to_thread(_thumbnail, result, work.thumbnail)
    return Audited(_answer(result, work, time.monotonic() - began), failure)


async def _walked(
    work: Assignment, terms: Terms, run: _Run, browsers: Browsers, *, alone: bool
) -> tuple[Walk, str | None]:
    options, found = terms.options, work.found
    if found.target.kind != "web" or found.undecodable is not None:
        return await walk_found(found, options, run, work.progress), None
    async with browsers.lend(alone=alone) as lent:
        async with Pauses() as pauses, asyncio.timeout(options.timeout + _SPARE_S) as deadline:
            walk = await walk_found(found, options, run, work.progress, lent.launched)
        failure = walk.reason if walk.reason in _FAILURES else None
        if deadline.expired():
            walk.reason = failure = "browser-lost"
        elif walk.outcome == "exhausted" and run.first is None and (pauses.seconds or not lent.alive):
            failure = "browser-lost"
    return walk, failure


def give_up(work: Assignment, terms: Terms) -> Answer:
    """The audit that could not be done, however often it was tried: its folder says so."""
    own = _own_terms(work, terms)
    target = work.found.target
    walk = interrupted(target, own.options.guise, own.options.until, "browser-lost")
    return _answer(conclude(walk, new_run(work.found, own.options), own), work, 0.0)


def _own_terms(work: Assignment, terms: Terms) -> Terms:
    update: dict[str, Any] = {"out": work.out}
    if work.asked:
        update["scenario"] = work.asked
    return replace(terms, options=terms.options.model_copy(update=update))


def _answer(result: AuditResult, work: Assignment, seconds: float) -> Answer:
    report = result.report
    return Answer(
        run=work.out.name,
        scenario=report.target.scenario,
        outcome=report.outcome,
        reached=report.reached,
        verdict=report.verdict,
        status=result.status,
        reason=_reason(report, work),
        findings=[_finding(one, report) for one in report.findings if one.outcome in ("violation", "needs-review")],
        seconds=round(seconds, 1),
    )


def _reason(report: Report, work: Assignment) -> dict[str, str] | None:
    """Why it ended where it did; of a photograph without a code, what the photo reader says."""
    text = (work.found.reason if report.outcome == "undecodable" else None) or report.reason_text
    return text.model_dump() if text else None


def _finding(finding: Finding, report: Report) -> dict[str, Any]:
    """What the tables of a batch say of a finding; the rest is in its run folder."""
    urls = {step.index: step.url for step in report.steps}
    return {
        **finding.model_dump(include={"rule", "outcome", "severity", "proof", "subject", "step", "law", "fingerprint"}),
        "title": finding.title.model_dump(),
        "message": finding.message.model_dump(),
        "waiver": finding.waiver.model_dump() if finding.waiver else None,
        "url": urls.get(finding.step if finding.step is not None else -1, report.target.payload),
    }


def _thumbnail(result: AuditResult, file: Path) -> None:
    """A small picture of the page where a violation was seen, else of the last one."""
    from PIL import Image

    report = result.report
    shots = [place.screenshot for one in report.findings if one.outcome == "violation" for place in one.evidence]
    names = [*filter(None, shots), *(step.screenshot for step in reversed(report.steps) if step.screenshot)]
    for name in names[:3]:
        try:
            with Image.open(result.folder / name, formats=("PNG", "JPEG", "WEBP")) as opened:
                image = opened.convert("RGB")
        except (OSError, ValueError, Image.DecompressionBombError):
            continue
        image = image.crop((0, 0, image.width, min(image.height, image.width * 2)))
        image.thumbnail(_THUMBNAIL, reducing_gap=2.0)
        stream = io.BytesIO()
        image.save(stream, "WEBP", quality=55)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(stream.getvalue())
        return
