"""What a batch costs over bare Playwright scripts that take the same actions, and what a second worker brings."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from itertools import count, islice
from pathlib import Path

from tests.bench.sweep.bare import replayed, walks_in
from tests.bench.sweep.command import timed_batch
from tests.bench.sweep.merchants import merchant
from tests.bench.sweep.server import served

MOST_RATIO = 1.5
LEAST_SCALING = 1.7


def run(argv: Sequence[str]) -> int:
    """Print rates, ratio and scaling; 1 where one of them is not good enough."""
    parser = argparse.ArgumentParser(prog="batch")
    parser.add_argument("--merchants", type=int, default=30)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args(argv)
    with served() as base, tempfile.TemporaryDirectory(prefix="qraudit-bench-") as name:
        folder = Path(name)
        addresses = [f"{base}/m/{number}/" for number in _sound(asked.merchants)]
        timed_batch(addresses[:2], folder / "warm", 1)
        one = timed_batch(addresses, folder / "one", 1)
        many = timed_batch(addresses, folder / "many", asked.workers)
        walks = walks_in(folder / "many")
        bare = replayed(walks, asked.workers, folder / "bare")
    ratio, scaling = many / bare, one / many
    steps = sum(len(walk["steps"]) for walk in walks)
    sys.stdout.write(
        f"{len(addresses)} merchants, {steps} actions\n"
        f"{'way':<28}{'seconds':>9}{'a minute':>10}\n"
        f"{'qraudit, 1 worker':<28}{one:>9.1f}{60 * len(addresses) / one:>10.1f}\n"
        f"{f'qraudit, {asked.workers} workers':<28}{many:>9.1f}{60 * len(addresses) / many:>10.1f}\n"
        f"{f'bare scripts, {asked.workers} at once':<28}{bare:>9.1f}{60 * len(walks) / bare:>10.1f}\n"
        f"batch_per_minute={60 * len(addresses) / many:.1f}\n"
        f"batch_ratio={ratio:.2f}\nbatch_scaling={scaling:.2f}\n"
    )
    return 0 if ratio <= MOST_RATIO and scaling >= LEAST_SCALING else 1


def _sound(wanted: int) -> list[int]:
    """Merchants that are neither dead nor hostile: of those a bare script would wait for nothing."""
    return list(islice((n for n in count() if merchant(n).character not in ("dead", "hostile")), wanted))
