"""Checking a run folder against its manifest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from qraudit.errors import RunError
from qraudit.evidence.files import (
    MANIFEST,
    REPORT,
    SUMS,
    WALK,
    digest_of,
    files_in,
    inside,
    read_bounded,
)
from qraudit.evidence.manifest import canonical, read_sums
from qraudit.evidence.timestamp import StampCheck, check_stamp
from qraudit.models import Manifest
from qraudit.text import both

__all__ = ["Verification", "verify"]

_LIMIT = 64 << 20


@dataclass
class Verification:
    """What a check of a run folder found. Names are those of the manifest, relative to the folder."""

    run: Path
    finished: bool = True
    """Whether the run was closed by its manifest: without one, nothing can be proven."""
    checked: int = 0
    digest: str | None = None
    altered: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    manifest: Manifest | None = None
    stamp: StampCheck | None = None

    @property
    def intact(self) -> bool:
        """Whether the folder is exactly what was closed, and nothing else."""
        stamped = self.stamp is None or self.stamp.state != "invalid"
        return self.finished and stamped and not (self.altered or self.missing or self.added)


def verify(path: Path, roots: Path | None = None) -> Verification:
    """Compare every file of a run with its recorded hash, and its time stamp with `roots` (PEM certificates).

    Raises:
        RunError: this is no run folder at all.

    """
    if not path.is_dir():
        raise RunError(both("evidence.error.no-folder", path=path))
    present = set(files_in(path))
    if not present & {MANIFEST, SUMS, REPORT, WALK} and not (path / "steps").is_dir():
        raise RunError(both("evidence.error.no-run", path=path))
    result = Verification(run=path)
    recorded = _recorded(path, present, result)
    _compare(path, present, recorded, result)
    result.stamp = check_stamp(path, roots)
    return result


def _recorded(path: Path, present: set[str], result: Verification) -> dict[str, str]:
    """Every file that should be there with its hash; what is wrong with the two lists themselves is noted."""
    manifest = _manifest(path, present, result)
    sums = _sums(path, present, result)
    if manifest is None and not sums:
        result.finished = False
        result.missing += [name for name in (WALK, REPORT) if name not in present]
    if manifest is None or (sums and sums.get(MANIFEST) != result.digest):
        return sums  # the list of hashes is protected by its own, so the manifest is what was altered
    return {**sums, **{record.path: record.sha256 for record in manifest.files}}


def _manifest(path: Path, present: set[str], result: Verification) -> Manifest | None:
    if MANIFEST not in present:
        result.missing.append(MANIFEST)
        return None
    data = read_bounded(path / MANIFEST, _LIMIT)
    result.digest = hashlib.sha256(data).hexdigest()
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError:
        result.altered.append(MANIFEST)
        return None
    if canonical(manifest.model_dump(mode="json")) != data:
        result.altered.append(MANIFEST)
    result.manifest = manifest
    return manifest


def _sums(path: Path, present: set[str], result: Verification) -> dict[str, str]:
    if SUMS not in present:
        result.missing.append(SUMS)
        return {}
    sums = read_sums(read_bounded(path / SUMS, _LIMIT).decode("utf-8", "replace"))
    if sums is None:
        result.altered.append(SUMS)
    return sums or {}


def _compare(path: Path, present: set[str], recorded: dict[str, str], result: Verification) -> None:
    for name, expected in sorted(recorded.items()):
        state = _state(path, name, expected)
        result.checked += 1
        if state is not None and name not in getattr(result, state):
            getattr(result, state).append(name)
    if result.finished:
        known = {*recorded, MANIFEST, SUMS}
        result.added = sorted(present - known) if SUMS not in [*result.altered, *result.missing] else []
    result.altered.sort()
    result.missing.sort()


def _state(path: Path, name: str, expected: str) -> str | None:
    file = inside(path, name)
    if file.is_symlink():
        return "altered"
    if not file.is_file():
        return "missing"
    return None if digest_of(file) == expected else "altered"
