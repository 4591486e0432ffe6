"""Which language this process speaks: what was asked for, then the environment, then the locale, then Chinese."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qraudit.models import Lang

__all__ = ["VARIABLE", "language", "speak"]

VARIABLE = "QRAUDIT_LANG"

_OPTION = "--lang"


def language() -> Lang:
    """The language of messages, help and reports where no option of the command says otherwise."""
    return _known(os.environ.get(VARIABLE)) or _known(_locale()) or "zh"


def speak(arguments: Sequence[str]) -> Lang:
    """Settle the language before the command line is read, since its help texts are in it.

    An unknown `--lang` is left to the command, which refuses it with a message.
    """
    asked = _known(_given(arguments))
    if asked:
        os.environ[VARIABLE] = asked
    return language()


def _given(arguments: Sequence[str]) -> str | None:
    for index, argument in enumerate(arguments):
        if argument == "--":
            return None
        if argument == _OPTION:
            return arguments[index + 1] if index + 1 < len(arguments) else None
        if argument.startswith(f"{_OPTION}="):
            return argument.partition("=")[2]
    return None


def _locale() -> str | None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value
    if sys.platform == "win32":  # no such variables there: the user interface's language
        return locale.getlocale()[0]
    return None


def _known(value: str | None) -> Lang | None:
    """`zh` or `en`, from `en`, `en_GB.UTF-8`, `English_United States`, `zh-CN` …"""
    word = (value or "").lower()
    if word.startswith(("en_", "en-", "english")) or word == "en":
        return "en"
    return "zh" if word.startswith(("zh", "chinese")) else None
