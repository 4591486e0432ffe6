"""Which data the scenario needs, as rules see it."""

from __future__ import annotations

from typing import Any

from qraudit.judge.loading import RuleSet
from qraudit.judge.scenario import NEEDS, Datum, Need, Scenario, ScenarioView
from qraudit.models import Bilingual
from qraudit.text import both

__all__ = ["Necessity"]

# An invoice can be had at the end of any flow, and takes what an invoice takes.
BESIDE = "invoice"


class Necessity:
    """The variable `scenario`, resolved for each fact: a scenario's conditions depend on it."""

    def __init__(self, walk: dict[str, Any], rules: RuleSet) -> None:
        self.walk = walk
        self.scenario = rules.scenario(walk["scenario"])
        self.beside = rules.scenario(BESIDE)
        self.rules = rules
        self._views: dict[tuple[bool, tuple[bool, ...]], dict[str, Any]] = {}

    def view(self, fact: dict[str, Any] | None) -> dict[str, Any]:
        """The scenario as it stands for this fact."""
        within = (fact or {}).get("within") == BESIDE
        scenarios = [one for one in (self.scenario, self.beside if within else None) if one is not None]
        holds = tuple(self._holds(datum, fact) for scenario in scenarios for _, datum in scenario.listed())
        key = (within, holds)
        if key not in self._views:
            self._views[key] = self._resolved(scenarios, fact).model_dump()
        return self._views[key]

    def _resolved(self, scenarios: list[Scenario], fact: dict[str, Any] | None) -> ScenarioView:
        if not scenarios:
            return ScenarioView(known=False, id="", title=both("judge.unknown_scenario"))
        lists: dict[str, Need] = {}
        conditions: dict[str, Bilingual] = {}
        for scenario in scenarios:
            for need, datum in scenario.listed():
                resolved = need if self._holds(datum, fact) else "excessive"
                lists[datum.datum] = min(resolved, lists.get(datum.datum, resolved), key=NEEDS.index)
                if need == "depends" and datum.note is not None:
                    conditions[datum.datum] = datum.note
        sorted_out = {need: [name for name, of in lists.items() if of == need] for need in NEEDS}
        first = scenarios[0]
        return ScenarioView.model_validate(
            {"known": True, "id": first.id, "title": first.title, "conditions": conditions, **sorted_out}
        )

    def _holds(self, datum: Datum, fact: dict[str, Any] | None) -> bool:
        if datum.when is None:
            return True
        condition = self.rules.conditions[datum.when]
        return fact is not None and condition.value({"it": fact, "walk": self.walk}) is True
