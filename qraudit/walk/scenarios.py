"""What a scenario needs (the data are in rules/scenarios): given without hesitation by the reluctant consumer."""

from __future__ import annotations

from functools import cache

import yaml

from qraudit.resources import rules_dir

__all__ = ["needs_of"]


@cache
def needs_of(scenario: str | None) -> frozenset[str]:
    """The data categories that the service cannot be had without; none where the scenario is not known."""
    file = rules_dir() / "scenarios" / f"{scenario}.yaml"
    if scenario is None or not file.is_file():
        return frozenset()
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return frozenset(str(entry["datum"]) for entry in data.get("needs") or ())
