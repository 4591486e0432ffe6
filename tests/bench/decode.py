"""Reads photographs with other decoders and with the cascade, and counts what each read, missed and misread.

The photographs are not part of this repository: `--photos DIR` or QRAUDIT_PHOTOS names a folder with a manifest.csv
(columns file, payload, set). Without it only generated photographs are read. All readers run in one process on one
core; the time is that of reading, not of opening the file.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from typer import echo

from tests.bench.decoding.pictures import Picture, generated, photographed
from tests.bench.decoding.readers import READERS

_BASELINE = "zxing-cpp"


@dataclass
class Tally:
    """What one reader made of one set of pictures."""

    pictures: int = 0
    read: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, picture: Picture, texts: list[str], seconds: float) -> None:
        """Count one picture."""
        self.pictures += 1
        self.seconds.append(seconds)
        self.wrong += [(picture.name, text) for text in picture.wrong(texts)]
        if picture.is_read(texts):
            self.read += 1
        else:
            self.missed.append(picture.name)

    def milliseconds(self) -> tuple[float, float, float]:
        """Mean, median and 95th percentile."""
        ordered = sorted(self.seconds)
        p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        return 1000 * statistics.fmean(ordered), 1000 * statistics.median(ordered), 1000 * p95


def run(argv: list[str]) -> None:
    """Measure, and print a table for each set and `NAME=VALUE` lines."""
    options = _options(argv)
    sets: list[tuple[str, Iterable[Picture]]] = []
    if options.photos:
        sets.append(("photos", photographed(Path(options.photos))))
    else:
        echo("no photographs: name their folder with --photos or QRAUDIT_PHOTOS", err=True)
    if options.generated:
        sets.append(("generated", generated(options.generated, options.seed)))
    readers = options.readers.split(",")
    for name, pictures in sets:
        _report(name, _measured(pictures, readers), readers, options.misses)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench decode", description=__doc__)
    parser.add_argument("--photos", default=os.environ.get("QRAUDIT_PHOTOS"), metavar="DIR")
    parser.add_argument("--generated", type=int, default=200, metavar="N", help="how many to make (0: none)")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--readers", default=",".join(READERS), help="comma-separated")
    parser.add_argument("--misses", action="store_true", help="name the pictures that were not read or misread")
    return parser.parse_args(argv)


def _measured(pictures: Iterable[Picture], readers: list[str]) -> dict[tuple[str, str], Tally]:
    tallies: dict[tuple[str, str], Tally] = {}
    for picture in pictures:
        for reader in readers:
            texts, seconds = READERS[reader](picture.data)
            for group in (picture.group, "all"):
                tallies.setdefault((group, reader), Tally()).add(picture, texts, seconds)
    return tallies


def _report(name: str, tallies: dict[tuple[str, str], Tally], readers: list[str], misses: bool) -> None:
    table = Table("set", "reader", "pictures", "read", "wrong", "missed", "mean ms", "median ms", "p95 ms", title=name)
    groups = sorted({group for group, _ in tallies} - {"all"})
    for group in [*groups, "all"]:
        for reader in readers:
            tally = tallies[group, reader]
            times = [f"{value:.1f}" for value in tally.milliseconds()]
            counts = (tally.pictures, tally.read, len(tally.wrong), len(tally.missed))
            table.add_row(group, reader, *map(str, counts), *times, end_section=reader == readers[-1])
    Console(width=110).print(table)
    for reader in readers:
        _print_values(name, reader, tallies["all", reader], tallies.get(("all", _BASELINE)))
        if misses:
            _print_misses(reader, tallies["all", reader])


def _print_values(name: str, reader: str, tally: Tally, baseline: Tally | None) -> None:
    mean, median, p95 = tally.milliseconds()
    key = f"DECODE_{name}_{reader}".upper().replace("-", "_")
    echo(f"{key}_READ={tally.read}")
    echo(f"{key}_WRONG={len(tally.wrong)}")
    echo(f"{key}_MISSED={len(tally.missed)}")
    echo(f"{key}_MEAN_MS={mean:.2f}")
    echo(f"{key}_MEDIAN_MS={median:.2f}")
    echo(f"{key}_P95_MS={p95:.2f}")
    if baseline is not None:
        echo(f"{key}_TIMES_ZXING={mean / max(baseline.milliseconds()[0], 1e-9):.1f}")


def _print_misses(reader: str, tally: Tally) -> None:
    for name in tally.missed:
        echo(f"  {reader} missed {name}")
    for name, text in tally.wrong:
        echo(f"  {reader} misread {name}: {text!r}")
