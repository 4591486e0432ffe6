"""The manifest and time stamp of a run folder, as reports show them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from qraudit.models import Manifest, Noun, Stamp

__all__ = ["Seal", "read_seal"]

_LIMIT = 64 << 20
_FILMS = ("video.webm", "trace.zip")
_Stored = TypeVar("_Stored", bound=Noun)


@dataclass(frozen=True)
class Seal:
    """What closes a run."""

    manifest: Manifest
    digest: str
    stamp: Stamp | None

    @property
    def filmed(self) -> bool:
        """Whether there are moving pictures, in which nothing can be masked."""
        return any(record.path in _FILMS for record in self.manifest.files)


def read_seal(run: Path | None) -> Seal | None:
    """The seal of a run folder; None where it was not closed or cannot be read."""
    if run is None or (found := _read(run / "manifest.json", Manifest)) is None:
        return None
    manifest, data = found
    digest = hashlib.sha256(data).hexdigest()
    stamp = _read(run / "timestamp.json", Stamp)
    fits = stamp is not None and stamp[0].digest == digest
    return Seal(manifest, digest, stamp[0] if stamp and fits else None)


def _read(path: Path, model: type[_Stored]) -> tuple[_Stored, bytes] | None:
    try:
        if path.stat().st_size > _LIMIT:
            return None
        data = path.read_bytes()
        return model.model_validate_json(data), data
    except (OSError, ValidationError):
        return None
