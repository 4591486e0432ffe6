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

__all__ = ["Source", "mistake", "read", "suggestion", "validated"]

MAX_BYTES = 1_000_000

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
    first_lines: dict[Key, int] = field(default_factory=dict)
    """For a text: the line on which its own first line stands (below the `|` of a block)."""

    def line(self, *key: str | int) -> int:
        """The line of a value, or of the nearest thing around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def error(self, key: Key, message: Bilingual, *, down: int = 0) -> RuleError:
        """A mistake at a value, `down` lines below its first."""
        line = self.first_lines.get(key, self.line(*key)) + down if down else self.line(*key)
        return mistake(self.file, line, message)


def mistake(file: Path, line: int, message: Bilingual) -> RuleError:
    """The one-line error of an invalid file, in both languages (who reads it is not known here)."""
    one_line = " / ".join(" ".join(text.split()) for text in (message.zh, message.en))
    return RuleError(one_line, file=file, line=line)


def read(file: Path) -> Source:
    """Read one YAML file.

    Raises:
        RuleError: it cannot be read, is too long, or is not YAML.

    """
    try:
        raw = file.read_bytes()
        if len(raw) > MAX_BYTES:
            raise mistake(file, 1, both("judge.error.too_long", limit=MAX_BYTES))
        text = raw.decode("utf-8")
    except OSError as error:
        raise mistake(file, 1, both("judge.error.unreadable", why=error.strerror or "")) from error
    except UnicodeDecodeError as error:
        raise mistake(file, 1, both("judge.error.not_utf8")) from error
    return _parsed(file, text)


def validated(model: type[Model], source: Source, data: Any = None, at: Key = ()) -> Model:
    """The model that a file (or the part of it at `at`) describes.

    Raises:
        RuleError: a key is unknown, missing or wrong.

    """
    try:
        return model.model_validate(source.data if data is None else data)
    except ValidationError as error:
        first = error.errors()[0]
        raise source.error((*at, *_own_key(first)), _explanation(first, model)) from error


def suggestion(word: str, known: Iterable[str]) -> Bilingual:
    """A tail for a message: what was probably meant, or nothing."""
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return both("judge.error.meant", word=close[0]) if close else Bilingual(zh="", en="")


def _parsed(file: Path, text: str) -> Source:
    try:
        node = yaml.compose(text, Loader=_LOADER)
        source = Source(file, text, None)
        data = {} if node is None else _built(node, (), source, 0)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error)
        raise mistake(file, mark.line + 1 if mark else 1, both("judge.error.not_yaml", why=why)) from error
    return Source(file, text, data, source.lines, source.first_lines)


def _built(node: yaml.Node, key: Key, source: Source, depth: int) -> Any:
    if depth > 40:
        raise source.error(key, both("judge.error.too_deep"))
    source.lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_built(child, (*key, at), source, depth + 1) for at, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return dict(_entry(name, child, key, source, depth) for name, child in node.value)
    block = getattr(node, "style", None) in {"|", ">"}
    source.first_lines[key] = node.start_mark.line + (2 if block else 1)
    return _scalar(node)


def _entry(name: yaml.Node, child: yaml.Node, key: Key, source: Source, depth: int) -> tuple[str, Any]:
    word = str(_scalar(name))
    if (*key, word) in source.lines:
        raise mistake(source.file, name.start_mark.line + 1, both("judge.error.twice", key=word))
    source.lines[*key, word] = name.start_mark.line + 1
    return word, _built(child, (*key, word), source, depth + 1)


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
    """The keys of a model and of the models directly below it."""
    found = set(model.model_fields)
    for info in model.model_fields.values():
        for part in (info.annotation, *getattr(info.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found |= set(part.model_fields)
    return found
