"""Compiled templates, kept where Python keeps this package's byte code: compiling one takes a fifth of a second."""

from __future__ import annotations

import contextlib
import sys
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

__all__ = ["template_cache"]


class _Cache(FileSystemBytecodeCache):
    """A place that cannot be written to costs time, and nothing else."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def template_cache() -> FileSystemBytecodeCache | None:
    """The cache; None where Python itself keeps no byte code, or keeps it nowhere that can be written to."""
    folder = Path(cache_from_source(__file__)).parent
    if sys.dont_write_bytecode:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Cache(str(folder), "%s.j2.pyc")
