"""Many audits in one process, as a program that imports qraudit does them: its memory at first and at the end."""

from __future__ import annotations

import argparse
import gc
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psutil

import qraudit
from qraudit.samples import SampleServer, load_samples

MERCHANTS = ("renshou", "douli", "hangting", "lanwan", "yanzhi")
"""In turns: clean, advertisements, a wall, forms, data that are sent on."""
EARLY = 20
MOST_GROWTH = 1.15


def run(argv: Sequence[str]) -> int:
    """Print the resident memory after each tenth; 1 where it has grown from the 20th audit to the last."""
    parser = argparse.ArgumentParser(prog="memory")
    parser.add_argument("--audits", type=int, default=200)
    audits = parser.parse_args(argv).audits
    samples = [one for one in load_samples() if one.slug in MERCHANTS]
    measured: dict[int, float] = {}
    with SampleServer() as server, tempfile.TemporaryDirectory(prefix="qraudit-bench-") as name:
        for number in range(1, audits + 1):
            sample = samples[number % len(samples)]
            _audit(sample.address(server.base_url), sample.truth.scenario, Path(name, "run"))
            if number % max(1, audits // 10) == 0 or number == EARLY:
                measured[number] = _resident_mb()
    left = psutil.Process().children(recursive=True)
    early, late = measured.get(EARLY, measured[max(measured)]), measured[max(measured)]
    sys.stdout.write(
        "resident memory of the process, MB: " + ", ".join(f"{at}: {mb:.0f}" for at, mb in measured.items()) + "\n"
        f"memory_rss_mb_at_{EARLY}={early:.1f}\nmemory_rss_mb_at_{max(measured)}={late:.1f}\n"
        f"memory_growth={late / early:.3f}\nmemory_browsers_left={sum('chrom' in one.name() for one in left)}\n"
    )
    return 0 if late <= MOST_GROWTH * early else 1


def _audit(address: str, scenario: str | None, out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    result = qraudit.audit(address, scenario=scenario or "auto", allow_private=True, out=out)
    if not result.report.steps:
        raise SystemExit(f"{address}: nothing was walked, so nothing was measured")


def _resident_mb() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 1e6
