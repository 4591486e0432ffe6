"""The catalogue page: every rule, scenario and provision, made from the files in force."""

from __future__ import annotations

from collections.abc import Iterator

from qraudit.judge.compiling import CompiledRule
from qraudit.judge.loading import RuleSet
from qraudit.judge.scenario import NEEDS, Need, Scenario
from qraudit.models import Lang
from qraudit.text import say

__all__ = ["PAGES", "page"]

PAGES: dict[str, Lang] = {"RULES.md": "en", "RULES.zh-CN.md": "zh"}
"""The pages' names, and the language of each."""


def page(rules: RuleSet, lang: Lang) -> str:
    """The whole page in one language."""
    return "\n".join(_lines(rules, lang)) + "\n"


def _lines(rules: RuleSet, lang: Lang) -> Iterator[str]:
    other = next(name for name, language in PAGES.items() if language != lang)
    yield f"[{say('judge.page.other', lang)}]({other})"
    yield ""
    yield f"# {say('judge.page.title', lang)}"
    yield ""
    yield say("judge.page.intro", lang)
    yield ""
    yield f"## {say('judge.page.rules', lang)}"
    for rule in rules.rules:
        yield ""
        yield from _rule(rule, rules, lang)
    yield ""
    yield f"## {say('judge.page.scenarios', lang)}"
    yield ""
    yield from _scenarios(rules, lang)
    yield ""
    yield f"## {say('judge.page.law', lang)}"
    yield ""
    yield from _law(rules, lang)
    yield ""
    yield f"## {say('judge.page.howto_title', lang)}"
    yield ""
    yield say("judge.page.howto", lang).strip()


def _rule(rule: CompiledRule, rules: RuleSet, lang: Lang) -> Iterator[str]:
    stated = rule.stated
    yield f"### `{rule.id}`"
    yield ""
    outcomes = dict.fromkeys(say(f"judge.word.{one.stated.outcome}", lang) for one in rule.judgements)
    severity = say(f"report.severity.{stated.severity}", lang)
    yield f"**{getattr(stated.title, lang)}** · {severity} · {' / '.join(outcomes)}"
    if stated.about is not None:
        yield ""
        yield getattr(stated.about, lang)
    yield ""
    for name, threshold in stated.thresholds.items():
        whose = say("judge.show.ours" if threshold.ours else "judge.show.the_laws", lang)
        value = ", ".join(threshold.value) if isinstance(threshold.value, list) else threshold.value
        yield f"- `{name}` = {_cell(str(value))} {threshold.unit} ({whose}: {getattr(threshold.source, lang)})"
    cited = [
        f"{getattr(rules.law[one].instrument, lang)} {getattr(rules.law[one].article, lang)}" for one in stated.law
    ]
    yield f"- {say('judge.show.law', lang)}: {'; '.join(cited)}"
    if stated.remedy is not None:
        yield f"- {say('judge.show.remedy', lang)}: {getattr(stated.remedy, lang)}"


def _scenarios(rules: RuleSet, lang: Lang) -> Iterator[str]:
    heads = [say("judge.page.scenario", lang), *(say(f"judge.show.{need}", lang) for need in NEEDS)]
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for scenario in rules.scenarios.values():
        cells = [_data(scenario, need, lang) for need in NEEDS]
        yield f"| `{scenario.id}` {getattr(scenario.title, lang)} | {' | '.join(cells)} |"


def _data(scenario: Scenario, need: Need, lang: Lang) -> str:
    found = dict.fromkeys(say(f"judge.word.{datum.datum}", lang) for datum in getattr(scenario, need))
    return ("、" if lang == "zh" else ", ").join(found) or "-"


def _law(rules: RuleSet, lang: Lang) -> Iterator[str]:
    heads = [say(f"judge.page.{name}", lang) for name in ("provision", "sense", "checked")]
    yield f"| {' | '.join(heads)} |"
    yield "| --- | --- | --- |"
    for quote in rules.law.values():
        name = f"`{quote.id}` {getattr(quote.instrument, lang)} {getattr(quote.article, lang)}"
        yield f"| {_cell(name)} | {_cell(getattr(quote.gloss, lang))} | {say(f'judge.checked.{quote.checked}', lang)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
