"""`qraudit doctor`: says what is here and what is missing, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from qraudit.cli.language import language
from qraudit.cli.options import Lang
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.environment import Condition
    from qraudit.models import Lang as Language

__all__ = ["doctor"]


def doctor(lang: Lang = None) -> None:
    """Say what is here, what is missing, and the command that mends it."""
    from qraudit.environment import examine
    from qraudit.options import options_from

    spoken = options_from({"lang": lang}).lang or language()
    conditions = examine()
    for condition in conditions:
        typer.echo(_line(condition, spoken))
    if any(not condition.ok and condition.required for condition in conditions):
        raise typer.Exit(4)


def _line(condition: Condition, lang: Language) -> str:
    mark = "✓" if condition.ok else "✗" if condition.required else "!"
    name = say(f"environment.name.{condition.name}", lang)
    mend = f" → {condition.mend}" if condition.mend and not condition.ok else ""
    return f"{mark} {name}: {getattr(condition.said, lang)}{mend}"
