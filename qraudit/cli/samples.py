"""`qraudit samples`: the fictional merchants, served and scored."""

from __future__ import annotations

import json
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qraudit.cli.language import language
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.samples.score import Outcome, Score

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8765,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    slow: Annotated[int | None, typer.Option()] = None,
) -> None:
    """Serve the merchants until interrupted, after printing their addresses."""
    from qraudit.samples import SampleServer, load_samples

    samples = load_samples()
    width = max(len(sample.slug) for sample in samples)
    with SampleServer(port, host, slow=slow) as server:
        for sample in samples:
            title = getattr(sample.truth.title, language())
            typer.echo(f"{sample.slug:{width}}  {sample.address(server.base_url)}  {title}")
        typer.echo(say("samples.serving", language(), url=server.base_url), err=True)
        threading.Event().wait()


@app.command()
def score(
    *,
    only: Annotated[str, typer.Option()] = "",
    jobs: Annotated[int, typer.Option(min=1, max=64)] = 2,
    form: Annotated[str, typer.Option("--format")] = "terminal",
    min_f1: Annotated[float, typer.Option(min=0, max=1)] = 0.0,
    out: Annotated[Path | None, typer.Option()] = None,
    slow: Annotated[int | None, typer.Option()] = None,
) -> None:
    """Audit the merchants through their photographs and compare the reports with the truths."""
    from qraudit.errors import UsageError
    from qraudit.samples import load_samples
    from qraudit.samples.score import score as audit_all
    from qraudit.text import both

    if form not in ("terminal", "json"):
        raise UsageError(both("samples.format", form=form))
    samples = load_samples([slug for slug in only.split(",") if slug] or None)
    folder = out or Path(tempfile.mkdtemp(prefix="qraudit-score-"))
    result = audit_all(samples, out=folder, jobs=jobs, slow=slow, told=_tell)
    if form == "json":
        typer.echo(json.dumps(_numbers(result), ensure_ascii=False, indent=2))
    else:
        _table(result)
    typer.echo(say("samples.runs", language(), folder=folder), err=True)
    raise typer.Exit(int(result.f1 < min_f1))


def _tell(outcome: Outcome) -> None:
    mark = "✓" if outcome.right else "✗"
    wrong = [f"-{key}" for key in outcome.missed] + [f"+{key}" for key in outcome.false]
    typer.echo(f"{mark} {outcome.sample.slug} {outcome.seconds:.0f} s {' '.join(wrong)}".rstrip(), err=True)
    if outcome.failure:
        typer.echo(f"  {outcome.failure.splitlines()[-1][:200]}", err=True)


def _table(result: Score) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("merchant", "scenario", "right", "missed", "false", "reached", "outcome", "seconds"):
        table.add_column(say(f"samples.column.{name}", language()), overflow="fold")
    for outcome in result.outcomes:
        truth = outcome.sample.truth
        table.add_row(
            truth.slug,
            truth.scenario,
            f"{len(outcome.hit)}/{len(truth.violations)}",
            " ".join(outcome.missed),
            " ".join(outcome.false),
            _against(outcome.reached, truth.reached, outcome.reached_right),
            _against(outcome.outcome, truth.outcome, outcome.outcome_right),
            f"{outcome.seconds:.0f}",
        )
    Console().print(table)
    typer.echo(" ".join(f"{name}={value:.3f}" for name, value in _totals(result).items()))


def _against(said: str | None, true: str, right: bool) -> str:
    return said or "-" if right else f"{said or '-'} ≠ {true}"


def _totals(result: Score) -> dict[str, float]:
    return {name: getattr(result, name) for name in ("precision", "recall", "f1", "reached", "outcome")}


def _numbers(result: Score) -> dict[str, object]:
    rows = [
        {
            "slug": outcome.sample.slug,
            "right": outcome.right,
            "hit": outcome.hit,
            "missed": outcome.missed,
            "false": outcome.false,
            "review_missed": outcome.review_missed,
            "reached": outcome.reached,
            "outcome": outcome.outcome,
            "seconds": round(outcome.seconds, 1),
        }
        for outcome in result.outcomes
    ]
    return {**{name: round(value, 4) for name, value in _totals(result).items()}, "merchants": rows}
