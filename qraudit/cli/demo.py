"""`qraudit demo`: one photographed sample merchant, audited before your eyes."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Annotated

import typer

from qraudit.cli.language import language
from qraudit.text import say

__all__ = ["MERCHANT", "demo"]

MERCHANT = "laochai"
"""The merchant that the demonstration audits."""
_AUDITED = (0, 1)


def demo(out: Annotated[Path | None, typer.Option()] = None) -> None:
    """Start the sample merchants, audit one photographed code, print the report and name the HTML file."""
    from qraudit.samples import load_samples
    from qraudit.samples.score import audit_command, photographed

    samples = load_samples([MERCHANT])
    folder = out or _new_folder()
    html = folder / "report.html"
    with photographed(samples) as taken:
        typer.echo(say("samples.demo.start", language(), photo=taken[MERCHANT]), err=True)
        command = audit_command(samples[0], taken[MERCHANT], folder, "--format", "terminal", "--format", f"html={html}")
        status = subprocess.run(command, check=False).returncode  # noqa: S603 (our own command line)
    if status not in _AUDITED:  # the audit has said why
        raise typer.Exit(status)
    typer.echo(say("samples.demo.done", language(), html=html.resolve()))


def _new_folder() -> Path:
    runs = Path("qraudit-runs")
    number = 1
    while (runs / f"demo-{number}").exists():
        number += 1
    return runs / f"demo-{number}"
