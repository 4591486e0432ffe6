"""Rules, provisions and scenarios as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qraudit.judge.cases import cases_of
from qraudit.judge.compiling import CompiledRule
from qraudit.judge.loading import RuleSet
from qraudit.judge.scenario import NEEDS, Scenario
from qraudit.models import Bilingual, Lang, LawQuote
from qraudit.text import say

__all__ = ["described", "law_rows", "names", "rule_rows"]


def rule_rows(rules: RuleSet, lang: Lang) -> list[dict[str, Any]]:
    """One row a rule."""
    return [
        {"id": rule.id, "severity": rule.stated.severity, "title": getattr(rule.stated.title, lang)}
        for rule in rules.rules
    ]


def law_rows(rules: RuleSet, lang: Lang) -> list[dict[str, Any]]:
    """One row a provision."""
    return [
        {
            "id": quote.id,
            "checked": quote.checked,
            "provision": f"{getattr(quote.instrument, lang)} {getattr(quote.article, lang)}",
        }
        for quote in rules.law.values()
    ]


def names(rules: RuleSet) -> list[str]:
    """Everything that can be shown."""
    return [*(rule.id for rule in rules.rules), *rules.law, *rules.scenarios]


def described(name: str, rules: RuleSet, lang: Lang) -> str | None:
    """A rule, a provision or a scenario in full; None where there is no such thing."""
    rule, scenario, quote = rules.rule(name), rules.scenarios.get(name), rules.law.get(name)
    if rule is not None:
        return "\n".join(_rule(rule, rules, lang))
    if quote is not None:
        return "\n".join(_provision(quote, rules, lang))
    return "\n".join(_scenario(scenario, lang)) if scenario is not None else None


def _rule(rule: CompiledRule, rules: RuleSet, lang: Lang) -> Iterator[str]:
    stated = rule.stated
    yield f"{rule.id}  ({stated.severity})"
    yield from _both(stated.title)
    yield from _section("about", stated.about, lang)
    yield from _heading("law", lang)
    for law_id in stated.law:
        yield from _indented(_provision(rules.law[law_id], rules, lang))
    yield from _conditions(rule, lang)
    yield from _thresholds(rule, lang)
    yield from _section("remedy", stated.remedy, lang)
    yield from _heading("cases", lang)
    for case, _ in cases_of(rule):
        yield f"  - {case.name}"
        yield f"    → {', '.join(case.finds) or say('judge.show.nothing', lang)}"


def _conditions(rule: CompiledRule, lang: Lang) -> Iterator[str]:
    yield from _heading("conditions", lang)
    stated = rule.stated
    named = {"each": stated.each, **stated.let, "applies": stated.applies, "subject": stated.subject}
    for name, text in named.items():
        if text:
            yield f"  {name}: {_one_line(text)}"
    for judgement in rule.judgements:
        yield f"  {judgement.stated.outcome}: {_one_line(judgement.stated.when)}"
        if judgement.stated.message is not None:
            yield from _indented(_both(judgement.stated.message), by=4)


def _thresholds(rule: CompiledRule, lang: Lang) -> Iterator[str]:
    if not rule.stated.thresholds:
        return
    yield from _heading("thresholds", lang)
    for name, threshold in rule.stated.thresholds.items():
        whose = say("judge.show.ours" if threshold.ours else "judge.show.the_laws", lang)
        value = ", ".join(threshold.value) if isinstance(threshold.value, list) else threshold.value
        yield f"  {name} = {value} {threshold.unit}".rstrip() + f"  ({whose}: {getattr(threshold.source, lang)})"


def _provision(quote: LawQuote, rules: RuleSet, lang: Lang) -> Iterator[str]:
    yield f"{quote.id}: {getattr(quote.instrument, lang)} {getattr(quote.article, lang)}"
    if quote.quote is not None:
        yield f"  “{quote.quote}”"
    yield from _indented(_both(quote.gloss))
    yield f"  {say(f'judge.checked.{quote.checked}', lang)}"
    if quote.source:
        yield f"  {say('judge.show.source', lang)} {quote.source}"
    for penalty in rules.penalties.get(quote.id, []):
        found = rules.law[penalty]
        yield f"  {say('judge.show.provides', lang)} {getattr(found.instrument, lang)} {getattr(found.article, lang)}"
        yield f"    {getattr(found.gloss, lang)}"


def _scenario(scenario: Scenario, lang: Lang) -> Iterator[str]:
    yield scenario.id
    yield from _both(scenario.title)
    yield from _section("about", scenario.about, lang)
    yield f"  {say('judge.show.source', lang)} {scenario.source}"
    for need in NEEDS:
        yield from _heading(need, lang)
        for datum in getattr(scenario, need):
            note = f"  ({getattr(datum.note, lang)})" if datum.note else ""
            yield f"  {say(f'judge.word.{datum.datum}', lang)} [{datum.datum}]{note}  {datum.source}"


def _section(name: str, text: Bilingual | None, lang: Lang) -> Iterator[str]:
    if text is not None:
        yield from _heading(name, lang)
        yield from _both(text)


def _heading(name: str, lang: Lang) -> Iterator[str]:
    yield ""
    yield say(f"judge.show.{name}", lang)


def _both(text: Bilingual) -> Iterator[str]:
    yield f"  {_one_line(text.zh)}"
    if text.en != text.zh:
        yield f"  {_one_line(text.en)}"


def _indented(lines: Iterator[str], *, by: int = 2) -> Iterator[str]:
    return (" " * by + line for line in lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())
