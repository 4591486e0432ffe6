"""Scenarios: which one a page is, and what it needs (rules/scenarios): given without hesitation by the consumer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from qraudit.resources import read_yaml, rules_dir
from qraudit.walk.meaning import phrases

__all__ = ["Inference", "infer", "needs_of"]

_ENOUGH = 2
"""So many different wordings tell a scenario, where none other has as many."""


@dataclass(frozen=True)
class Inference:
    """What a page seems to be for, and the words that say so; no scenario where it is not clear."""

    scenario: str | None
    reasons: list[str]


def infer(text: str) -> Inference:
    """The scenario that a page's words tell."""
    signs = phrases("scenarios")
    found = {name: signs.wordings(text, name) for name in signs.names()}
    ranked = sorted(found, key=lambda name: -len(found[name]))
    best, second = ranked[0], ranked[1]
    reasons = [f"{name}: {'、'.join(found[name])}" for name in ranked[:3] if found[name]]
    clear = len(found[best]) >= _ENOUGH and len(found[best]) > len(found[second])
    return Inference(best if clear else None, reasons)


@cache
def needs_of(scenario: str | None) -> frozenset[str]:
    """The data categories that the service cannot be had without; none where the scenario is not known."""
    file = rules_dir() / "scenarios" / f"{scenario}.yaml"
    if scenario is None or not file.is_file():
        return frozenset()
    data = read_yaml(file)
    return frozenset(str(entry["datum"]) for entry in data.get("needs") or ())
