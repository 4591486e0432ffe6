"""The score: every merchant audited through its photograph, the reports compared with the truths."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qraudit.errors import UsageError
from qraudit.samples.photograph import photographs
from qraudit.samples.server import PHOTOGRAPHED_PORT, SampleServer
from qraudit.samples.truth import Expected, Sample

__all__ = ["Outcome", "Score", "audit_command", "photographed", "score"]

AUDIT_TIMEOUT = 300.0


@dataclass
class Outcome:
    """One merchant's audit beside its truth. The lists hold keys of expected findings."""

    sample: Sample
    hit: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    review_missed: list[str] = field(default_factory=list)
    """Expected `needs-review` findings that are not there: shown, not scored."""
    reached: str | None = None
    outcome: str | None = None
    seconds: float = 0.0
    failure: str = ""
    """What the audit printed where it left no report."""

    @property
    def reached_right(self) -> bool:
        """Whether it came as far as the truth says."""
        return self.reached in (self.sample.truth.reached, *self.sample.truth.reached_also)

    @property
    def outcome_right(self) -> bool:
        """Whether it ended as the truth says."""
        return self.outcome in (self.sample.truth.outcome, *self.sample.truth.outcome_also)

    @property
    def right(self) -> bool:
        """Whether nothing is missed, false, or ended otherwise."""
        return not self.missed and not self.false and self.reached_right and self.outcome_right


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 over (merchant, rule, subject) of violations, and the shares of right ends."""

    outcomes: Sequence[Outcome]

    def _count(self, name: str) -> int:
        return sum(len(getattr(outcome, name)) for outcome in self.outcomes)

    @property
    def precision(self) -> float:
        """Of what was reported, the share that is true; 1 where nothing was reported."""
        hit, false = self._count("hit"), self._count("false")
        return hit / (hit + false) if hit + false else 1.0

    @property
    def recall(self) -> float:
        """Of what is true, the share that was reported; 1 where nothing is."""
        hit, missed = self._count("hit"), self._count("missed")
        return hit / (hit + missed) if hit + missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def reached(self) -> float:
        """The share of merchants that were followed as far as they go."""
        return sum(outcome.reached_right for outcome in self.outcomes) / max(len(self.outcomes), 1)

    @property
    def outcome(self) -> float:
        """The share of merchants whose audit ended as it should."""
        return sum(outcome.outcome_right for outcome in self.outcomes) / max(len(self.outcomes), 1)


@contextmanager
def photographed(samples: Sequence[Sample], *, slow: int | None = None) -> Iterator[dict[str, Path]]:
    """The merchants served, and the photographs that lead to them, by slug.

    The committed photographs say a fixed port. Where somebody else has it, new ones are taken for a free port.
    """
    try:
        server = SampleServer(PHOTOGRAPHED_PORT, slow=slow)
    except UsageError:
        server = SampleServer(0, slow=slow)
    with server, tempfile.TemporaryDirectory(prefix="qraudit-photographs-") as folder:
        if server.port == PHOTOGRAPHED_PORT:
            yield {sample.slug: sample.photograph for sample in samples}
        else:
            yield photographs(samples, server.base_url, Path(folder))


def score(
    samples: Sequence[Sample],
    *,
    out: Path,
    jobs: int = 2,
    slow: int | None = None,
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> Score:
    """Audit these merchants through the public command and compare; `told` hears of each as it is done."""

    def one(sample: Sample) -> Outcome:
        outcome = compare(sample, *_audited(sample, taken[sample.slug], out / sample.slug))
        told(outcome)
        return outcome

    with photographed(samples, slow=slow) as taken, ThreadPoolExecutor(max(jobs, 1)) as pool:
        return Score(list(pool.map(one, samples)))


def audit_command(sample: Sample, photo: Path, out: Path, *options: str) -> list[str]:
    """The command line that audits a merchant's photograph in a process of its own, as a user would."""
    command = [sys.executable, "-m", "qraudit", "audit", str(photo), "--scenario", sample.truth.scenario]
    return [*command, "--allow-private", "--out", str(out), *options]


def compare(sample: Sample, report: dict[str, Any], seconds: float = 0.0, failure: str = "") -> Outcome:
    """A report beside the truth; an empty report misses everything."""
    truth = sample.truth
    violations, reviews = _keys(report, "violation"), _keys(report, "needs-review")
    true = {expected.key for expected in truth.violations}
    tolerated = {expected.key for expected in truth.tolerated}
    return Outcome(
        sample=sample,
        hit=sorted(violations & true),
        missed=sorted(true - violations),
        false=sorted(violations - true - tolerated),
        review_missed=sorted({expected.key for expected in truth.review} - reviews),
        reached=report.get("reached"),
        outcome=report.get("outcome"),
        seconds=seconds,
        failure=failure,
    )


def _keys(report: dict[str, Any], outcome: str) -> set[str]:
    return {
        Expected(rule=finding["rule"], subject=finding.get("subject")).key
        for finding in report.get("findings", [])
        if finding.get("outcome") == outcome
    }


def _audited(sample: Sample, photo: Path, out: Path) -> tuple[dict[str, Any], float, str]:
    started = time.monotonic()
    try:
        done = _run(audit_command(sample, photo, out, "--format", "json", "--quiet"))
        said, failure = done.stdout, done.stderr.strip()
    except subprocess.TimeoutExpired:
        said, failure = "", f"> {AUDIT_TIMEOUT:.0f} s"
    try:
        report = json.loads(said)
    except ValueError:
        report = {}
    return report, time.monotonic() - started, "" if report else failure


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (our own command line)
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=AUDIT_TIMEOUT, check=False
    )
