"""While an audit walks, one line says the step, the time and what is being tried; a pipe gets nothing of it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from qraudit.cli.progress import Progress
from qraudit.models import Lang


def shown(lang: Lang, *, terminal: bool, quiet: bool = False) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=terminal, width=80, legacy_windows=False)
    with Progress(lang, quiet=quiet, console=console) as progress:
        progress("cli.progress.target", {"kind": "web", "payload": "https://merchant.example/7"})
        progress("walk.doing.why", {"step": 2, "why": "-"})
        progress("walk.doing.prompt", {"kind": "follow"})
    return stream.getvalue()


def test_a_terminal_sees_step_time_and_what_is_tried() -> None:
    said = shown("zh", terminal=True)

    assert "第 3 步" in said
    assert "0:00:00" in said
    assert "要求关注公众号" in said
    assert "follow" not in said


@pytest.mark.parametrize(("terminal", "quiet"), [(False, False), (True, True)])
def test_nobody_watches_or_wants_it(terminal: bool, quiet: bool) -> None:
    assert shown("en", terminal=terminal, quiet=quiet) == ""


def test_verbose_gives_every_reason_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("en", verbose=True) as progress:
        progress("cli.progress.target", {"kind": "web", "payload": "https://merchant.example/7"})
        progress("walk.doing.tap", {"target": "\x1b[2Jmenu"})

    lines = capsys.readouterr().err.splitlines()
    assert lines[0].endswith("Kind of code: web page; payload: https://merchant.example/7")
    assert "\x1b" not in lines[1]
