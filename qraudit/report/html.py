"""The HTML report: one file, no request, both languages, light and dark, screen and paper."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qraudit.models import Attempt, Bilingual, Box, Evidence, Finding, Lang, LawQuote, Report, Walk
from qraudit.report import narration, standing
from qraudit.report.escaping import plain
from qraudit.report.pictures import Album, Embedded, within
from qraudit.report.sealing import read_seal
from qraudit.report.selection import StepStory, cited, sort_findings, tell_steps
from qraudit.report.words import joined, scenario, translate, word

if TYPE_CHECKING:
    from jinja2 import Environment, Template

__all__ = ["render_report"]

_TEMPLATES = Path(__file__).parent / "templates"
_RAIL = ("landing", "catalogue", "order", "payment")
_UNCHANGED = frozenset({"no-effect", "refused", "came-back"})
"""Results after which the page may look as it did before."""
_ATTEMPT_PICTURES = 12
"""Attempts of one finding that are shown with pictures; the rest are told in words."""


@dataclass(frozen=True)
class Shot:
    """A picture with places marked on it, and what it shows."""

    picture: Embedded
    boxes: list[Box]
    label: Bilingual


@dataclass(frozen=True)
class Tried:
    """One attempt as the report shows it."""

    attempt: Attempt
    line: Bilingual
    result: Bilingual
    answer: Bilingual | None
    passed: bool
    before: Shot | None
    after: Shot | None
    same: bool
    """Nothing has changed that could be seen: one picture shows both moments."""


@dataclass(frozen=True)
class Card:
    """One finding as the report shows it."""

    anchor: str
    finding: Finding
    title: Bilingual
    shots: list[Shot]
    tried: list[Tried]
    law: list[LawQuote]
    places: list[Evidence]


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> str:
    """The whole report as one HTML text, shown first in `lang`."""
    album = Album(run)
    findings = sort_findings(report)
    steps = {step.index: step.screenshot for step in report.steps}
    cards = [_card(number, finding, report, album, steps) for number, finding in enumerate(findings.shown, 1)]
    frames = [(story, _frame(story, album)) for story in tell_steps(report, walk)]
    style, script = _asset("report.css"), _asset("report.js")
    return template().render(
        report=report,
        walk=walk,
        lang=lang,
        html_lang={"zh": "zh-CN", "en": "en"}[lang],
        heading=_heading(report),
        findings=findings,
        cards=cards,
        reasons=_reasons(report, cards),
        frames=frames,
        rail=[(milestone, word("milestone", milestone)) for milestone in _RAIL],
        reached=_RAIL.index(report.reached) if report.reached in _RAIL else -1,
        ended=narration.ended(report, walk.end),
        seal=read_seal(run),
        photo=_photograph(report, album),
        pictures=album.pictures,
        style=style,
        script=script,
        policy=_policy(style, script),
    )


def _heading(report: Report) -> str:
    titles = [step.title for step in report.steps if step.title.strip()]
    return plain(titles[0] if titles else narration.tell_source(report.target), 80)


def _photograph(report: Report, album: Album) -> tuple[Embedded, str] | None:
    """The photograph and the outline of the code that was audited, as SVG points."""
    code, picture = report.target.code, album.photograph()
    if picture is None:
        return None
    return picture, " ".join(f"{x:.1f},{y:.1f}" for x, y in code.corners) if code else ""


def _frame(story: StepStory, album: Album) -> Shot | None:
    picture = album.use(story.step.screenshot)
    if picture is None:
        return None
    title = plain(story.step.title or story.step.url, 80)
    return Shot(picture, [], translate("html.shot", index=story.step.index, title=title))


def _reasons(report: Report, cards: list[Card]) -> list[tuple[Bilingual, str | None]]:
    """Why the code is a clean one or not, each with the anchor of the finding that tells it in full."""
    anchors = {id(card.finding): card.anchor for card in cards}
    return [(why, anchors.get(id(finding))) for why, finding in narration.tell_reasons(report)]


def _card(number: int, finding: Finding, report: Report, album: Album, steps: dict[int, str | None]) -> Card:
    return Card(
        anchor=f"f{number}",
        finding=finding,
        title=narration.tell_title(finding),
        shots=_marked(finding, album, steps),
        tried=[
            _tried(attempt, album if number < _ATTEMPT_PICTURES else Album(None))
            for number, attempt in enumerate(finding.attempts)
        ],
        law=cited(finding, report),
        places=[item for item in finding.evidence if item.text.strip() or item.selector or item.note],
    )


def _marked(finding: Finding, album: Album, steps: dict[int, str | None]) -> list[Shot]:
    """The finding's screenshots, each once, with everything that is to be seen on it."""
    boxes: dict[str, tuple[list[Box], list[str]]] = {}
    for item in finding.evidence:
        name = item.screenshot or steps.get(item.step if item.step is not None else -1)
        if name:
            places, texts = boxes.setdefault(name, ([], []))
            places += [item.box] if item.box else []
            texts += [plain(item.text, 60)] if item.text.strip() else []
    if not boxes and (name := steps.get(finding.step if finding.step is not None else -1)):
        boxes[name] = ([], [])
    found = ((album.use(name), places, texts) for name, (places, texts) in boxes.items())
    return [
        Shot(picture, places, translate("html.shot-marked", text=" · ".join(texts) or plain(finding.title.zh)))
        for picture, places, texts in found
        if picture is not None
    ]


def _tried(attempt: Attempt, album: Album) -> Tried:
    line = narration.tell_attempt(attempt)
    before, after = album.use(attempt.before), album.use(attempt.after)
    boxes = [attempt.box] if attempt.box else []
    same = before is not None and before is after and attempt.result in _UNCHANGED
    if before is after and not same:
        before = None  # one picture alone was taken, when it was over
    return Tried(
        attempt=attempt,
        line=line,
        result=word("result", attempt.result),
        answer=narration.answer_of(attempt),
        passed=attempt.result in {"passed", "asked-again"},
        before=Shot(before, boxes, translate("html.shot-before", what=line)) if before else None,
        after=Shot(after, [], translate("html.shot-after", what=line)) if after and not same else None,
        same=same,
    )


@cache
def template() -> Template:
    """The page's template, compiled; it takes a tenth of a second."""
    return _environment().get_template("report.html.j2")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from qraudit.report.compiled_templates import template_cache

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        bytecode_cache=template_cache(),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(plain=plain, spoken=lambda text, lang: text.zh if lang == "zh" else text.en)
    environment.globals.update(_names())
    return environment


def _harmless(value: object) -> object:
    """Every text that the template shows, without what could hide or turn round other text."""
    return plain(value) if type(value) is str else value


def _names() -> dict[str, Any]:
    return {
        "say": lambda key, **values: translate(f"html.{key}", **values),
        "translate": translate,
        "word": word,
        "joined": joined,
        "scenario": scenario,
        "tell": narration,
        "standing": standing,
        "within": within,
    }


def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing but this file's own style and script, and pictures that it carries."""
    hashes = {"style-src": style, "script-src": script}
    own = [f"{directive} 'sha256-{_hash(text)}'" for directive, text in hashes.items()]
    return "; ".join(["default-src 'none'", "img-src data:", *own, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
