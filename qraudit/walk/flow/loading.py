"""Reads a flow script; whatever is wrong with it is told with its file and line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from qraudit.errors import UsageError
from qraudit.models import Bilingual
from qraudit.text import both
from qraudit.walk.flow.script import Choosing, Expectation, Flow, Payment, Step, Target, Typing, Waiting

__all__ = ["LoadedFlow", "load_flow"]

_MOST_BYTES = 500_000
_DEEPEST = 12
_KEYS: dict[str, type[Any]] = {
    "type": Typing, "choose": Choosing, "expect": Expectation, "wait-for": Waiting, "pay-expected": Payment,
}  # fmt: skip


@dataclass(frozen=True)
class LoadedFlow:
    """A script, and where its steps stand in their file."""

    flow: Flow
    file: Path
    lines: list[int]

    def place(self, step: int) -> str:
        """`FILE:LINE` of a step."""
        return f"{self.file}:{self.lines[step]}"


class _WrongError(Exception):
    """Something is wrong at a line."""

    def __init__(self, line: int, message: Bilingual) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def load_flow(file: Path) -> LoadedFlow:
    """The script in a file.

    Raises:
        UsageError: `FILE:LINE: message`, in one line for each language.

    """
    try:
        with file.open("rb") as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(both("flow.unreadable", file=file, why=str(error)[:200])) from error
    try:
        root = _composed(text)
        flow = _checked(root)
    except _WrongError as wrong:
        zh, en = (f"{file}:{wrong.line}: {' '.join(said.split())}" for said in (wrong.message.zh, wrong.message.en))
        raise UsageError(Bilingual(zh=zh, en=en)) from None
    steps = _at(root, ("steps",))
    return LoadedFlow(flow, file, [node.start_mark.line + 1 for node in steps.value])


def _composed(text: str) -> yaml.Node:
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise _WrongError(1, both("flow.alias"))
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _WrongError(mark.line + 1 if mark else 1, both("flow.not-yaml", why=error.problem)) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise _WrongError(1, both("flow.not-yaml", why=str(error)[:100])) from None
    if not isinstance(root, yaml.MappingNode):
        raise _WrongError(1, both("flow.no-mapping"))
    return root


def _checked(root: yaml.Node) -> Flow:
    try:
        return Flow.model_validate(_plain(root, 0))
    except ValidationError as error:
        first = error.errors()[0]
        place = [part for part in first["loc"] if not (isinstance(part, str) and part.startswith("function-"))]
        raise _WrongError(_at(root, place).start_mark.line + 1, _message(first, place)) from None


def _plain(node: yaml.Node, depth: int) -> Any:
    """Texts, lists and mappings: YAML's own guesses would make a number of a time and a truth of `no`."""
    if depth > _DEEPEST:
        raise _WrongError(node.start_mark.line + 1, both("flow.too-deep"))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, depth + 1) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, depth)
    plain = isinstance(node, yaml.ScalarNode) and node.style is None
    return None if plain and node.value in ("", "~", "null") else node.value


def _mapping(node: yaml.MappingNode, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if key.value in found or not isinstance(key.value, str):
            raise _WrongError(key.start_mark.line + 1, both("flow.twice", name=str(key.value)[:40]))
        found[key.value] = _plain(value, depth + 1)
    return found


def _at(root: yaml.Node, place: Sequence[str | int]) -> yaml.Node:
    """The node at a place, or the nearest one around it that has one."""
    node = root
    for part in place:
        inner = _inner(node, part)
        if inner is None:
            break
        node = inner
    return node


def _inner(node: yaml.Node, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        pair = next(((key, value) for key, value in node.value if key.value == part), None)
        # A key's line is the one to look at, unless what it holds goes on below it.
        return None if pair is None else pair[0] if isinstance(pair[1], yaml.ScalarNode) else pair[1]
    return None


def _message(error: ErrorDetails, place: Sequence[str | int]) -> Bilingual:
    name = str(place[-1]) if place else ""
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown(name, _keys_at(place))
    if kind == "missing":
        return both("flow.missing", name=name)
    if kind == "literal_error":
        choices = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        return both("flow.not-among", name=name, value=str(error["input"])[:40], choices=choices)
    if kind == "value_error":
        return both(f"flow.{error['ctx']['error']}", steps=", ".join(_names(Step)))
    return both("flow.wrong", name=name, value=str(error["input"])[:40], why=error["msg"])


def _unknown(name: str, known: list[str]) -> Bilingual:
    near = get_close_matches(name, known, n=1)
    key: Literal["unknown-near", "unknown"] = "unknown-near" if near else "unknown"
    return both(f"flow.{key}", name=name[:40], near=near[0] if near else "", known=", ".join(known))


def _keys_at(place: Sequence[str | int]) -> list[str]:
    words = [part for part in place[:-1] if isinstance(part, str)]
    if not words:
        return _names(Flow)
    if len(words) == 1:
        return _names(Step)
    return _names(_KEYS.get(words[1], Target) if len(words) == 2 else Target)


def _names(model: type[Any]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
