"""What a call of `batch` comes to: its options, its folder and its items, from the command line and qraudit.toml."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from qraudit import configuration
from qraudit.batch.folder import STORE, BatchFolder, is_batch
from qraudit.batch.options import BatchOptions
from qraudit.configuration import Configuration
from qraudit.errors import UsageError
from qraudit.options import AuditOptions, explain, options_from
from qraudit.text import both

if TYPE_CHECKING:
    from qraudit.audit import Terms
    from qraudit.batch.store import Store
    from qraudit.cli.output import Output

__all__ = ["batch_options", "batch_outputs", "folder_for", "settled", "take_in"]

_MOST_INPUT = 64 << 20


def batch_options(given: Mapping[str, Any]) -> BatchOptions:
    """The options of `batch` itself.

    Raises:
        UsageError: the first value that is wrong.

    """
    try:
        return BatchOptions.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        name = f"--{str(first['loc'][0]).replace('_', '-')}"
        raise UsageError(explain(first, name, BatchOptions)) from None


def settled(config: Path | None, typed: Mapping[str, Any]) -> tuple[AuditOptions, Terms]:
    """The options of every audit, and the rules, waivers and baseline in force.

    Raises:
        UsageError: an option, the configuration or a rule is wrong.

    """
    from qraudit.audit import terms_of

    file = config or configuration.find(Path())
    settings = configuration.load(file) if file else Configuration()
    chosen = options_from(typed).over(settings.defaults())
    _ = chosen.guise  # every guise at once is another command
    earlier = chosen.baseline if chosen.baseline and is_batch(chosen.baseline) else None
    without = chosen.model_copy(update={"baseline": None}) if earlier else chosen
    terms = terms_of(without, settings.waivers, settings.rule_settings)
    return chosen, replace(terms, known=_found_before(earlier)) if earlier else terms


def _found_before(folder: Path) -> frozenset[str]:
    """What an earlier batch found, for telling it again in this one."""
    from qraudit.batch.store import Store

    with Store(folder / STORE, read_only=True) as store:
        return frozenset(finding["fingerprint"] for row in store.results() for finding in row["findings"])


def batch_outputs(options: AuditOptions) -> list[Output]:
    """Where tables go besides the folder: the summary to standard output, unless a table has that or quiet was asked.

    Raises:
        UsageError: an unknown format, or two tables for the one standard output.

    """
    from qraudit.batch.outputs import batch_formats
    from qraudit.cli.output import TERMINAL, outputs

    taken = options.quiet or any("=" not in one for one in options.format)
    return outputs(options.format if taken else [TERMINAL, *options.format], batch_formats())


def folder_for(options: AuditOptions, own: BatchOptions) -> BatchFolder:
    """The batch folder: a new one, or with `--resume` or `--retry` the one that is to go on.

    Raises:
        UsageError: there is a batch already, or none.

    """
    going_on = own.resume or own.retry is not None
    if options.out is None:
        return BatchFolder.latest() if going_on else BatchFolder.new()
    if is_batch(options.out) and not going_on:
        raise UsageError(both("batch.error.exists", folder=options.out))
    if going_on and not is_batch(options.out) and options.out.exists() and any(options.out.iterdir()):
        raise UsageError(both("batch.error.no-batch", folder=options.out))
    if not going_on and options.out.is_dir() and any(options.out.iterdir()):
        raise UsageError(both("batch.error.occupied", folder=options.out))
    return BatchFolder(options.out)


def take_in(store: Store, names: Sequence[str], own: BatchOptions, terms: Terms, folder: BatchFolder) -> None:
    """Put what was named into the store; with `--retry failed`, what failed comes up again.

    Raises:
        UsageError: something named does not exist, or there is nothing to audit.

    """
    from qraudit.batch.columns import chosen_columns
    from qraudit.batch.inputs import items_in

    items = items_in(
        names,
        chosen=chosen_columns(own.column),
        scenarios=terms.rules.scenarios,
        standard_input=_standard_input,
    )
    store.add(items)
    if own.retry == "failed":
        store.retry_failed()
    if not store.states():
        raise UsageError(both("batch.error.nothing"))


def _standard_input() -> str:
    from qraudit.batch.sheets import decoded

    return decoded(sys.stdin.buffer.read(_MOST_INPUT))
