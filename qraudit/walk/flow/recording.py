"""Writes the walk that was taken as a script that takes it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from qraudit.errors import UsageError
from qraudit.models import FieldFact, Walk
from qraudit.models import Step as WalkStep
from qraudit.text import both

__all__ = ["record_flow", "recorded"]

_TAPS = frozenset({"tap", "submit", "concede", "choose"})
_SETS = frozenset({"tick", "untick"})


def record_flow(walk: Walk, file: Path) -> None:
    """Write the script.

    Raises:
        UsageError: the file cannot be written.

    """
    said = both("flow.recorded", target=walk.target.payload or walk.target.source)
    comments = "".join(f"# {' '.join(text.split())}\n" for text in (said.zh, said.en))
    script = yaml.safe_dump(recorded(walk), allow_unicode=True, sort_keys=False, width=120)
    try:
        file.write_text(comments + script, encoding="utf-8")
    except OSError as error:
        raise UsageError(both("flow.unwritable", file=file, why=error.strerror or error)) from error


def recorded(walk: Walk) -> dict[str, Any]:
    """The steps that changed something. What was typed is named by what it is, never by its value."""
    heard = {one.step for one in walk.handoffs} | {one.step for one in walk.oauth} | {one.step for one in walk.dialogs}
    telling = [step for step in walk.steps[1:] if step.effect != ["nothing"] or step.index in heard]
    steps = [entry for step in telling for entry in _entries(step, walk.fields)]
    paid = walk.end == "handoff"
    if paid:
        steps.append({"pay-expected": {"way": walk.handoffs[-1].way}} if walk.handoffs else "pay-expected")
    return {"version": 1, "steps": steps, "then": "end" if paid else "autopilot"}


def _entries(step: WalkStep, fields: list[FieldFact]) -> list[Any]:
    action = step.action
    if action.kind in ("back", "reload"):
        return [action.kind]
    if action.kind == "open":
        return [{"open": _path(step.url)}]
    if action.kind == "type":
        return [_typed(name, fields) for name in action.target.split("、") if name]
    if action.kind == "dismiss" and not action.selector:
        return [{"press": "Escape"}] if action.target == "Esc" else ["dismiss"]
    if action.kind in _TAPS or action.kind in _SETS or action.kind == "dismiss":
        verb = action.kind if action.kind in _SETS or action.kind == "dismiss" else "tap"
        return [{verb: _target(action.target, action.selector or "")}]
    return []


def _target(words: str, selector: str) -> Any:
    return {"words": words, "selector": selector} if words and selector else words or {"selector": selector}


def _typed(name: str, fields: list[FieldFact]) -> dict[str, Any]:
    datum = next((one.category for one in fields if one.label == name and one.filled), None)
    return {"type": {"into": name} | ({"datum": datum} if datum else {})}


def _path(url: str) -> str:
    """The address within its site: the same script serves a test server at another port."""
    parts = urlsplit(url)
    return url.removeprefix(f"{parts.scheme}://{parts.netloc}") or "/"
