"""Putting a batch's files where others find them: any address that fsspec knows (s3://…, file://…, hdfs://…)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qraudit.errors import EnvironmentNotReadyError, UsageError
from qraudit.text import both

__all__ = ["is_remote", "publish_file", "publish_folder"]


def is_remote(out: str) -> bool:
    """Whether `--out` names a place that is no folder of this machine."""
    return "://" in out


def publish_folder(folder: Path, address: str) -> None:
    """Copy a folder with everything in it."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            publish_file(file, f"{address}/{file.relative_to(folder).as_posix()}")


def publish_file(file: Path, address: str) -> None:
    """Copy one file.

    Raises:
        EnvironmentNotReadyError: the package for this kind of address is not installed.
        UsageError: it cannot be written there.

    """
    system, path = _system(address)
    try:
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
        system.put_file(str(file), path)
    except Exception as error:  # each file system has errors of its own
        raise UsageError(both("batch.error.unwritable", folder=address, detail=str(error)[:200])) from error


def _system(address: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError:
        raise EnvironmentNotReadyError(both("batch.error.out-needs", out=address, package="fsspec")) from None
    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        package = getattr(error, "name", None) or str(error)[:80]
        raise EnvironmentNotReadyError(both("batch.error.out-needs", out=address, package=package)) from None
    except ValueError as error:
        raise UsageError(both("batch.error.unwritable", folder=address, detail=error)) from None
    return system, str(path)
