"""Where a key of a TOML document stands: tomllib tells no line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["line_of", "line_of_error"]

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_AT_LINE = re.compile(r"at line (\d+)")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line (from 1) of the key at `path`, or of the nearest table around it that has a line of its own."""
    wanted = tuple(path)
    best_length, best_line = 0, 1
    for number, found in _places(text):
        length = len(found)
        if found == wanted[:length] and length > best_length:
            best_length, best_line = length, number
    return best_line


def line_of_error(message: str, text: str) -> int:
    """The line that a message of tomllib speaks of."""
    found = _AT_LINE.search(message)
    return int(found.group(1)) if found else max(1, len(text.splitlines()))


def _places(text: str) -> Iterator[tuple[int, Path]]:
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name = _within(_parts(header.group(2)), counts)
            if header.group(1) == "[[":
                counts[name] = counts.get(name, -1) + 1
                name = (*name, counts[name])
            table = name
            yield number, table
        elif key := _KEY.match(line):
            yield number, table + _parts(key.group(1))


def _within(parts: Path, counts: dict[Path, int]) -> Path:
    """`[targets.x]` belongs to the latest `[[targets]]`."""
    for length in range(len(parts) - 1, 0, -1):
        if parts[:length] in counts:
            return (*parts[:length], counts[parts[:length]], *parts[length:])
    return parts


def _parts(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"""\s*("[^"]*"|'[^']*'|[^.]+)""", dotted))
