"""A long sweep: memory from the hundredth photograph to the last, and the table after being killed three times."""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import psutil

from tests.bench.sweep.command import OPTIONS, batch_process
from tests.bench.sweep.photographs import memory_card
from tests.bench.sweep.server import served

MOST_GROWTH = 1.25
_TABLE = ("source", "payload", "kind", "scenario", "outcome", "reached", "verdict")


def run(argv: Sequence[str]) -> int:
    """Print the memory and whether the tables are the same; 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("--photographs", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=3)
    asked = parser.parse_args(argv)
    with served() as base, tempfile.TemporaryDirectory(prefix="qraudit-bench-") as name:
        card = Path(name, "card")
        memory_card(card, base, asked.photographs)
        undisturbed, samples, seconds = _watched(card, Path(name, "undisturbed"), asked.workers)
        killed = _killed(card, Path(name, "killed"), asked.workers, asked.kills, seconds) if asked.kills else None
    memory = _tenths([megabytes for _, megabytes in samples])
    same = killed is None or killed == undisturbed
    growth = memory[-1] / memory[0] if len(memory) > 1 else 1.0
    sys.stdout.write(
        f"{asked.photographs} photographs, {asked.workers} workers, {seconds:.0f} s\n"
        f"memory of all processes, MB, from the first tenth to the end: {' '.join(str(round(one)) for one in memory)}\n"
        f"soak_mb_at_20_audits={_at(samples, 20):.0f}\nsoak_mb_at_200_audits={_at(samples, 200):.0f}\n"
        f"soak_rows_in={asked.photographs}\nsoak_rows_out={len(undisturbed)}\n"
        f"soak_per_minute={60 * asked.photographs / seconds:.1f}\n"
        f"soak_memory_growth={growth:.2f}\n"
        f"soak_killed={0 if killed is None else asked.kills}\nsoak_same_table={int(same)}\n"
    )
    for one, other in zip(undisturbed, killed or undisturbed, strict=False):
        if one != other:
            sys.stdout.write(f"  differs: {one}\n       and {other}\n")
    return 0 if same and len(undisturbed) == asked.photographs and growth <= MOST_GROWTH else 1


def _watched(card: Path, out: Path, workers: int) -> tuple[list[list[str]], list[tuple[int, float]], float]:
    """The table, how many audits were done with how much memory in use each second, and the seconds."""
    began = time.perf_counter()
    process = batch_process(card, "--out", out, "--workers", workers, *OPTIONS)
    samples = []
    while process.poll() is None:
        time.sleep(1)
        samples.append((_audits(out), _memory(process.pid)))
    return _table(out), samples, time.perf_counter() - began


def _tenths(samples: list[float]) -> list[float]:
    """The mean of each tenth after the first."""
    tenth = max(len(samples) // 10, 1)
    parts = [samples[start : start + tenth] for start in range(tenth, len(samples) - tenth // 2, tenth)]
    return [sum(part) / len(part) for part in parts if part]


def _at(samples: list[tuple[int, float]], audits: int) -> float:
    """The mean while that many audits were done, and the ten after them; nought where it never came so far."""
    near = [megabytes for done, megabytes in samples if audits <= done < audits + 10]
    return sum(near) / len(near) if near else 0.0


def _audits(out: Path) -> int:
    """How many audits the batch has done so far."""
    try:
        with closing(sqlite3.connect(f"{(out / 'batch.sqlite').as_uri()}?mode=ro", uri=True)) as store:
            return int(store.execute("SELECT count(*) FROM audits WHERE state = 'done'").fetchone()[0])
    except sqlite3.Error:
        return 0


def _killed(card: Path, out: Path, workers: int, kills: int, seconds: float) -> list[list[str]]:
    """The table of a batch that was killed so often, at random moments, and resumed each time."""
    dice = random.Random(8)
    names: list[object] = [card]
    for _ in range(kills):
        process = batch_process(*names, "--out", out, "--workers", workers, *OPTIONS)
        try:
            process.wait(dice.uniform(0.1, 0.9) * seconds / (kills + 1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        names = ["--resume"]
    batch_process(*names, "--out", out, "--workers", workers, *OPTIONS).wait()
    return _table(out)


def _table(out: Path) -> list[list[str]]:
    rows = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return [[str(row[name]) for name in _TABLE] for row in rows]


def _memory(pid: int) -> float:
    """Of a process and all its children, in MB; what they share counts once."""
    total = 0.0
    try:
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            try:
                total += process.memory_full_info().uss
            except psutil.Error:
                continue
    except psutil.Error:
        pass
    return total / 1e6
