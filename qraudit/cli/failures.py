"""The one place where a failure becomes a message and an exit status; nobody ever sees a traceback."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from qraudit.errors import QrauditError
from qraudit.text import say

if TYPE_CHECKING:
    from qraudit.models import Lang

__all__ = ["DEFECT", "INTERRUPTED", "USAGE", "guarded"]

USAGE = 2
DEFECT = 70
INTERRUPTED = 130

_EXTRA = re.compile(r"unexpected extra arguments? ?(?:\(s\) )?\((.*)\)")
_ClickError: type[Exception] = typer.BadParameter.__mro__[2]  # Typer brings Click along under changing names


def guarded(command: Any, arguments: Sequence[str], lang: Lang) -> int:
    """Run the command line; the exit status, after one message on standard error where something failed."""
    try:
        status = command.main(args=list(arguments), prog_name="qraudit", standalone_mode=False)
        sys.stdout.flush()
    except QrauditError as error:
        return _tell(error.tell(lang), error.exit_status)
    except _ClickError as error:
        return _usage(error, lang)
    except (KeyboardInterrupt, typer.Abort):
        return _tell(say("cli.error.interrupted", lang), INTERRUPTED)
    except BrokenPipeError:
        return _reader_gone()
    except Exception as error:  # a defect: told in a line, kept in a file
        return _defect(error, arguments, lang)
    if status == INTERRUPTED:
        return _tell(say("cli.error.interrupted", lang), INTERRUPTED)
    return status if isinstance(status, int) else 0


def _tell(message: str, status: int) -> int:
    harmless = "".join(char if char.isprintable() or char == "\n" else "�" for char in message)
    print(harmless, file=sys.stderr)  # noqa: T201
    return status


def _usage(error: Any, lang: Lang) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message(), file=sys.stderr)  # noqa: T201
        return USAGE
    context = getattr(error, "ctx", None)
    hint = say("cli.error.see-help", lang, command=context.command_path if context else "qraudit")
    return _tell(f"{_wording(error, lang)} {hint}", USAGE)


def _wording(error: Any, lang: Lang) -> str:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = ", ".join(sorted(error.possibilities or ()))
        key = "unknown-option-near" if near else "unknown-option"
        return say(f"cli.error.{key}", lang, name=error.option_name, near=near)
    if kind == "MissingParameter":
        return say("cli.error.missing-option", lang, name=_name_of(error.param))
    if kind == "BadOptionUsage":
        return say("cli.error.option-needs-value", lang, name=error.option_name)
    if extra := _EXTRA.search(error.message):
        return say("cli.error.too-many", lang, extra=extra.group(1))
    return say("cli.error.bad-call", lang, detail=error.format_message())


def _name_of(parameter: Any) -> str:
    if parameter is None:
        return ""
    return str(parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name)


def _reader_gone() -> int:
    """Whoever read our standard output has closed it (`| head`): that is no failure."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _defect(error: Exception, arguments: Sequence[str], lang: Lang) -> int:
    name = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return _tell(say("cli.error.defect", lang, name=name, log=_write_log(error, arguments)), DEFECT)


def _write_log(error: Exception, arguments: Sequence[str]) -> Path:
    import platform

    import platformdirs

    from qraudit import __version__

    lines = [
        f"qraudit {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {list(arguments)}",
        "".join(traceback.format_exception(error)),
    ]
    name = f"defect-{datetime.now():%Y%m%d-%H%M%S}.log"
    for folder in (Path(platformdirs.user_log_dir("qraudit", appauthor=False)), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("\n".join(lines), encoding="utf-8")
        except OSError:
            continue
        return folder / name
    return Path(os.devnull)
