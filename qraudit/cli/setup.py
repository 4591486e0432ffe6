"""`qraudit setup`: gets what pip cannot."""

from __future__ import annotations

from typing import Annotated

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang

__all__ = ["setup"]


def setup(models: Annotated[bool, typer.Option("--models")] = False, lang: Lang = None) -> None:
    """Get a Chromium, a Chinese font and zbar's library where they are missing."""
    from qraudit.environment import prepare
    from qraudit.options import options_from

    spoken = options_from({"lang": lang}).lang or language()
    prepare(lambda news: typer.echo(getattr(news, spoken)), models=models)
