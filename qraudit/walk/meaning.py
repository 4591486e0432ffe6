"""What words mean: phrases by meaning, and which datum a field asks for (the data are in rules/phrases)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from qraudit.models import Category, Control
from qraudit.resources import read_yaml, rules_dir
from qraudit.walk.wordings import closed_up

__all__ = ["Datum", "Meaning", "Phrases", "data_in_text", "datum_of", "fold", "phrases"]

_CATEGORIES = frozenset(get_args(Category))
_LONGEST = 20_000
_SPACES = re.compile(r"[^\S\n]+")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\u200b-\u200f\u2060\ufeff]")
_EMOJI = re.compile("[\U0001f000-\U0001faff\ufe0f]")


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _fold_short(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    text = _EMOJI.sub("", _PRIVATE_USE.sub("", unicodedata.normalize("NFKC", text)))
    return _SPACES.sub("", _simplifier().convert(text)).lower()


def fold(text: str) -> str:
    """The form that phrases are matched in: NFKC, simplified characters, lower case, no white space but newlines."""
    text = text[:_LONGEST]
    return _fold_short(text) if len(text) < 200 else _fold(text)


@dataclass(frozen=True)
class Meaning:
    """A meaning and the wordings that carry it."""

    id: str
    says: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def find(self, folded: str) -> re.Match[str] | None:
        """The first wording in a folded text that carries the meaning."""
        if self.unless is None:
            return self.says.search(folded)
        for match in self.says.finditer(folded):
            start = max(0, match.start() - 6)
            if not self.unless.search(folded[start : match.end() + 6]):
                return match
        return None


def _pattern(wordings: Iterable[str]) -> re.Pattern[str]:
    # A named group may stand in several wordings of one meaning, but only once in an expression.
    parts = [re.sub(r"\?P<(\w+)>", rf"?P<\g<1>{number}>", wording) for number, wording in enumerate(wordings)]
    return re.compile("|".join(f"(?:{part})" for part in parts), re.MULTILINE)


def _meaning(name: str, entry: dict[str, Any]) -> Meaning:
    says = [*entry.get("zh", ()), *map(_fold_hant, entry.get("hant", ())), *map(closed_up, entry.get("en", ()))]
    unless = entry.get("not")
    return Meaning(name, _pattern(says), _pattern(unless) if unless else None)


def _fold_hant(wording: str) -> str:
    return cast(str, _simplifier().convert(wording))


class Phrases:
    """Meanings of one kind of text: controls or statements."""

    def __init__(self, meanings: dict[str, Meaning]) -> None:
        self._meanings = meanings

    @classmethod
    def load(cls, file: Path) -> Phrases:
        """Read one phrase file."""
        entries = read_yaml(file)
        return cls({name: _meaning(name, entry) for name, entry in entries.items()})

    def says(self, text: str, *names: str) -> str:
        """The wording by which a text carries one of the meanings; empty where it carries none."""
        folded = fold(text)
        for name in names:
            match = self._meanings[name].find(folded)
            if match:
                return match.group(0) or name
        return ""

    def meanings(self, text: str) -> frozenset[str]:
        """Every meaning that a short text carries."""
        return _meanings_of(self, fold(text))

    def number(self, text: str, name: str) -> int | None:
        """The number that a meaning's wording names (`(?P<n>…)`), such as a countdown's seconds."""
        match = self._meanings[name].find(fold(text))
        found = next((value for value in (match.groupdict().values() if match else ()) if value), None)
        return int(found) if found else None

    def wordings(self, text: str, name: str) -> list[str]:
        """The different wordings (by their named groups) in which a text carries one meaning."""
        found: dict[str, str] = {}
        for match in self._meanings[name].says.finditer(fold(text)):
            found |= {group: value for group, value in match.groupdict().items() if value and group not in found}
        return list(found.values())

    def names(self) -> tuple[str, ...]:
        """Every meaning."""
        return tuple(self._meanings)

    def all_in(self, folded: str) -> frozenset[str]:
        """Every meaning in a text that is already folded."""
        return frozenset(name for name, meaning in self._meanings.items() if meaning.find(folded))


@cache
def _meanings_of(one: Phrases, folded: str) -> frozenset[str]:
    return one.all_in(folded)


@cache
def phrases(kind: str) -> Phrases:
    """The built-in phrases of one file of rules/phrases."""
    return Phrases.load(rules_dir() / "phrases" / f"{kind}.yaml")


@dataclass(frozen=True)
class Datum:
    """What a field is for: a personal datum (`category`), or a matter of the service itself."""

    category: Category | None
    matter: str = ""


@cache
def _data() -> tuple[tuple[Datum, Meaning], ...]:
    entries = read_yaml(rules_dir() / "phrases" / "data.yaml")
    return tuple(_datum(entry) for entry in entries)


def _datum(entry: dict[str, Any]) -> tuple[Datum, Meaning]:
    name = entry.get("category") or entry["matter"]
    category = cast(Category, name) if name in _CATEGORIES and "category" in entry else None
    return Datum(category, entry.get("matter", "")), _meaning(name, entry)


@cache
def _datum_in(folded: str) -> Datum | None:
    return next((datum for datum, meaning in _data() if meaning.find(folded)), None)


_SHORTEST_PHONE = 8
_OWN_LINES = 2
"""A group of more lines speaks of other fields, too."""
_BY_TYPE = {"tel": "phone", "email": "email", "password": "password"}


def datum_of(control: Control) -> Datum:
    """Which datum a field asks for: by its label first, then its placeholder, name attribute, type and group."""
    prompt = control.text if control.kind == "picker" and phrases("controls").says(control.text, "option-none") else ""
    for words in (prompt, control.name, control.placeholder, control.autocomplete, control.name_attribute):
        found = _datum_in(fold(words)) if words else None
        if found:
            return found
    if control.input_type in _BY_TYPE and not _is_number_pad(control):
        return Datum(cast(Category, _BY_TYPE[control.input_type]))
    own = len(control.group) < 40 and len(control.group.splitlines()) <= _OWN_LINES
    found = _datum_in(fold(control.group)) if own and control.group else None
    return found or Datum(None, "unknown")


def _is_number_pad(control: Control) -> bool:
    """A field of type `tel` that only wants the phone's number pad: its own words, or its room, say something else."""
    if control.input_type != "tel":
        return False
    short = control.max_length is not None and control.max_length < _SHORTEST_PHONE
    words = f"{control.name}{control.placeholder}"
    return short or (bool(fold(words)) and not phrases("statements").says(words, "reaches-you"))


def data_in_text(text: str) -> list[Datum]:
    """The data that a sentence speaks of, in the order in which it names them."""
    folded = fold(text)
    found = [(match.start(), datum) for datum, meaning in _data() if (match := meaning.find(folded))]
    return [datum for _, datum in sorted(found, key=lambda pair: pair[0])]
