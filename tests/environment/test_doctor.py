"""`qraudit doctor` and `qraudit setup` as a person calls them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def qraudit(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qraudit", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "QRAUDIT_LANG": "en", **environment},
        check=False,
    )


@pytest.mark.browser
def test_doctor_starts_the_browser_and_says_its_version() -> None:
    ran = qraudit("doctor")
    assert ran.returncode == 0, ran.stdout
    assert "✓ Browser: " in ran.stdout
    assert "sandbox" in ran.stdout


def test_doctor_names_the_command_that_mends(tmp_path: Path) -> None:
    ran = qraudit("doctor", PATH=str(tmp_path), PLAYWRIGHT_BROWSERS_PATH=str(tmp_path))
    assert ran.returncode in (0, 4)  # macOS and Windows find browsers without PATH
    assert ran.returncode == 0 or "✗ Browser: No Chromium, Chrome or Edge was found. → qraudit setup" in ran.stdout
    assert ran.stderr == ""


def test_doctor_says_that_the_named_browser_is_not_there(tmp_path: Path) -> None:
    ran = qraudit("doctor", "--lang", "zh", QRAUDIT_CHROMIUM=str(tmp_path / "gone"))
    assert ran.returncode == 4
    assert "QRAUDIT_CHROMIUM" in ran.stdout


@pytest.mark.browser
def test_setup_where_all_is_here_says_so() -> None:
    ran = qraudit("setup")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.rstrip().endswith("Ready. Now run: qraudit demo")
