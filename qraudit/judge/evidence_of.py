"""What a person can look at to check a finding."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from qraudit.judge.expression import ExpressionError
from qraudit.models import Evidence, Walk

__all__ = ["evidence_of", "step_of"]


def evidence_of(stated: list[dict[str, Any]] | None, fact: dict[str, Any] | None, walk: Walk) -> list[Evidence]:
    """A rule's own evidence, else the fact's, else where the fact stands; each with its screenshot."""
    given = stated if stated is not None else (fact or {}).get("evidence") or _place(fact)
    step = step_of(fact, walk)
    try:
        found = [Evidence.model_validate({"step": step, **one}) for one in given]
    except (TypeError, ValidationError) as error:
        raise ExpressionError(f"evidence: {error}") from error
    return [_with_picture(one, step, walk) for one in found]


def step_of(fact: dict[str, Any] | None, walk: Walk) -> int | None:
    """The step at which a fact was seen, where the walk has that step."""
    step = (fact or {}).get("step")
    return step if isinstance(step, int) and any(one.index == step for one in walk.steps) else None


def _place(fact: dict[str, Any] | None) -> list[dict[str, Any]]:
    if fact is None:
        return []
    text = fact.get("text") or fact.get("label") or fact.get("api") or fact.get("url") or ""
    place = {"text": str(text)[:300], "selector": fact.get("selector") or None, "box": fact.get("box")}
    return [place] if any(place.values()) else []


def _with_picture(one: Evidence, step: int | None, walk: Walk) -> Evidence:
    at = step if one.step is None else one.step
    seen = next((taken for taken in walk.steps if taken.index == at), None)
    if seen is None:
        return one
    return one.model_copy(
        update={"step": at, "screenshot": one.screenshot or seen.screenshot, "url": one.url or seen.url}
    )
