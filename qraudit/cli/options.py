"""The options that `audit` shares with other commands, each declared once.

Values come in as text and are checked by `qraudit.options`, as those of qraudit.toml and of pytest are: one check,
one message. Help texts are in the catalogue under `cli.option`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = [
    "AllowHost",
    "AllowPrivate",
    "Baseline",
    "Cdp",
    "Config",
    "Device",
    "FailOn",
    "Flow",
    "Format",
    "Headed",
    "Identity",
    "KeepRaw",
    "Lang",
    "MaxSteps",
    "OauthTestCode",
    "Out",
    "Quiet",
    "Record",
    "Rules",
    "Scenario",
    "StorageState",
    "Timeout",
    "Timestamp",
    "Trace",
    "Until",
    "Verbose",
    "Video",
    "Waivers",
    "given",
]

_DEVICES = ("wechat-android", "wechat-ios", "wechat-harmony", "alipay", "browser", "all")
_MILESTONES = ("catalogue", "order", "payment")
_FAIL_ON = ("violation", "needs-review", "never")
_LANGS = ("zh", "en")


def _text(name: str, metavar: str) -> Any:
    return typer.Option(name, metavar=metavar)


def _choice(name: str, metavar: str, choices: tuple[str, ...]) -> Any:
    return typer.Option(name, metavar=metavar, autocompletion=_starting(lambda: choices))


def _starting(choices: Callable[[], tuple[str, ...]]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [choice for choice in choices() if choice.startswith(incomplete)]

    return complete


def _scenarios() -> tuple[str, ...]:
    from qraudit.resources import rules_dir

    return ("auto", *sorted(file.stem for file in (rules_dir() / "scenarios").glob("*.yaml")))


Scenario = Annotated[str | None, typer.Option("--scenario", metavar="ID|auto", autocompletion=_starting(_scenarios))]
Device = Annotated[str | None, _choice("--device", "DEVICE", _DEVICES)]
Out = Annotated[Path | None, _text("--out", "DIR")]
Format = Annotated[list[str] | None, _text("--format", "FORMAT[=FILE]")]
Rules = Annotated[list[Path] | None, _text("--rules", "DIR")]
Flow = Annotated[Path | None, _text("--flow", "FILE")]
Record = Annotated[Path | None, _text("--record", "FILE")]
Config = Annotated[Path | None, _text("--config", "FILE")]
Waivers = Annotated[Path | None, _text("--waivers", "FILE")]
Baseline = Annotated[Path | None, _text("--baseline", "RUN")]
Timestamp = Annotated[str | None, _text("--timestamp", "URL")]
KeepRaw = Annotated[bool, typer.Option("--keep-raw")]
Video = Annotated[bool, typer.Option("--video")]
Trace = Annotated[bool, typer.Option("--trace")]
FailOn = Annotated[str | None, _choice("--fail-on", "LEVEL", _FAIL_ON)]
Until = Annotated[str | None, _choice("--until", "MILESTONE", _MILESTONES)]
MaxSteps = Annotated[str | None, _text("--max-steps", "N")]
Timeout = Annotated[str | None, _text("--timeout", "SECONDS")]
AllowHost = Annotated[list[str] | None, _text("--allow-host", "HOST[:PORT]")]
AllowPrivate = Annotated[bool, typer.Option("--allow-private")]
Identity = Annotated[Path | None, _text("--identity", "FILE")]
StorageState = Annotated[Path | None, _text("--storage-state", "FILE")]
OauthTestCode = Annotated[str | None, _text("--oauth-test-code", "CODE")]
Cdp = Annotated[str | None, _text("--cdp", "URL")]
Lang = Annotated[str | None, _choice("--lang", "zh|en", _LANGS)]
Headed = Annotated[bool, typer.Option("--headed")]
Quiet = Annotated[bool, typer.Option("--quiet")]
Verbose = Annotated[bool, typer.Option("--verbose")]


def given(values: dict[str, Any]) -> dict[str, Any]:
    """Only what was typed: an option left out must not hide what the configuration says."""
    return {name: value for name, value in values.items() if value not in (None, False, [])}
