"""Which column of a list holds what: by its heading (rules/batch/columns.yaml), or as the user says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from qraudit.errors import UsageError
from qraudit.resources import rules_dir
from qraudit.text import both

__all__ = ["FIELDS", "Columns", "chosen_columns", "picture_suffixes"]

FIELDS = ("photo", "url", "merchant", "place", "scenario", "note")

Columns = Mapping[str, int]
"""Field to the number of its column."""

_SEPARATORS = re.compile(r"[\s_-]+")


def chosen_columns(given: Iterable[str]) -> dict[str, str]:
    """What `--column FIELD=HEADING` says.

    Raises:
        UsageError: there is no such field, or no heading.

    """
    found = {}
    for one in given:
        field, equals, heading = one.partition("=")
        if field not in FIELDS or not equals or not heading.strip():
            raise UsageError(both("batch.error.column", given=one, fields=", ".join(FIELDS)))
        found[field] = heading
    return found


def columns_of(header: Sequence[str], chosen: Mapping[str, str]) -> Columns | None:
    """The columns by a list's first line, or None where that is no heading but the first row already."""
    headings = [_folded(cell) for cell in header]
    found: dict[str, int] = {}
    for field in FIELDS:
        names = [_folded(chosen[field])] if field in chosen else list(map(_folded, _known()[field]))
        place = next((headings.index(name) for name in names if name in headings), None)
        if place is not None and place not in found.values():
            found[field] = place
    return found if {"photo", "url"} & set(found) else None


def picture_suffixes() -> frozenset[str]:
    """The endings by which a folder's pictures are known."""
    return frozenset(_known()["pictures"])


@cache
def _known() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((rules_dir() / "batch" / "columns.yaml").read_text(encoding="utf-8"))
    return found


def _folded(heading: str) -> str:
    return _SEPARATORS.sub("", heading.strip().lstrip("\ufeff")).casefold()
