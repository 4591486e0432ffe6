"""The syntax tree of a CEL expression.

The `cel` package evaluates expressions but does not show their structure; this reads the structure, so that names
can be checked before anything is evaluated. It is only given what `cel.compile` has accepted.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Binary", "Call", "Index", "Items", "Literal", "Member", "Name", "Node", "Pairs", "Ternary", "parse", "walk"]

MACROS = frozenset({"all", "exists", "exists_one", "map", "filter"})


@dataclass(frozen=True)
class Node:
    """A part of an expression; `at` is where it starts in the text."""

    at: int

    def children(self) -> Iterator[Node]:
        """The parts that it is made of."""
        yield from ()


@dataclass(frozen=True)
class Name(Node):
    """A variable."""

    name: str


@dataclass(frozen=True)
class Literal(Node):
    """A number, text, truth value or null."""

    value: object


@dataclass(frozen=True)
class Member(Node):
    """`of.name`."""

    of: Node
    name: str

    def children(self) -> Iterator[Node]:
        yield self.of


@dataclass(frozen=True)
class Index(Node):
    """`of[index]`."""

    of: Node
    index: Node

    def children(self) -> Iterator[Node]:
        yield from (self.of, self.index)


@dataclass(frozen=True)
class Call(Node):
    """`name(arguments)` or `of.name(arguments)`."""

    name: str
    of: Node | None
    arguments: tuple[Node, ...]

    @property
    def is_macro(self) -> bool:
        """Whether it binds a variable: `list.exists(x, …)`."""
        return self.of is not None and self.name in MACROS and len(self.arguments) >= 2

    def children(self) -> Iterator[Node]:
        if self.of is not None:
            yield self.of
        yield from self.arguments


@dataclass(frozen=True)
class Items(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]

    def children(self) -> Iterator[Node]:
        yield from self.items


@dataclass(frozen=True)
class Pairs(Node):
    """`{a: b}`."""

    pairs: tuple[tuple[Node, Node], ...]

    def children(self) -> Iterator[Node]:
        for key, value in self.pairs:
            yield from (key, value)


@dataclass(frozen=True)
class Binary(Node):
    """`left operator right`; a unary operator has no left."""

    operator: str
    left: Node | None
    right: Node

    def children(self) -> Iterator[Node]:
        if self.left is not None:
            yield self.left
        yield self.right


@dataclass(frozen=True)
class Ternary(Node):
    """`test ? then : otherwise`."""

    test: Node
    then: Node
    otherwise: Node

    def children(self) -> Iterator[Node]:
        yield from (self.test, self.then, self.otherwise)


def parse(text: str) -> Node:
    """The tree of an expression that `cel.compile` accepts.

    Raises:
        ValueError: a part of the language that rules have no use for (messages, optionals).

    """
    reader = _Reader(_tokens(text))
    try:
        tree = reader.expression()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if reader.peek():
        raise ValueError(reader.peek())
    return tree


def walk(tree: Node) -> Iterator[Node]:
    """The tree's parts, outer ones first."""
    yield tree
    for child in tree.children():
        yield from walk(child)


@dataclass(frozen=True)
class _Token:
    text: str
    at: int
    kind: str


_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*)
    |(?P<string>[rRbB]{0,2}(?:'''(?:\\.|[^\\])*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\"|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"))
    |(?P<number>0[xX][0-9a-fA-F]+u?|(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?u?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<mark>==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()\[\]{}])""",
    re.VERBOSE | re.DOTALL,
)

_LEVELS = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">=", "in"), ("+", "-"), ("*", "/", "%"))


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(text[at])
        if match.lastgroup != "skip":
            found.append(_Token(match.group(), at, match.lastgroup or ""))
        at = match.end()
    return found


@dataclass
class _Reader:
    """Recursive descent over the tokens."""

    tokens: list[_Token]
    here: int = field(default=0)

    def peek(self) -> str:
        return self.tokens[self.here].text if self.here < len(self.tokens) else ""

    def take(self, expected: str = "") -> _Token:
        if self.here >= len(self.tokens) or (expected and self.peek() != expected):
            raise ValueError(expected or "end")
        self.here += 1
        return self.tokens[self.here - 1]

    def expression(self) -> Node:
        test = self.binary(0)
        if self.peek() != "?":
            return test
        self.take()
        then = self.binary(0)
        self.take(":")
        return Ternary(test.at, test, then, self.expression())

    def binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.peek() in _LEVELS[level]:
            operator = self.take().text
            left = Binary(left.at, operator, left, self.binary(level + 1))
        return left

    def unary(self) -> Node:
        if self.peek() in {"!", "-"}:
            token = self.take()
            return Binary(token.at, token.text, None, self.unary())
        return self.postfix(self.primary())

    def postfix(self, node: Node) -> Node:
        while self.peek() in {".", "["}:
            if self.take().text == "[":
                node = Index(node.at, node, self.expression())
                self.take("]")
                continue
            name = self.take()
            if self.peek() == "(":
                node = Call(name.at, name.text, node, self.arguments(")"))
            else:
                node = Member(name.at, node, name.text)
        return node

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "string":
            return Literal(token.at, _text_value(token.text))
        if token.kind == "number":
            return Literal(token.at, _number(token.text))
        if token.text == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if token.text == "[":
            return Items(token.at, self.arguments("]", opened=True))
        if token.text == "{":
            return Pairs(token.at, self.pairs())
        return self.named(token)

    def named(self, token: _Token) -> Node:
        constants = {"true": True, "false": False, "null": None}
        if token.text in constants:
            return Literal(token.at, constants[token.text])
        if token.kind != "name":
            raise ValueError(token.text)
        if self.peek() == "(":
            return Call(token.at, token.text, None, self.arguments(")"))
        return Name(token.at, token.text)

    def arguments(self, end: str, *, opened: bool = False) -> tuple[Node, ...]:
        if not opened:
            self.take("(")
        found: list[Node] = []
        while self.peek() != end:
            found.append(self.expression())
            if self.peek() == ",":
                self.take()
        self.take(end)
        return tuple(found)

    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        found: list[tuple[Node, Node]] = []
        while self.peek() != "}":
            key = self.expression()
            self.take(":")
            found.append((key, self.expression()))
            if self.peek() == ",":
                self.take()
        self.take("}")
        return tuple(found)


def _number(token: str) -> float:
    try:
        return int(token.rstrip("u"), 0)
    except ValueError:
        return float(token.rstrip("u"))


def _text_value(token: str) -> str:
    try:
        value = ast.literal_eval(token)
    except (SyntaxError, ValueError):
        return token
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
