"""Compiled CEL: checked when it is loaded, evaluated over just the facts that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qraudit.errors import RuleError
from qraudit.judge import cel_syntax
from qraudit.judge.cel_library import Context, Program, cel_compile
from qraudit.judge.cel_types import BOOL, CelError, Kind, check
from qraudit.judge.source import Key, Source
from qraudit.text import both

__all__ = ["Expression", "ExpressionError", "compiled"]

MAX_LENGTH = 4_000


class ExpressionError(Exception):
    """An expression failed while it was evaluated: a null where a number was needed, for instance.

    `where` is the same as an error of the rule's file.
    """

    def __init__(self, why: str, where: RuleError | None = None) -> None:
        super().__init__(why)
        self.where = where


@dataclass(frozen=True)
class Expression:
    """One expression: its program, what it gives and which parts of the walk it reads."""

    text: str
    program: Program
    kind: Kind
    reads: frozenset[str]
    """The members of `walk` that it names; all of them where it uses `walk` as a whole."""
    names: frozenset[str]
    members: frozenset[str]
    """Every member that it names, of whatever."""
    source: Source
    key: Key

    def value(self, names: Mapping[str, Any] | Context) -> Any:
        """What it gives with these names.

        Raises:
            ExpressionError: it cannot be evaluated.

        """
        try:
            return self.program.execute(names if isinstance(names, Context) else self._named(names))
        except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
            why = (str(error).splitlines() or [type(error).__name__])[0].split(". ")[0]
            raise ExpressionError(why, self.source.error(self.key, both("judge.error.fails", why=why))) from error

    def _named(self, names: Mapping[str, Any]) -> dict[str, Any]:
        """As much as it reads: CEL copies all that it is given."""
        given = {name: value for name, value in names.items() if name in self.names}
        if "walk" in given and "*" not in self.reads:
            given["walk"] = {name: given["walk"][name] for name in self.reads}
        return given


def compiled(
    text: str, source: Source, key: Key, names: Mapping[str, Kind], *, wants: Kind | None = None, base: int = 0
) -> Expression:
    """Compile and check one expression of a file; `base` is where it starts in the value that holds it.

    Raises:
        RuleError: with the line of the mistake.

    """
    program, tree = _understood(text, source, key, base)
    try:
        kind = check(tree, names)
    except CelError as mistake:
        raise source.error(key, mistake.message, at=base + mistake.at) from mistake
    if wants == BOOL and kind.name not in {"bool", "anything"}:
        raise source.error(key, both("judge.error.not_a_truth", kind=both(f"judge.kind.{kind.name}")))
    if wants is not None and wants.name == "list" and kind.name not in {"list", "anything"}:
        raise source.error(key, both("judge.error.gives_no_list", kind=both(f"judge.kind.{kind.name}")))
    return Expression(text, program, kind, _walk_members(tree), _names(tree), _members(tree), source, key)


def _understood(text: str, source: Source, key: Key, base: int) -> tuple[Program, cel_syntax.Node]:
    if len(text) > MAX_LENGTH:
        raise source.error(key, both("judge.error.long_expression", limit=MAX_LENGTH))
    try:
        return _parsed(text)
    except ValueError as error:
        at, why = _syntax_error(str(error), text)
        raise source.error(key, both("judge.error.syntax", why=why), at=base + at) from error


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[Program, cel_syntax.Node]:
    return cel_compile(text), cel_syntax.parse(text)


def _syntax_error(message: str, text: str) -> tuple[int, str]:
    """The place and the words of what the compiler said."""
    found = re.search(r"<input>:(\d+):(\d+): (?:Syntax error: )?(.*)", message)
    if found is None:
        return 0, message.splitlines()[0] if message else ""
    before = text.splitlines(keepends=True)[: int(found.group(1)) - 1]
    expected = re.sub(r"\bexpecting \{.*", "", found.group(3))
    return sum(map(len, before)) + int(found.group(2)) - 1, expected.strip()


def _walk_members(tree: cel_syntax.Node) -> frozenset[str]:
    members: set[str] = set()
    as_member = 0
    for node in cel_syntax.walk(tree):
        if isinstance(node, cel_syntax.Member) and node.of == cel_syntax.Name(node.of.at, "walk"):
            members.add(node.name)
            as_member += 1
    alone = sum(isinstance(node, cel_syntax.Name) and node.name == "walk" for node in cel_syntax.walk(tree))
    return frozenset(members) if alone == as_member else frozenset({"*"})


def _names(tree: cel_syntax.Node) -> frozenset[str]:
    return frozenset(node.name for node in cel_syntax.walk(tree) if isinstance(node, cel_syntax.Name))


def _members(tree: cel_syntax.Node) -> frozenset[str]:
    found: set[str] = set()
    for node in cel_syntax.walk(tree):
        if isinstance(node, cel_syntax.Member):
            found.add(node.name)
        if isinstance(node, cel_syntax.Index) and isinstance(node.index, cel_syntax.Literal):
            found.add(str(node.index.value))
    return frozenset(found)
