"""A walk's facts as expressions see them: only what a rule names, since CEL copies all that it is given."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from qraudit.models import Walk

__all__ = ["Fact", "Facts"]

Fact = dict[str, Any]

# Marks each fact of a walk, so that what comes back from an expression can be told for what it is.
_MARK = "@"


class Facts:
    """All facts of one walk, whole and pruned."""

    def __init__(self, walk: Walk) -> None:
        self.whole: dict[str, Any] = walk.model_dump()
        self._by_mark: dict[str, Fact] = {}
        for name, values in self.whole.items():
            for at, value in enumerate(values if isinstance(values, list) else ()):
                if isinstance(value, dict):
                    value[_MARK] = f"{name}/{at}"
                    self._by_mark[value[_MARK]] = value

    def pruned(self, reads: frozenset[str], members: frozenset[str]) -> dict[str, Any]:
        """The walk with just these of its own members, and in them just the members that are named anywhere."""
        if "*" in reads:
            return self.whole
        return {name: _pruned(self.whole[name], members | {_MARK}) for name in reads}

    def whole_of(self, fact: Fact | None) -> Fact | None:
        """The whole fact that a pruned one stands for."""
        return None if fact is None else self._by_mark.get(fact.get(_MARK, ""), fact)


def _pruned(value: Any, members: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_pruned(one, members) for one in value]
    if isinstance(value, dict):
        return {
            name: inner if name in _maps() else _pruned(inner, members)
            for name, inner in value.items()
            if name in members
        }
    return value


@cache
def _maps() -> frozenset[str]:
    """The fields whose values are maps with keys of their own, which no expression names."""
    found: set[str] = set()
    seen: set[type[BaseModel]] = set()
    waiting: list[Any] = [Walk]
    while waiting:
        one = waiting.pop()
        waiting += get_args(one)
        if not (isinstance(one, type) and issubclass(one, BaseModel)) or one in seen:
            continue
        seen.add(one)
        for name, info in one.model_fields.items():
            waiting.append(info.annotation)
            if get_origin(info.annotation) is dict:
                found.add(name)
    return frozenset(found)
