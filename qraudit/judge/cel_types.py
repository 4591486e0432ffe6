"""What a CEL expression of a rule may name: checked against the models before anything is evaluated."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from qraudit.judge import cel_syntax as cel
from qraudit.judge.source import suggestion
from qraudit.models import Bilingual
from qraudit.text import both

__all__ = ["ANYTHING", "BOOL", "CelError", "Kind", "check", "kind_of", "listing", "thing"]


class CelError(Exception):
    """A name or value in an expression that cannot be right; `at` is where it stands in the text."""

    def __init__(self, at: int, message: Bilingual) -> None:
        super().__init__(message.en)
        self.at = at
        self.message = message


@dataclass(frozen=True)
class Kind:
    """What a part of an expression gives.

    `models` are the facts that it may be (several where lists were joined), `item` what a list holds,
    `words` the only texts that it can be, `value` what a map with free keys holds.
    """

    name: str
    models: tuple[type[BaseModel], ...] = ()
    item: Kind | None = None
    value: Kind | None = None
    words: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: Kind) -> Kind:
        if self == other or other.name == "null":
            return self
        if self.name == "null":
            return other
        if self.name != other.name:
            return ANYTHING
        if self.name == "list":
            return listing((self.item or ANYTHING) | (other.item or ANYTHING))
        words = self.words | other.words if self.words and other.words else frozenset[str]()
        models = self.models + tuple(model for model in other.models if model not in self.models)
        return Kind(self.name, models=models, words=words)


ANYTHING = Kind("anything")
BOOL = Kind("bool")
NUMBER = Kind("number")
TEXT = Kind("text")
NULL = Kind("null")
MOMENT = Kind("moment")


def listing(item: Kind) -> Kind:
    """A list of `item`."""
    return Kind("list", item=item)


def thing(*models: type[BaseModel]) -> Kind:
    """A fact of one of the models."""
    return Kind("fact", models=models)


_PLAIN: dict[Any, Kind] = {bool: BOOL, int: NUMBER, float: NUMBER, str: TEXT, datetime: MOMENT, type(None): NULL}


def kind_of(annotation: Any) -> Kind:
    """The kind of a model's field, from its annotation."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return thing(annotation)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return kind_of(arguments[0])
    if origin is typing.Literal:
        return Kind("text", words=frozenset(map(str, arguments)))
    if origin in {typing.Union, types.UnionType}:
        return _either([kind_of(one) for one in arguments])
    if origin in {list, tuple}:
        return listing(kind_of(arguments[0]))
    if origin is dict:
        return Kind("map", value=kind_of(arguments[1]))
    return ANYTHING


def _either(kinds: list[Kind]) -> Kind:
    joined = kinds[0]
    for kind in kinds[1:]:
        joined = joined | kind
    return joined


def check(tree: cel.Node, names: Mapping[str, Kind]) -> Kind:
    """The kind that an expression gives.

    Raises:
        CelError: it names something that does not exist, or compares with a word that never occurs.

    """
    return _Checker(dict(names)).kind(tree)


_RESULTS: dict[str, Kind] = {
    "size": NUMBER,
    "contains": BOOL,
    "startsWith": BOOL,
    "endsWith": BOOL,
    "matches": BOOL,
    "string": TEXT,
    "int": NUMBER,
    "uint": NUMBER,
    "double": NUMBER,
    "has": BOOL,
    "timestamp": MOMENT,
    "duration": ANYTHING,
    "type": ANYTHING,
    "bytes": ANYTHING,
    "getFullYear": NUMBER,
    "getMonth": NUMBER,
    "getDayOfMonth": NUMBER,
    "getHours": NUMBER,
    "getMinutes": NUMBER,
    "getSeconds": NUMBER,
    "getMilliseconds": NUMBER,
}


@dataclass
class _Checker:
    names: dict[str, Kind]

    def kind(self, node: cel.Node) -> Kind:
        method: Callable[[Any], Kind] = getattr(self, f"_{type(node).__name__.lower()}")
        return method(node)

    def _literal(self, node: cel.Literal) -> Kind:
        return _PLAIN.get(type(node.value), ANYTHING)

    def _name(self, node: cel.Name) -> Kind:
        if node.name not in self.names:
            known = ", ".join(sorted(self.names))
            raise CelError(node.at, both("judge.error.unknown_name", name=node.name, known=known))
        return self.names[node.name]

    def _member(self, node: cel.Member) -> Kind:
        of = self.kind(node.of)
        if of.name in {"anything", "null"}:
            return ANYTHING
        if of.name == "map":
            return of.value or ANYTHING
        if of.name != "fact":
            raise CelError(node.at, both("judge.error.no_members", name=node.name, kind=_kind_name(of)))
        fields = [model.model_fields[node.name] for model in of.models if node.name in model.model_fields]
        if not fields:
            raise CelError(node.at, _no_such_field(node.name, of.models))
        return _either([kind_of(info.annotation) for info in fields])

    def _index(self, node: cel.Index) -> Kind:
        of = self.kind(node.of)
        self.kind(node.index)
        return of.item or of.value or ANYTHING

    def _items(self, node: cel.Items) -> Kind:
        kinds = [self.kind(item) for item in node.items]
        return listing(_either(kinds) if kinds else ANYTHING)

    def _pairs(self, node: cel.Pairs) -> Kind:
        values = [self.kind(value) for _, value in node.pairs]
        return Kind("map", value=_either(values) if values else ANYTHING)

    def _ternary(self, node: cel.Ternary) -> Kind:
        self.kind(node.test)
        return self.kind(node.then) | self.kind(node.otherwise)

    def _binary(self, node: cel.Binary) -> Kind:
        right = self.kind(node.right)
        if node.left is None:
            return BOOL if node.operator == "!" else right
        left = self.kind(node.left)
        if node.operator in {"==", "!=", "in"}:
            self._compared(node.left, left, node.right)
            self._compared(node.right, right, node.left)
        if node.operator in {"+", "-", "*", "/", "%"}:
            return left | right
        return BOOL

    def _compared(self, _: cel.Node, kind: Kind, with_: cel.Node) -> None:
        """A comparison with a word that a value can never be is a typing error."""
        words = kind.words or (kind.item.words if kind.item else frozenset())
        for literal in _texts(with_) if words else ():
            if literal.value not in words:
                known = ", ".join(sorted(words))
                meant = suggestion(str(literal.value), words)
                raise CelError(
                    literal.at, both("judge.error.never_equal", word=literal.value, known=known, meant=meant)
                )

    def _call(self, node: cel.Call) -> Kind:
        if node.is_macro:
            return self._macro(node)
        of = self.kind(node.of) if node.of is not None else ANYTHING
        if node.name == "has" and len(node.arguments) == 1:
            return self._has(node.arguments[0])
        for argument in node.arguments:
            self.kind(argument)
        if node.name == "contains" and of.name == "list":
            raise CelError(node.at, both("judge.error.contains_list"))
        if node.name not in _RESULTS:
            meant = suggestion(node.name, _RESULTS)
            raise CelError(node.at, both("judge.error.unknown_function", name=node.name, meant=meant))
        return _RESULTS[node.name]

    def _has(self, argument: cel.Node) -> Kind:
        self.kind(argument)
        return BOOL

    def _macro(self, node: cel.Call) -> Kind:
        assert node.of is not None
        of = self.kind(node.of)
        if of.name not in {"list", "map", "anything"}:
            raise CelError(node.at, both("judge.error.not_a_list", name=node.name, kind=_kind_name(of)))
        bound = node.arguments[0]
        if not isinstance(bound, cel.Name):
            raise CelError(bound.at, both("judge.error.not_a_variable", name=node.name))
        item = (of.item or ANYTHING) if of.name == "list" else (TEXT if of.name == "map" else ANYTHING)
        inner = _Checker({**self.names, bound.name: item})
        results = [inner.kind(argument) for argument in node.arguments[1:]]
        if node.name == "filter":
            return listing(item)
        return listing(results[-1]) if node.name == "map" else BOOL


def _texts(node: cel.Node) -> Iterator[cel.Literal]:
    """The texts that a value is compared with: one, or a list of them."""
    for one in node.items if isinstance(node, cel.Items) else (node,):
        if isinstance(one, cel.Literal) and isinstance(one.value, str):
            yield one


def _no_such_field(name: str, models: tuple[type[BaseModel], ...]) -> Bilingual:
    known = {field for model in models for field in model.model_fields}
    of = " | ".join(model.__name__ for model in models)
    return both("judge.error.unknown_field", name=name, of=of, meant=suggestion(name, known))


def _kind_name(kind: Kind) -> Bilingual:
    return both(f"judge.kind.{kind.name}")
