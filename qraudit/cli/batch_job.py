"""What a call of `batch` comes to, from the command line and qraudit.toml; nothing is written before all is right."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    from qraudit.batch.item import Item
    from qraudit.cli.output import Output
    from qraudit.models import Lang
    from qraudit.terms import Terms

__all__ = ["BatchJob", "batch_job", "batch_options", "batch_outputs", "options_text"]

_MOST_INPUT = 64 << 20
_OPTIONS = "options"


@dataclass(frozen=True)
class BatchJob:
    """A batch to begin or to go on with."""

    folder: BatchFolder
    own: BatchOptions
    options: AuditOptions
    terms: Terms
    items: list[Item]
    outputs: list[Output]
    publish: str | None = None
    """Where its files are copied to; None where they are wanted in a folder of this machine."""


def batch_job(
    names: Sequence[str], config: Path | None, typed: Mapping[str, Any], own: Mapping[str, Any], lang: Lang
) -> BatchJob:
    """Read the options, find the folder and everything that is to be audited.

    What was typed wins over what the batch began with, and that over the configuration: a batch that goes on must not
    change its mind because an option was not typed again.

    Raises:
        UsageError: an option, the configuration, a rule or a list is wrong, there is a batch already or none to go on
            with, or there is nothing to audit.

    """
    file = config or configuration.find(Path())
    settings = configuration.load(file) if file else Configuration()
    typed, publish = _where(typed)
    batch, options = batch_options(own), options_from(typed)
    folder = _folder_for(options.over(settings.defaults()), batch, publish)
    chosen = options.over(_began_with(folder)).over(settings.defaults())
    chosen = chosen.model_copy(update={"lang": chosen.lang or lang})
    outputs = batch_outputs(chosen.format, quiet=chosen.quiet)
    terms = _terms(chosen, settings)
    items = _items(names, batch, terms)
    if not items and not is_batch(folder.path):
        raise UsageError(both("batch.error.nothing"))
    return BatchJob(folder, batch, chosen, terms, items, outputs, publish)


def options_text(options: AuditOptions) -> dict[str, str]:
    """The options as the store keeps them, for when the batch goes on."""
    kept = options.model_fields_set - {"out", "format", "quiet", "verbose", "lang"}
    return {_OPTIONS: options.model_dump_json(include=kept)}


def batch_outputs(formats: list[str], *, quiet: bool = False) -> list[Output]:
    """Where tables go besides the folder: the summary to standard output, unless a table has that or quiet was asked.

    Raises:
        UsageError: an unknown format, or two tables for the one standard output.

    """
    from qraudit.batch.outputs import BINARY, batch_formats
    from qraudit.cli.output import TERMINAL, outputs

    taken = quiet or any("=" not in one for one in formats)
    found = outputs(formats if taken else [TERMINAL, *formats], batch_formats())
    for output in found:
        if output.file is None and output.format in BINARY and sys.stdout.isatty():
            raise UsageError(both("batch.error.binary-on-stdout", name=output.format))
    return found


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


def _where(typed: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The address that `--out` is, where it is one; then it is no folder."""
    from qraudit.batch.publishing import is_remote

    out = str(typed.get("out") or "")
    if not is_remote(out):
        return dict(typed), None
    return {name: value for name, value in typed.items() if name != "out"}, out.rstrip("/")


def _folder_for(options: AuditOptions, own: BatchOptions, publish: str | None) -> BatchFolder:
    """A new one, or with `--resume` or `--retry` the one that is to go on."""
    going_on = own.resume or own.retry is not None
    folder = BatchFolder.beside(publish) if publish else BatchFolder(options.out) if options.out else None
    if folder is None:
        return BatchFolder.latest() if going_on else BatchFolder.new()
    if not is_batch(folder.path):
        if folder.path.is_dir() and any(folder.path.iterdir()):
            raise UsageError(both(f"batch.error.{'no-batch' if going_on else 'occupied'}", folder=folder.path))
    elif not going_on:
        raise UsageError(both("batch.error.exists", folder=folder.path))
    return folder


def _began_with(folder: BatchFolder) -> AuditOptions:
    from qraudit.batch.store import Store

    if not is_batch(folder.path):
        return AuditOptions()
    with Store(folder.store, read_only=True) as store:
        return AuditOptions.model_validate_json(store.fact(_OPTIONS) or "{}")


def _terms(chosen: AuditOptions, settings: Configuration) -> Terms:
    """The rules, waivers and baseline in force; the baseline may be a batch."""
    from qraudit.terms import terms_of

    _ = chosen.guise  # every guise at once is another command
    earlier = chosen.baseline if chosen.baseline and is_batch(chosen.baseline) else None
    without = chosen.model_copy(update={"baseline": None}) if earlier else chosen
    terms = terms_of(without, settings.waivers, settings.rule_settings)
    return replace(terms, known=_found_before(earlier)) if earlier else terms


def _found_before(folder: Path) -> frozenset[str]:
    """What an earlier batch found, for telling it again in this one."""
    from qraudit.batch.store import Store

    with Store(folder / STORE, read_only=True) as store:
        return frozenset(finding["fingerprint"] for row in store.results() for finding in row["findings"])


def _items(names: Sequence[str], own: BatchOptions, terms: Terms) -> list[Item]:
    from qraudit.batch.columns import chosen_columns
    from qraudit.batch.inputs import items_in

    chosen = chosen_columns(own.column)
    return list(
        items_in(names, chosen=chosen, scenarios=terms.rules.scenarios, standard_input=_standard_input),
    )


def _standard_input() -> str:
    from qraudit.batch.sheets import decoded

    return decoded(sys.stdin.buffer.read(_MOST_INPUT))
