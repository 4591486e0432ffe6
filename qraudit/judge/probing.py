"""Walks in which every kind of fact occurs: what a rule cannot evaluate shows before it is used."""

from __future__ import annotations

import types
import typing
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, get_args

from pydantic import BaseModel

from qraudit.models import Walk

__all__ = ["probes"]

_PLAIN: dict[Any, Any] = {bool: True, int: 1, float: 1.0, str: "x"}
_MOST_WORDS = 30


Style = Literal["bare", "null", "full"]
"""Only what must be there; everything, with null where it can be null; everything and nothing null."""


@cache
def probes() -> tuple[Walk, ...]:
    """Walks that hold every word of every fact, one in each style."""
    return tuple(_walk(style) for style in get_args(Style))


def _walk(style: Style) -> Walk:
    values = _values(Walk, style, 0)
    for name, info in Walk.model_fields.items():
        items = get_args(info.annotation)
        if (
            typing.get_origin(info.annotation) is list
            and isinstance(items[0], type)
            and issubclass(items[0], BaseModel)
        ):
            values[name] = [_values(items[0], style, turn) for turn in range(_MOST_WORDS)]
    return Walk.model_validate(values)


def _values(model: type[BaseModel], style: Style, turn: int) -> dict[str, Any]:
    wanted = (
        one
        for one in model.model_fields.items()
        if style != "bare" or one[1].is_required() or _words(one[1].annotation)
    )
    return {name: _value(info.annotation, style, turn) for name, info in wanted}


def _value(annotation: Any, style: Style, turn: int) -> Any:
    origin, arguments = typing.get_origin(annotation), get_args(annotation)
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if annotation is datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _values(annotation, style, turn)
    if origin is typing.Literal:
        return arguments[turn % len(arguments)]
    if origin is typing.Annotated:
        return _value(arguments[0], style, turn)
    if origin in {typing.Union, types.UnionType}:
        return _value(arguments[0], style, turn) if style == "full" else None
    if origin is list:
        return [] if style == "bare" else [_value(arguments[0], style, turn)]
    if origin is tuple:
        return tuple(_value(one, style, turn) for one in arguments)
    return {} if origin is dict else None


def _words(annotation: Any) -> bool:
    return typing.get_origin(annotation) is typing.Literal
