"""`qraudit samples` as a user calls it (`qraudit demo` is in tests/release, where it runs from the wheel)."""

from __future__ import annotations

import subprocess
import sys

import httpx


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
