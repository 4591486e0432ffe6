"""How the reluctant consumer decides (the data are in rules/walk.yaml)."""

from __future__ import annotations

from functools import cache

from qraudit.models import Noun
from qraudit.resources import read_yaml, rules_dir

__all__ = ["Decisions", "decisions"]


class WayDecisions(Noun):
    """What a control is worth as a way on."""

    worth: dict[str, float]
    never: frozenset[str]
    choice_in_layer: float
    choice_on_page: float
    emphasis: float
    main_button: float
    on_screen: float
    tried: float
    tried_forward: float
    tried_alike: float
    pale: float
    paler_than: float
    least: float
    tries: int
    tries_alike: int


class AskingDecisions(Noun):
    """Which options a refusal means: `empty` words say nothing about it, `looks` by the matter that it names."""

    worth: float
    again: float
    empty: list[str]
    looks: dict[str, list[str]]


class NumberDecisions(Noun):
    """Wordings in which a page names a number for a field; `N` stands for the number."""

    exact: list[str]
    least: list[str]
    more_than: list[str]
    most: list[str]
    less_than: list[str]


class ViewDecisions(Noun):
    """When a page was replaced without its address; a share of lines, 0..1."""

    lines: int
    renewed: float


class LayerDecisions(Noun):
    """Which of several layers is in front."""

    asking_controls: int


class ArticleDecisions(Noun):
    """What a row of a basket looks like."""

    row_lines: int


class WallDecisions(Noun):
    """When a page is a wall."""

    ways: int


class DismissalDecisions(Noun):
    """How a layer is dismissed. `small_glyph` in CSS px."""

    controls: int
    asks: int
    wait_seconds: float
    prompt_seconds: float
    countdown_seconds: float
    poll_ms: int
    small_glyph: float


class FormDecisions(Noun):
    """How a form is tried."""

    trials: int
    submissions: int


class AdvertDecisions(Noun):
    """What looks like an advertisement; shares are 0..1."""

    least_cover: float
    card_controls: int
    whole: float
    pictures: float


class Decisions(Noun):
    """All of rules/walk.yaml."""

    ways: WayDecisions
    asking: AskingDecisions
    numbers: NumberDecisions
    views: ViewDecisions
    layers: LayerDecisions
    articles: ArticleDecisions
    wall: WallDecisions
    dismissal: DismissalDecisions
    forms: FormDecisions
    advert: AdvertDecisions


@cache
def decisions() -> Decisions:
    """The built-in decisions."""
    return Decisions.model_validate(read_yaml(rules_dir() / "walk.yaml"))
