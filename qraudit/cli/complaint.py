"""`qraudit complaint`: a draft with its evidence, for a consumer association or 12315."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang, Out
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.models import Lang as Language

__all__ = ["complaint"]


def complaint(
    run: Annotated[Path, typer.Argument(metavar="RUN")],
    out: Out = None,
    lang: Lang = None,
) -> None:
    """Draft a complaint: one .eml and one .docx."""
    from qraudit.cli.integrity import warn_where_altered
    from qraudit.cli.output import write
    from qraudit.evidence import load_run
    from qraudit.report import render
    from qraudit.report.complaint import check, draft
    from qraudit.report.pdf import print_pdf
    from qraudit.walk.browser.chromium import launch

    tongue: Language = "en" if lang == "en" else "zh"  # it goes to a Chinese authority: only asked for is it in English
    report, walk = load_run(run)
    check(report, run)
    spoken: Language = "en" if (lang or language()) == "en" else "zh"
    warn_where_altered(run, spoken)
    page = render(report, walk, run, "html", tongue)
    assert isinstance(page, str)
    made = draft(report, walk, run, asyncio.run(print_pdf(page, launch)), tongue)
    folder = out or run.resolve().with_name(f"{run.resolve().name}-complaint")
    files = {folder / "complaint.eml": made.mail, folder / "complaint.docx": made.letter}
    for file, data in files.items():
        write(data, file)
    saved = ", ".join(map(str, files))
    typer.echo(say("report.complaint.saved", spoken, files=saved), err=True)
