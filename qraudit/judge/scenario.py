"""The scenarios of rules/scenarios/: which data are necessary for what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from pydantic import Field, field_validator

from qraudit.judge.rule import ID_PATTERN
from qraudit.models import Bilingual, Category, Noun

__all__ = ["Datum", "Need", "Scenario", "ScenarioView"]

Need = Literal["needs", "opt_in", "depends", "excessive"]
NEEDS: tuple[Need, ...] = get_args(Need)


class Datum(Noun):
    """One datum in one scenario."""

    datum: Category
    source: str
    """Who says so: ids of law provisions, or the document."""
    note: Bilingual | None = None
    when: str | None = None
    """CEL over `it` and `walk`: whether the entry holds; where it does not, the datum is excessive."""


class Scenario(Noun):
    """What a consumer came for, and what that takes."""

    id: str = Field(pattern=ID_PATTERN)
    title: Bilingual
    source: str
    about: Bilingual | None = None
    needs: list[Datum] = Field(default_factory=list)
    """Without it the step that the consumer asked for cannot be done."""
    opt_in: list[Datum] = Field(default_factory=list)
    """Only for something extra, and only where it can be left out."""
    depends: list[Datum] = Field(default_factory=list)
    """Needed under a condition that no page shows (`note` says which): a person decides."""
    excessive: list[Datum] = Field(default_factory=list)
    """Expressly named as more than is needed; what is in no list is so too."""

    @field_validator("depends")
    @classmethod
    def _conditions_are_said(cls, depends: list[Datum]) -> list[Datum]:
        if any(one.note is None for one in depends):
            raise ValueError("each datum under `depends` has a `note` that says the condition")
        return depends

    def listed(self) -> Iterator[tuple[Need, Datum]]:
        """Every datum with the list it stands in."""
        for need in NEEDS:
            for datum in getattr(self, need):
                yield need, datum


class ScenarioView(Noun):
    """The variable `scenario` of a rule's expressions."""

    known: bool
    id: str
    title: Bilingual
    needs: list[Category] = Field(default_factory=list)
    opt_in: list[Category] = Field(default_factory=list)
    depends: list[Category] = Field(default_factory=list)
    excessive: list[Category] = Field(default_factory=list)
    conditions: dict[Category, Bilingual] = Field(default_factory=dict)
    """For what depends: on what."""
