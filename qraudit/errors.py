"""The exceptions that qraudit raises on purpose.

    QrauditError              every failure that a user is told about; carries an exit status
    ├── UsageError            the call is wrong: option, file, configuration, rule  (status 2)
    │   ├── RuleError         a rule, law, scenario or phrase file is invalid; names file and line
    │   └── RunError          a run folder is missing, altered or of another version
    ├── NotAuditableError     nothing could be audited: no code, not followable, unreachable (status 3)
    └── EnvironmentNotReadyError  something the tool needs is not installed (status 4)

Each message is one sentence that says what went wrong, and one that says what to do.
Messages come from the text catalogue (`qraudit.text`), so they exist in Chinese and English.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

__all__ = [
    "EnvironmentNotReadyError",
    "NotAuditableError",
    "QrauditError",
    "RuleError",
    "RunError",
    "UsageError",
]


class QrauditError(Exception):
    """A failure that the user is told about in one message, never as a traceback.

    The message is a text, or a `Bilingual` of the text catalogue, which `tell` gives in the reader's language.
    """

    exit_status = 2

    def tell(self, lang: Literal["zh", "en"]) -> str:
        """The message in one language."""
        message = self.args[0] if self.args else ""
        return str(getattr(message, lang, message))

    def __str__(self) -> str:
        zh, en = self.tell("zh"), self.tell("en")
        return zh if zh == en else f"{zh} {en}"


class UsageError(QrauditError):
    """The call is wrong: an unknown option, an unreadable file, an invalid configuration."""

    exit_status = 2


class RuleError(UsageError):
    """A rule file (or law, scenario, phrases) is invalid.

    `str(error)` is `FILE:LINE: message`, the form that editors and the contract expect; the message is one line.
    """

    def __init__(self, message: object, *, file: Path, line: int = 1) -> None:
        super().__init__(message)
        self.file = file
        self.line = line

    def tell(self, lang: Literal["zh", "en"]) -> str:
        """`FILE:LINE: message` in one language."""
        return f"{self.file}:{self.line}: {' '.join(super().tell(lang).split())}"

    def __str__(self) -> str:
        zh, en = super().tell("zh"), super().tell("en")
        return f"{self.file}:{self.line}: {' '.join((zh if zh == en else f'{zh} / {en}').split())}"


class RunError(UsageError):
    """A run folder cannot be read: missing, incomplete or written by another version."""


class NotAuditableError(QrauditError):
    """There was nothing that could be audited."""

    exit_status = 3


class EnvironmentNotReadyError(QrauditError):
    """Something that pip cannot install is missing; the message names the command that mends it."""

    exit_status = 4
