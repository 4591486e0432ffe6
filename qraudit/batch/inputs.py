"""From what a user names (photographs, folders, patterns, lists, standard input) to items."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from qraudit.batch.columns import Columns, columns_of, picture_suffixes
from qraudit.batch.item import Item
from qraudit.batch.sheets import LISTS, Row, rows_of
from qraudit.errors import UsageError
from qraudit.targets import STDIN, is_address
from qraudit.text import both

__all__ = ["items_in"]

_WEB = ("http://", "https://")


class _Reader:
    def __init__(self, chosen: Mapping[str, str], scenarios: frozenset[str], standard_input: Callable[[], str]) -> None:
        self._chosen = chosen
        self._scenarios = scenarios
        self._standard_input = standard_input
        self._seen: set[str] = set()
        self._typed: Counter[str] = Counter()

    def items(self, name: str) -> Iterator[Item]:
        """Everything behind one name."""
        path = Path(name)
        if name == STDIN:
            lines = enumerate(self._standard_input().splitlines(), start=1)
            rows = [(number, [line.strip()]) for number, line in lines if line.strip() and not line.startswith("#")]
            yield from self._listed(rows, name, name, Path())
        elif is_address(name):
            self._typed[name] += 1
            yield Item(origin=f"typed:{name}:{self._typed[name]}", source=name, payload=name)
        elif path.is_dir():
            yield from self._folder(path)
        elif path.suffix.lower() in LISTS and path.is_file():
            yield from self._listed(rows_of(path), name, str(path.resolve()), path.parent)
        elif path.exists():
            yield from self._photo(path)
        else:
            yield from self._pattern(name)

    def _pattern(self, name: str) -> Iterator[Item]:
        found = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []  # noqa: PTH207 - also absolute
        if not found:
            raise UsageError(both("batch.error.no-such-input", name=name))
        for one in found:
            path = Path(one)
            if path.is_dir() or path.suffix.lower() in picture_suffixes() | LISTS:
                yield from self.items(one)

    def _folder(self, folder: Path) -> Iterator[Item]:
        for at, folders, names in os.walk(folder, followlinks=False):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "@")))
            for name in sorted(names):
                if not name.startswith(".") and Path(name).suffix.lower() in picture_suffixes():
                    yield from self._photo(Path(at, name))

    def _photo(self, file: Path) -> Iterator[Item]:
        """A photograph that two names lead to came in once."""
        origin = f"photo:{file.resolve()}"
        if origin not in self._seen:
            self._seen.add(origin)
            yield Item(origin=origin, source=str(file), photo=file)

    def _listed(self, rows: Iterable[Row], name: str, origin: str, folder: Path) -> Iterator[Item]:
        columns: Columns | None = None
        for count, (number, cells) in enumerate(rows):
            if count == 0 and (columns := columns_of(cells, self._chosen)) is not None:
                continue
            if columns is None and self._chosen:
                raise UsageError(both("batch.error.no-heading", file=name, heading=", ".join(self._chosen.values())))
            yield self._row(cells, columns or {"photo": 0}, f"{name}:{number}", f"row:{origin}:{number}", folder)

    def _row(self, cells: Sequence[str], columns: Columns, place: str, origin: str, folder: Path) -> Item:
        values = {field: cells[at].strip() if at < len(cells) else "" for field, at in columns.items()}
        scenario = values.get("scenario", "")
        if scenario and scenario not in self._scenarios:
            known = ", ".join(sorted(self._scenarios))
            raise UsageError(both("batch.error.scenario", place=place, name=scenario, known=known))
        named, address = values.get("photo", ""), values.get("url", "")
        photo = folder / named if named and not _is_payload(named, folder) else None
        return Item(
            origin=origin,
            source=named or address or place,
            photo=photo,
            payload=None if photo else named or address,
            merchant=values.get("merchant", ""),
            place=values.get("place", ""),
            scenario=scenario,
            note=values.get("note", ""),
        )


def items_in(
    names: Sequence[str],
    *,
    chosen: Mapping[str, str],
    scenarios: Iterable[str],
    standard_input: Callable[[], str],
) -> Iterator[Item]:
    """The items behind these names, in order: folders by name, lists by line.

    Raises:
        UsageError: there is no such file, or a list cannot be read or names a scenario that there is not.

    """
    reader = _Reader(chosen, frozenset(scenarios), standard_input)
    for name in names:
        yield from reader.items(name)


def _is_payload(text: str, folder: Path) -> bool:
    """Whether a list's entry is what a code says, rather than the name of a photograph."""
    if text.lower().startswith(_WEB):
        return True
    if Path(text).suffix.lower() in picture_suffixes():
        return False
    try:
        return not (folder / text).is_file()
    except (OSError, ValueError):
        return True
