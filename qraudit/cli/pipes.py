"""A reader who has left a pipe (`| head`) changes neither what a command does nor its exit status."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TextIO

__all__ = ["outlive_reader"]


def outlive_reader(stream: TextIO) -> None:
    """Have everything that is written to a stream whose reader has left go nowhere, instead of failing."""
    for name in ("write", "flush"):
        setattr(stream, name, _patient(getattr(stream, name), stream))


def _patient(call: Callable[..., Any], stream: TextIO) -> Callable[..., Any]:
    def called(*given: Any) -> Any:
        try:
            return call(*given)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            return 0

    return called
