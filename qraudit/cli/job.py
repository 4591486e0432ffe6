"""What a call of `audit` comes to: one job a target, from the command line and the configuration."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qraudit import configuration
from qraudit.cli.output import TERMINAL, Output, numbered, outputs
from qraudit.configuration import Configuration, TargetEntry
from qraudit.errors import UsageError
from qraudit.models import RuleSettings
from qraudit.options import AuditOptions, options_from
from qraudit.targets import STDIN
from qraudit.text import both
from qraudit.waivers import WaiverEntry

__all__ = ["Job", "configured", "jobs"]


@dataclass(frozen=True)
class Job:
    """One audit to do: a source (with its payload where that is known), its options, where its reports go."""

    source: str
    payload: str | None
    options: AuditOptions
    waivers: list[WaiverEntry]
    rule_settings: RuleSettings
    outputs: list[Output]


def jobs(target: str | None, config: Path | None, typed: Mapping[str, Any]) -> list[Job]:
    """The jobs of a call. What was typed wins over a target's own options, and those over the file's.

    Raises:
        UsageError: an option, a format or the configuration is wrong, or there is nothing to audit.

    """
    options = options_from(typed)
    file = config or configuration.find(Path())
    settings = configuration.load(file) if file else Configuration()
    if target is not None:
        chosen = options.over(settings.defaults())
        payload = _standard_input() if target == STDIN else None
        return [Job(target, payload, chosen, settings.waivers, settings.rule_settings, outputs(_asked(chosen)))]
    if not settings.targets:
        raise UsageError(both("cli.error.no-target"))
    return configured(options, settings)


def configured(options: AuditOptions, settings: Configuration) -> list[Job]:
    """The jobs of a configuration's targets, under the options that were typed."""
    several = len(settings.targets) > 1
    found: list[Job] = []
    for number, entry in enumerate(settings.targets, start=1):
        chosen = options.over(entry).over(settings.defaults())
        own_places = entry.model_fields_set - options.model_fields_set  # what the target says of itself stays as it is
        if several and "out" not in own_places and chosen.out:
            chosen = chosen.model_copy(update={"out": chosen.out / f"{number:02d}"})
        own = outputs(_asked(chosen))
        if several:
            own = [_shareable(one if "format" in own_places else numbered(one, number)) for one in own]
        source, payload = _source(entry)
        found.append(Job(source, payload, chosen, settings.waivers, settings.rule_settings, own))
    return found


def _asked(options: AuditOptions) -> list[str]:
    """The formats; the terminal report too, unless another one has standard output or quiet was asked for."""
    taken = options.quiet or any("=" not in one for one in options.format)
    return options.format if taken else [TERMINAL, *options.format]


def _shareable(output: Output) -> Output:
    if output.file is None and output.format != TERMINAL:
        raise UsageError(both("cli.error.several-on-stdout", name=output.format))
    return output


def _source(entry: TargetEntry) -> tuple[str, str | None]:
    if entry.payload is not None:
        return entry.payload, entry.payload
    return entry.url or str(entry.photo), None


def _standard_input() -> str:
    data = sys.stdin.buffer.read(1 << 16)
    return data.decode("utf-8", errors="replace")
