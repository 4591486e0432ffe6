"""Reading a photograph's codes without following any: what `qraudit.decode` is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from qraudit.models import Photo

__all__ = ["decode", "decode_photo"]

Effort = Literal["quick", "normal", "thorough"]


def decode(path: str | Path, *, effort: Effort = "normal") -> Photo:
    """The codes in one photograph. A file that cannot be read is told in `reason`, never raised."""
    from qraudit.codes import read_photo

    return read_photo(Path(path), effort=effort)


async def decode_photo(path: str | Path, *, effort: Effort = "normal") -> Photo:
    """The same, without holding up an event loop."""
    import asyncio

    return await asyncio.to_thread(decode, path, effort=effort)
