"""A saved browser state (Playwright's JSON: cookies and local storage), checked before a browser is started."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qraudit.errors import UsageError
from qraudit.text import both

__all__ = ["load_storage_state"]

_MOST_BYTES = 20_000_000


def load_storage_state(path: Path) -> dict[str, Any]:
    """The state in a file.

    Raises:
        UsageError: it cannot be read, or is no such state.

    """
    try:
        with path.open("rb") as stream:
            state = json.loads(stream.read(_MOST_BYTES))
    except (OSError, ValueError) as error:
        raise UsageError(both("walk.state-unreadable", file=path, why=str(error)[:200])) from error
    if not _is_state(state):
        raise UsageError(both("walk.state-invalid", file=path))
    return {"cookies": state.get("cookies", []), "origins": state.get("origins", [])}


def _is_state(state: Any) -> bool:
    if not isinstance(state, dict) or not set(state) & {"cookies", "origins"}:
        return False
    lists = [state.get("cookies", []), state.get("origins", [])]
    return all(isinstance(one, list) and all(isinstance(entry, dict) for entry in one) for one in lists)
