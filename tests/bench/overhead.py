"""What an audit costs over its floor: a bare Playwright script with the same acts and screenshots, timed in turns."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qraudit.samples import Sample, SampleServer, load_samples

FLOWS = {"clean": ("renshou", 2.0), "experiments": ("douli", 5.0)}
"""What is walked, and how many times the floor its audit may take at most."""


@dataclass
class Flow:
    """One merchant's flow, and the wall times of both."""

    name: str
    sample: Sample
    most: float
    script: dict[str, Any]
    bare: list[float] = field(default_factory=list)
    audit: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Of the medians."""
        return statistics.median(self.audit) / statistics.median(self.bare)


def run(argv: Sequence[str]) -> int:
    """Print the times and their ratios; 1 where one is too much."""
    parser = argparse.ArgumentParser(prog="overhead")
    parser.add_argument("--rounds", type=int, default=5)
    for name, (slug, most) in FLOWS.items():
        parser.add_argument(f"--{name}", default=slug, help=f"a sample merchant; at most {most:g} times the floor")
    options = parser.parse_args(argv)
    samples = {one.slug: one for one in load_samples()}
    with SampleServer() as server, tempfile.TemporaryDirectory() as folder:
        flows = [
            _flow(name, samples[getattr(options, name)], most, server, Path(folder))
            for name, (_, most) in FLOWS.items()
        ]
        for turn in range(options.rounds):
            for flow in flows:
                _round(flow, server, Path(folder) / f"{flow.name}-{turn}")
    shutil.rmtree(_as_installed()["PYTHONPYCACHEPREFIX"], ignore_errors=True)
    return _print(flows)


def _flow(name: str, sample: Sample, most: float, server: SampleServer, folder: Path) -> Flow:
    file = folder / f"{name}.json"
    _run("tests.bench.floor.acting", sample.address(server.base_url), sample.truth.scenario, str(file))
    script = json.loads(file.read_text(encoding="utf-8"))
    if script["outcome"] != "completed":
        raise SystemExit(f"{sample.slug}: the walk was not completed, there is nothing to compare")
    return Flow(name, sample, most, script)


def _round(flow: Flow, server: SampleServer, folder: Path) -> None:
    folder.mkdir()
    script = folder / "script.json"
    script.write_text(json.dumps(flow.script), encoding="utf-8")
    address, scenario = flow.sample.address(server.base_url), flow.sample.truth.scenario
    audit = ("audit", address, "--scenario", scenario, "--allow-private", "--out", str(folder / "run"), "--quiet")
    flow.bare.append(_run("tests.bench.floor.bare", str(script), str(folder)))
    flow.audit.append(_run("qraudit", *audit, fails=1))


def _run(module: str, *arguments: str, fails: int = 0) -> float:
    """Seconds that a process takes from its start to its end."""
    began = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False, env=_as_installed()
    )
    took = time.perf_counter() - began
    if ran.returncode not in (0, fails):
        raise SystemExit(f"{module}: {ran.stderr[-2000:]}")
    return took


def _as_installed() -> dict[str, str]:
    """The environment, with byte code kept: pip compiles what it installs, a checkout may be told not to."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir(), f"qraudit-bytecode-{os.getpid()}"))}


def _print(flows: list[Flow]) -> int:
    rounds = len(flows[0].bare)
    print(
        f"an audit and a bare Playwright script with the same acts and screenshots, {rounds} rounds in turns, seconds"
    )
    print(f"{'flow':<13}{'merchant':<10}{'steps':>6}{'acts':>6}{'bare':>8}{'audit':>8}{'ratio':>8}{'at most':>9}")
    for flow in flows:
        bare, audit = statistics.median(flow.bare), statistics.median(flow.audit)
        acts = sum(act["do"] != "screenshot" for act in flow.script["acts"])
        print(
            f"{flow.name:<13}{flow.sample.slug:<10}{flow.script['steps']:>6}{acts:>6}"
            f"{bare:>8.2f}{audit:>8.2f}{flow.ratio:>8.2f}{flow.most:>9.1f}"
        )
    for flow in flows:
        print(f"overhead_{flow.name}_bare_s={statistics.median(flow.bare):.3f}")
        print(f"overhead_{flow.name}_audit_s={statistics.median(flow.audit):.3f}")
        print(f"overhead_{flow.name}_ratio={flow.ratio:.3f}")
    return 0 if all(flow.ratio <= flow.most for flow in flows) else 1
