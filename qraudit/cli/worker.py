"""`qraudit worker`: takes audits from a cluster's scheduler, with a browser of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang

if TYPE_CHECKING:
    from qraudit.models import Lang as Language

__all__ = ["worker"]


def worker(
    scheduler: Annotated[str, typer.Option("--scheduler", metavar="ADDRESS")],
    workers: Annotated[str | None, typer.Option("--workers", metavar="N")] = None,
    lang: Lang = None,
) -> None:
    """Work for a scheduler until interrupted."""
    import asyncio

    from qraudit.batch.cluster_worker import work_for
    from qraudit.cli.batch_job import batch_options
    from qraudit.text import say

    tongue: Language = "en" if (lang or language()) == "en" else "zh"
    own = batch_options({"workers": workers} if workers else {})

    def told(address: str) -> None:
        typer.echo(say("batch.progress.working", tongue, address=scheduler, own=address), err=True)

    asyncio.run(work_for(scheduler, own.workers, told))
