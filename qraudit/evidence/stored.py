"""Reading a finished run back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from qraudit.errors import RunError
from qraudit.evidence.files import REPORT, WALK, read_bounded
from qraudit.models import Noun, Report, Walk
from qraudit.text import both

__all__ = ["load_run"]

_LIMIT = 128 << 20
_Stored = TypeVar("_Stored", bound=Noun)


def load_run(path: Path) -> tuple[Report, Walk]:
    """The report and the walk of a run folder.

    Raises:
        RunError: there is no such run, it was not finished, or another version of qraudit wrote it.

    """
    if not path.is_dir():
        raise RunError(both("evidence.error.no-folder", path=path))
    if not (path / REPORT).is_file():
        known = (path / "steps").is_dir()
        raise RunError(both("evidence.error.unfinished" if known else "evidence.error.no-run", path=path))
    return _read(path / REPORT, Report), _read(path / WALK, Walk)


def _read(path: Path, model: type[_Stored]) -> _Stored:
    data = read_bounded(path, _LIMIT)
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        schema = _schema_of(data)
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise RunError(
            both("evidence.error.version", path=path, schema=schema)
            if schema and schema != "qraudit/report/1"
            else both("evidence.error.invalid", path=path, where=where or "-", why=first["msg"])
        ) from error


def _schema_of(data: bytes) -> str:
    try:
        found = json.loads(data)
    except ValueError:
        return ""
    return str(found.get("schema", ""))[:80] if isinstance(found, dict) else ""
