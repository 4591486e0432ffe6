"""Files of a run folder: names that stay inside it, writing in one piece, hashing in pieces."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from qraudit.errors import RunError
from qraudit.models import FileRecord
from qraudit.text import both

__all__ = ["digest_of", "files_in", "inside", "read_bounded", "record_of", "write_whole"]

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
REPORT = "report.json"
WALK = "walk.json"
LOG = "log.txt"
STAMP_TOKEN = "manifest.tsr"  # noqa: S105
STAMP_FACTS = "timestamp.json"

_CHUNK = 1 << 20
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]")
"""What no file name of a run may hold: control characters, and what Windows refuses."""


def inside(root: Path, relative: str) -> Path:
    """The path of a run's file by its manifest name, which is hostile until checked.

    Raises:
        RunError: the name leads out of the folder, or is none that a run would use.

    """
    parts = PurePosixPath(relative).parts
    if not parts or relative.startswith("/") or ".." in parts or _UNSAFE.search(relative):
        raise RunError(both("evidence.error.name", name=relative[:200]))
    return root.joinpath(*parts)


def files_in(root: Path) -> Iterator[str]:
    """Every file below `root` by its manifest name, in order; links are named, not followed."""
    for folder, folders, names in os.walk(root, followlinks=False):
        folders.sort()
        linked = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted([*names, *linked]):
            yield Path(folder, name).relative_to(root).as_posix()


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def record_of(root: Path, name: str) -> FileRecord:
    """Name, size and SHA-256 of one file of the run."""
    path = inside(root, name)
    return FileRecord(path=name, size=path.stat().st_size, sha256=digest_of(path))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also when the power goes.

    Raises:
        RunError: it cannot be written (disk full, no permission).

    """
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise RunError(both("evidence.error.write", path=path, why=error.strerror or error)) from error


def read_bounded(path: Path, limit: int) -> bytes:
    """A file's content, refused where it is larger than any run would make it.

    Raises:
        RunError: it cannot be read, or is larger than `limit` bytes.

    """
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise RunError(both("evidence.error.read", path=path, why=error.strerror or error)) from error
    if len(data) > limit:
        raise RunError(both("evidence.error.large", path=path, limit=limit >> 20))
    return data
