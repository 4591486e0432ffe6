"""`qraudit samples` and `qraudit demo` as a user calls them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import pytest


def qraudit(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "qraudit", *arguments]


def test_serve_prints_an_address_for_every_merchant_and_keeps_them_open() -> None:
    with subprocess.Popen(qraudit("samples", "serve", "--port", "0"), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            slug, address, title = process.stdout.readline().split(maxsplit=2)
            assert slug in address
            assert title.strip()
            assert httpx.get(address, follow_redirects=False).status_code in (200, 302)
        finally:
            process.terminate()


def test_an_unknown_merchant_is_a_wrong_call() -> None:
    done = subprocess.run(qraudit("samples", "score", "--only", "nobody"), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "beiyu" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.browser
def test_demo_finds_a_violation_and_names_the_html_file(tmp_path: Path) -> None:
    command = qraudit("demo", "--out", str(tmp_path / "run"))
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "run" / "report.html") in done.stdout
    assert (tmp_path / "run" / "report.html").is_file()
