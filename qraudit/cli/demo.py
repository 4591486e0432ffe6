"""`qraudit demo`: one photographed sample merchant, audited before your eyes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from qraudit.cli.language import language
from qraudit.text import say

__all__ = ["MERCHANT", "demo"]

MERCHANT = "laochai"
"""The merchant that the demonstration audits."""


def demo(
    out: Annotated[Path | None, typer.Option(help=say("samples.help.out", language()))] = None,
) -> None:
    """Start the sample merchants, audit one photographed code, print the report and name the HTML file."""
    from qraudit.errors import QrauditError
    from qraudit.samples import load_samples
    from qraudit.samples.score import audit_photograph, photographed
    from qraudit.text import both

    samples = load_samples([MERCHANT])
    folder = out or _free_folder()
    html = folder / "report.html"
    with photographed(samples) as taken:
        typer.echo(say("samples.demo.start", language(), photo=taken[MERCHANT]), err=True)
        done = audit_photograph(samples[0], taken[MERCHANT], folder, "--format", "terminal", "--format", f"html={html}")
    sys.stdout.write(done.stdout)
    if not html.is_file():
        raise _failure(QrauditError(both("samples.demo.failed", said=done.stderr.strip())), done.returncode)
    typer.echo(say("samples.demo.done", language(), html=html.resolve()))


def _free_folder() -> Path:
    runs = Path("qraudit-runs")
    number = 1
    while (runs / f"demo-{number}").exists():
        number += 1
    return runs / f"demo-{number}"


def _failure(error: Exception, status: int) -> Exception:
    error.exit_status = status if status in (2, 3, 4) else 3  # type: ignore[attr-defined]
    return error
