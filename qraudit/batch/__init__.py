"""batch: many codes, each audited once, in one store that survives whatever happens.

photographs, lists ──inputs──▶ Item ──reading──▶ store ◀──▶ agenda ──▶ auditing (walk, judge) ──▶ run folders
                                                   │
                                                   └──outputs──▶ index, tables, statistics
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qraudit.batch.folder import BatchFolder
    from qraudit.batch.options import BatchOptions
    from qraudit.batch.running import run_batch

__all__ = ["BatchFolder", "BatchOptions", "run_batch"]

_HOME = {"BatchFolder": "folder", "BatchOptions": "options", "run_batch": "running"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
