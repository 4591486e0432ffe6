"""Measurements that are run by hand: `python -m tests.bench NAME [options]`.

Each prints a table for people and `NAME=VALUE` lines for programs. A benchmark is a module of this package with
`def run(argv: list[str]) -> None`; what it needs besides stands in a package of its own.
"""

from __future__ import annotations

import pkgutil
from pathlib import Path

__all__ = ["names"]


def names() -> list[str]:
    """Every benchmark there is."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return sorted(module.name for module in found if not module.ispkg and not module.name.startswith("_"))
