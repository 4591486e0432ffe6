"""The pictures that are read: a folder of photographs with a manifest of their payloads, and generated ones."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.photographs import series

__all__ = ["Picture", "generated", "photographed"]


@dataclass(frozen=True)
class Picture:
    """One picture's bytes, the set it belongs to, and what its codes say."""

    name: str
    group: str
    data: bytes = field(repr=False)
    payloads: tuple[str, ...]

    def is_read(self, texts: list[str]) -> bool:
        """Whether every payload was read."""
        return all(any(same(payload, text) for text in texts) for payload in self.payloads)

    def wrong(self, texts: list[str]) -> list[str]:
        """The texts that none of its codes says."""
        return [text for text in texts if not any(same(payload, text) for payload in self.payloads)]


def photographed(folder: Path) -> Iterator[Picture]:
    """The photographs that `manifest.csv` (columns file, payload, set) lists."""
    rows: dict[str, list[dict[str, str]]] = {}
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest):
            rows.setdefault(row["file"], []).append(row)
    for name, of_file in rows.items():
        data = (folder / name).read_bytes()
        yield Picture(name, of_file[0]["set"].split("-")[0], data, tuple(row["payload"] for row in of_file))


def generated(count: int, seed: int) -> Iterator[Picture]:
    """Photographs of `tests.photographs`, grouped by how hard they are."""
    for photograph in series(count, seed):
        yield Picture(photograph.name, f"made-{photograph.level}", photograph.data, tuple(photograph.payloads))


def same(one: str, other: str) -> bool:
    """Equal text, or equal but for characters that a charset guess changes."""
    one, other = _normal(one), _normal(other)
    return one == other or (not (one.isascii() and other.isascii()) and _ascii(one) == _ascii(other))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _ascii(text: str) -> str:
    return "".join(char for char in text if char.isascii())
