"""A YAML file with the line of everything in it, so that a mistake can be pointed at."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from qraudit.errors import RuleError
from qraudit.models import Bilingual
from qraudit.text import both

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["Source", "read", "suggestion", "validated"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 40

# libyaml where it is there: ten times as fast, same nodes and marks.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Key = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Source:
    """One file's data, and where each part of it stands."""

    file: Path
    text: str
    data: Any
    lines: dict[Key, int] = field(default_factory=dict)
    """The line (from 1) of each value, by its path of keys and indexes."""
    starts: dict[Key, list[tuple[int, int]]] = field(default_factory=dict)
    """For a text: at which of its characters which line of the file begins."""

    def line(self, *key: str | int) -> int:
        """The line of a value, or of the nearest thing around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def error(self, key: Key, message: Bilingual, *, at: int = 0) -> RuleError:
        """A mistake in a value, at one of its characters."""
        lines = [line for start, line in self.starts.get(key, []) if start <= at]
        return RuleError(message, file=self.file, line=lines[-1] if lines else self.line(*key))


def read(file: Path) -> Source:
    """Read one YAML file.

    Raises:
        RuleError: it cannot be read, is too long, or is not YAML.

    """
    try:
        raw = file.read_bytes()
        if len(raw) > MAX_BYTES:
            raise RuleError(both("judge.error.too_long", limit=MAX_BYTES), file=file)
        text = raw.decode("utf-8")
    except OSError as error:
        raise RuleError(both("judge.error.unreadable", why=error.strerror or ""), file=file) from error
    except UnicodeDecodeError as error:
        raise RuleError(both("judge.error.not_utf8"), file=file) from error
    return _parsed(file, text)


def validated(model: type[Model], source: Source, data: Any = None, at: Key = ()) -> Model:
    """The model that a file (or the part of it at `at`) describes.

    Raises:
        RuleError: a key is unknown, missing or wrong.

    """
    try:
        return model.model_validate(source.data if data is None else data)
    except ValidationError as error:
        # A key that is misspelt is also missing under its right name: what was written is what helps.
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        raise source.error((*at, *_own_key(first)), _explanation(first, model)) from error


def suggestion(word: str, known: Iterable[str]) -> Bilingual:
    """A tail for a message: what was probably meant, or nothing."""
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return both("judge.error.meant", word=close[0]) if close else Bilingual(zh="", en="")


def _parsed(file: Path, text: str) -> Source:
    try:
        _refuse_bombs(file, text)
        node = yaml.compose(text, Loader=_LOADER)
        source = Source(file, text, None)
        raw = text.splitlines()
        data = {} if node is None else _built(node, (), source, raw)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error)
        raise RuleError(both("judge.error.not_yaml", why=why), file=file, line=mark.line + 1 if mark else 1) from error
    return Source(file, text, data, source.lines, source.starts)


def _refuse_bombs(file: Path, text: str) -> None:
    """Depth and repetition are bounded on the events, before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if depth > MAX_DEPTH:
            raise RuleError(both("judge.error.too_deep"), file=file, line=line)
        if isinstance(event, yaml.AliasEvent):
            raise RuleError(both("judge.error.alias", name=event.anchor), file=file, line=line)


def _built(node: yaml.Node, key: Key, source: Source, raw: list[str]) -> Any:
    source.lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_built(child, (*key, at), source, raw) for at, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return dict(_entry(name, child, key, source, raw) for name, child in node.value)
    value = _scalar(node)
    if isinstance(value, str):
        source.starts[key] = _starts(value, node, raw)
    return value


def _entry(name: yaml.Node, child: yaml.Node, key: Key, source: Source, raw: list[str]) -> tuple[str, Any]:
    word = str(_scalar(name))
    if (*key, word) in source.lines:
        raise RuleError(both("judge.error.twice", key=word), file=source.file, line=name.start_mark.line + 1)
    source.lines[*key, word] = name.start_mark.line + 1
    return word, _built(child, (*key, word), source, raw)


def _starts(value: str, node: yaml.Node, raw: list[str]) -> list[tuple[int, int]]:
    """Where each line of the file begins in a text: YAML folds and indents, so each line is looked up."""
    found: list[tuple[int, int]] = []
    at = 0
    for number in range(node.start_mark.line, min(node.end_mark.line + 1, len(raw))):
        own = raw[number][node.start_mark.column :] if number == node.start_mark.line else raw[number]
        own = own.strip().strip("'\"")
        start = value.find(own, at) if own else -1
        if start >= 0:
            found.append((start, number + 1))
            at = start + len(own)
    return found


def _scalar(node: yaml.Node) -> Any:
    constructor = yaml.constructor.SafeConstructor()
    value = constructor.construct_object(node, deep=True)
    # A date is a text here: it is printed, never reckoned with.
    return value if isinstance(value, str | int | float | bool | None) else str(node.value)


def _own_key(error: ErrorDetails) -> Key:
    return tuple(part for part in error["loc"] if isinstance(part, str | int))


def _explanation(error: ErrorDetails, model: type[BaseModel]) -> Bilingual:
    name = str(error["loc"][-1]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return both("judge.error.unknown_key", key=name, meant=suggestion(name, _all_keys(model)))
    if error["type"] == "missing":
        return both("judge.error.missing_key", key=name)
    if error["type"] == "literal_error":
        return both("judge.error.not_one_of", key=name, known=error.get("ctx", {}).get("expected", ""))
    return both("judge.error.wrong_value", key=name, why=error["msg"].removeprefix("Value error, "))


def _all_keys(model: type[BaseModel]) -> set[str]:
    """The keys of a model (those of its short form too) and of the models directly below it."""
    found = set(model.model_fields) | set(getattr(model, "SHORT_FORM", ()))
    for info in model.model_fields.values():
        for part in (info.annotation, *getattr(info.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found |= set(part.model_fields)
    return found
