"""What every audit of one call has in common: its options, rules, waivers and baseline, read and checked once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qraudit.judge import RuleSet
    from qraudit.models import RuleSettings
    from qraudit.options import AuditOptions
    from qraudit.waivers import WaiverEntry

__all__ = ["Terms", "can_wait", "default_terms", "terms_of"]


@dataclass(frozen=True)
class Terms:
    """What every audit of one call has in common, read and checked once."""

    options: AuditOptions
    rules: RuleSet
    settings: RuleSettings
    waivers: tuple[WaiverEntry, ...]
    known: frozenset[str] | None
    """What a baseline run found; None without one."""


def terms_of(
    options: AuditOptions, waivers: Sequence[WaiverEntry] = (), rule_settings: RuleSettings | None = None
) -> Terms:
    """The terms that these options set.

    Raises:
        UsageError: an option, a rule, the waivers or the baseline is wrong.

    """
    from qraudit.configuration import load_waivers
    from qraudit.judge import adjusted, load_rules
    from qraudit.models import RuleSettings

    from_file = load_waivers(options.waivers) if options.waivers else ()
    settings = rule_settings or RuleSettings()
    _check(options)
    rules = adjusted(load_rules(options.rules), settings)
    _check_scenario(options.scenario, rules)
    return Terms(options, rules, settings, (*waivers, *from_file), _known(options.baseline))


def default_terms(options: AuditOptions) -> Terms:
    """The terms of a call for which they `can_wait`: checked before the walk, and by nothing after it."""
    from qraudit.judge import adjusted, load_rules
    from qraudit.models import RuleSettings

    return Terms(options, adjusted(load_rules(), RuleSettings()), RuleSettings(), (), None)


def can_wait(
    options: AuditOptions, waivers: Sequence[WaiverEntry] = (), rule_settings: RuleSettings | None = None
) -> bool:
    """Whether the terms are right for certain, so that a walk may begin before they are read.

    Raises:
        UsageError: an option is wrong.

    """
    from qraudit.resources import rules_dir

    _check(options)
    own = options.rules or options.waivers or options.baseline or waivers or rule_settings
    name = options.scenario
    return not own and (name == "auto" or (rules_dir() / "scenarios" / f"{name}.yaml").is_file())


def _check(options: AuditOptions) -> None:
    """What can be known to be wrong before anything is opened."""
    from qraudit.errors import EnvironmentNotReadyError, UsageError
    from qraudit.text import both

    if options.headed and not options.cdp and not _has_display():
        raise EnvironmentNotReadyError(both("cli.error.no-display"))
    for file in (options.flow, options.identity, options.storage_state):
        if file is not None and not file.is_file():
            raise UsageError(both("cli.error.no-such-file", file=file))
    if options.timestamp:
        from qraudit.evidence import check_service

        check_service(options.timestamp)


def _check_scenario(name: str, rules: RuleSet) -> None:
    from qraudit.errors import UsageError
    from qraudit.text import both

    if name != "auto" and name not in rules.scenarios:
        known = ", ".join(sorted(rules.scenarios))
        raise UsageError(both("cli.error.unknown-scenario", name=name, known=known))


def _has_display() -> bool:
    return not sys.platform.startswith("linux") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def _known(baseline: Path | None) -> frozenset[str] | None:
    """What a baseline run found; None without one."""
    from qraudit.evidence import load_run
    from qraudit.exit_status import fingerprints

    return fingerprints(load_run(baseline)[0]) if baseline else None
