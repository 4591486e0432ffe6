"""From a rule's file to something that can be evaluated: every expression compiled and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import create_model

from qraudit.judge.cel_types import BOOL, TEXT, Kind, listing, thing
from qraudit.judge.expression import Expression, compiled
from qraudit.judge.rule import Judgement, Rule, Threshold
from qraudit.judge.scenario import ScenarioView
from qraudit.judge.source import Source, validated
from qraudit.judge.template import Message, message
from qraudit.models import Attempt, Bilingual, Evidence, Walk
from qraudit.text import both

__all__ = ["CompiledJudgement", "CompiledRule", "compile_rule"]


@dataclass(frozen=True)
class CompiledJudgement:
    """One outcome of a rule, ready to be evaluated."""

    stated: Judgement
    when: Expression
    message: Message


@dataclass(frozen=True)
class CompiledRule:
    """A rule, ready to be evaluated, and where it is from."""

    stated: Rule
    source: Source
    builtin: bool
    judgements: tuple[CompiledJudgement, ...]
    each: Expression | None = None
    let: tuple[tuple[str, Expression], ...] = ()
    applies: Expression | None = None
    subject: Expression | None = None
    evidence: Expression | None = None
    attempts: Expression | None = None

    @property
    def id(self) -> str:
        """The rule's name."""
        return self.stated.id

    @cached_property
    def conditions(self) -> tuple[Expression, ...]:
        """What decides: evaluated for every fact, while messages and evidence are for findings only."""
        optional = (one for one in (self.each, self.applies) if one is not None)
        return (*optional, *(one for _, one in self.let), *(one.when for one in self.judgements))

    @cached_property
    def reads(self) -> frozenset[str]:
        """The members of the walk that its conditions read."""
        return frozenset().union(*(one.reads for one in self.conditions))

    @cached_property
    def members(self) -> frozenset[str]:
        """Every member that its conditions name."""
        return frozenset().union(*(one.members for one in self.conditions))

    @cached_property
    def thresholds(self) -> dict[str, Any]:
        """The variable `t`."""
        return {name: threshold.value for name, threshold in self.stated.thresholds.items()}


def compile_rule(source: Source, *, builtin: bool) -> CompiledRule:
    """Check and compile the rule of a file.

    Raises:
        RuleError: with the line of the first mistake.

    """
    rule = validated(Rule, source)
    names = {"walk": thing(Walk), "scenario": thing(ScenarioView), "t": thing(_thresholds(rule))}
    each = None
    if rule.each is not None:
        each = compiled(rule.each, source, ("each",), names, wants=listing(TEXT))
        names["it"] = each.kind.item or Kind("anything")
    let = tuple(_definitions(rule, source, names))

    def optional(key: str, wants: Kind | None = None) -> Expression | None:
        text = getattr(rule, key)
        return None if text is None else compiled(text, source, (key,), names, wants=wants)

    return CompiledRule(
        stated=rule,
        source=source,
        builtin=builtin,
        judgements=tuple(_judgements(rule, source, names)),
        each=each,
        let=let,
        applies=optional("applies", BOOL),
        subject=optional("subject"),
        evidence=optional("evidence", listing(thing(Evidence))),
        attempts=optional("attempts", listing(thing(Attempt))),
    )


def _definitions(rule: Rule, source: Source, names: dict[str, Kind]) -> Iterator[tuple[str, Expression]]:
    """The names under `let`, each known from then on."""
    for name, text in rule.let.items():
        if name in names:
            raise source.error(("let", name), both("judge.error.taken", name=name))
        expression = compiled(text, source, ("let", name), names)
        names[name] = expression.kind
        yield name, expression


def _judgements(rule: Rule, source: Source, names: dict[str, Kind]) -> list[CompiledJudgement]:
    short = "condition" in source.data
    found = []
    for at, stated in enumerate(rule.outcomes):
        when_key = ("condition",) if short else ("outcomes", at, "when")
        said_key = ("message",) if short else ("outcomes", at, "message")
        when = compiled(stated.when, source, when_key, names, wants=BOOL)
        said = stated.message or _default_message(rule)
        found.append(CompiledJudgement(stated, when, message(said, source, said_key, names)))
    return found


def _default_message(rule: Rule) -> Bilingual:
    # A title is no template: its braces would be taken for placeholders.
    return both("judge.found", title=rule.title) if "{" not in rule.title.zh + rule.title.en else both("judge.plain")


def _thresholds(rule: Rule) -> Any:
    """A model whose fields are the rule's thresholds, so that a misspelt one is noticed."""
    fields: dict[str, Any] = {name: (_type(threshold), ...) for name, threshold in rule.thresholds.items()}
    return create_model("t", **fields)


def _type(threshold: Threshold) -> Any:
    return list[str] if isinstance(threshold.value, list) else type(threshold.value)
