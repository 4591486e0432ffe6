"""One thing to audit as it came in: a photograph, an address or a payload, with what its list says of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Item"]


@dataclass(frozen=True)
class Item:
    """One row in, and therefore one row out.

    `origin` tells this row from every other of the batch, also when the same input is given again with `--resume`.
    """

    origin: str
    source: str
    photo: Path | None = None
    payload: str | None = None
    merchant: str = ""
    place: str = ""
    scenario: str = ""
    note: str = ""
