"""A small district, a memory card of it, and the command in a process of its own."""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bench.sweep.merchants import Character, merchant
from tests.bench.sweep.photographs import photograph
from tests.bench.sweep.server import served

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="session")
def district() -> Iterator[str]:
    with served() as base:
        yield base


@pytest.fixture
def card(tmp_path: Path, district: str) -> Path:
    """Six photographs: two merchants, a short link to the first, a contact's code, a code twice, and no picture."""
    folder, dice = tmp_path / "card", random.Random(1)
    folder.mkdir()
    says = [f"{district}/m/0/", f"{district}/m/1/", f"{district}/short/0", "https://u.wechat.com/x"]
    for number, payload in enumerate([*says, says[1]]):
        (folder / f"IMG_{number}.jpg").write_bytes(photograph(payload, dice))
    (folder / "IMG_9.jpg").write_bytes(b"no picture")
    return folder


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start `qraudit batch` as a user would; whatever still runs at the end is ended."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: object, command: str = "batch") -> subprocess.Popen[str]:
        typed = [sys.executable, "-m", "qraudit", "--lang", "en", command, *map(str, arguments)]
        process = subprocess.Popen(
            typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"},
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


COMMON = ("--allow-private", "--scenario", "dine-in", "--timeout", "40", "--workers", "2", "--per-host", "9")

EXPECTED: dict[Character, tuple[str, str]] = {
    "clean": ("completed", "clean"),
    "advert": ("completed", "clean"),
    "phone": ("completed", "violations"),
    "slow": ("completed", "clean"),
    "follow": ("blocked", "violations"),
    "dead": ("unreachable", "not-audited"),
}


def expected(payload: str) -> tuple[str, str] | None:
    """Outcome and verdict of a payload of the district; None where it is none of it."""
    found = re.search(r"/(?:m|short)/(\d+)/?$", payload)
    return EXPECTED[merchant(int(found[1])).character] if found else None


def results(out: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return found


def wait_for_done(out: Path, count: int, seconds: float = 60) -> None:
    """Until so many audits are done, as another process sees it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        time.sleep(0.1)
        if (out / "batch.sqlite").exists() and _done(out) >= count:
            return
    raise TimeoutError(f"not {count} done within {seconds} s")


def _done(out: Path) -> int:
    connection = sqlite3.connect(out / "batch.sqlite", timeout=10)
    try:
        return int(connection.execute("SELECT COUNT(*) FROM audits WHERE state = 'done'").fetchone()[0])
    except sqlite3.OperationalError:  # its tables are not there yet
        return 0
    finally:
        connection.close()
