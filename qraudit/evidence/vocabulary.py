"""The codes of a model: words with a meaning of their own, which masking must not touch."""

from __future__ import annotations

from functools import cache
from typing import Any

from qraudit.models import Noun

__all__ = ["codes_of"]


@cache
def codes_of(model: type[Noun]) -> frozenset[str]:
    """Every value of every literal in a model and the models in it."""
    found: set[str] = set()
    _collect(model.model_json_schema(mode="serialization"), found)
    return frozenset(found)


def _collect(node: Any, found: set[str]) -> None:
    if isinstance(node, dict):
        found.update(value for value in [*node.get("enum", []), node.get("const")] if isinstance(value, str))
        for child in node.values():
            _collect(child, found)
    elif isinstance(node, list):
        for child in node:
            _collect(child, found)
