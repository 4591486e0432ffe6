"""One rule over one walk: the names that its expressions see, for each fact in turn."""

from __future__ import annotations

from typing import Any

from qraudit.judge.cel_library import Context
from qraudit.judge.compiling import CompiledJudgement, CompiledRule
from qraudit.judge.expression import Expression
from qraudit.judge.facts import Fact, Facts
from qraudit.judge.necessity import Necessity

__all__ = ["Hearing"]


class Hearing:
    """Conditions are evaluated over pruned facts, again and again; what a finding says is taken from whole ones."""

    def __init__(self, rule: CompiledRule, facts: Facts, necessity: Necessity) -> None:
        self._rule = rule
        self._facts = facts
        self._necessity = necessity
        self._uses_scenario = any("scenario" in one.names for one in rule.conditions)
        self._context = Context(variables={"walk": facts.pruned(rule.reads, rule.members), "t": rule.thresholds})
        if self._uses_scenario:
            self._context.add_variable("scenario", necessity.view(None))

    def facts(self) -> list[Fact | None]:
        """What is judged one by one, pruned; the walk as a whole (None) where the rule has no `each`."""
        if self._rule.each is None:
            return [None]
        return [fact for fact in self._rule.each.value(self._context) or [] if isinstance(fact, dict)]

    def applies(self, fact: Fact | None) -> bool:
        """Whether the rule is about this fact, which is `it` from now on."""
        if fact is not None:
            self._context.add_variable("it", fact)
            if self._uses_scenario:
                self._context.add_variable("scenario", self._necessity.view(self._facts.whole_of(fact)))
        for name, expression in self._rule.let:
            self._context.add_variable(name, expression.value(self._context))
        return self._rule.applies is None or bool(self._rule.applies.value(self._context))

    def judgement(self) -> CompiledJudgement | None:
        """The first outcome that holds for `it`."""
        return next((one for one in self._rule.judgements if one.when.value(self._context) is True), None)

    def whole(self, expression: Expression, fact: Fact | None) -> Any:
        """What an expression gives over the whole facts."""
        return expression.value(self.names(fact))

    def names(self, fact: Fact | None) -> dict[str, Any]:
        """Every name, with the whole facts."""
        given = {"walk": self._facts.whole, "t": self._rule.thresholds, "scenario": self._necessity.view(fact)}
        if fact is not None:
            given["it"] = fact
        for name, expression in self._rule.let:
            given[name] = expression.value(given)
        return given
