"""What every noun has in common, and the small words they share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer

__all__ = [
    "Bilingual",
    "Box",
    "Category",
    "Evidence",
    "Lang",
    "Milestone",
    "Noun",
    "Point",
    "ScenarioId",
    "Severity",
    "now",
]

Lang = Literal["zh", "en"]

Point = tuple[float, float]
"""x, y in CSS pixels of the viewport."""

Box = Annotated[
    tuple[float, float, float, float],
    PlainSerializer(lambda box: [round(value, 1) for value in box], return_type=list[float]),
]
"""x, y, width, height in CSS pixels of the viewport that a screenshot shows."""

Milestone = Literal["none", "landing", "catalogue", "order", "payment"]
"""How far a flow came; the order of the literal is the order of the flow (see the contract)."""

Severity = Literal["critical", "serious", "moderate", "minor"]

ScenarioId = str
"""The id of a file in rules/scenarios/."""

Category = Literal[
    "name",
    "phone",
    "id-number",
    "birthday",
    "gender",
    "age",
    "email",
    "address",
    "location",
    "license-plate",
    "wechat-profile",
    "wechat-id",
    "bank-card",
    "face",
    "contacts",
    "album",
    "occupation",
    "marital-status",
    "company",
    "tax-id",
    "health",
    "password",
]
"""A kind of personal datum."""


class Noun(BaseModel):
    """The base of all models: unknown keys are refused, so that a typing error never passes silently."""

    model_config = ConfigDict(extra="forbid", validate_assignment=False)


class Bilingual(Noun):
    """One text in both languages."""

    zh: str
    en: str


class Evidence(Noun):
    """One thing that a person can look at to check a finding.

    `box` is where it is on `screenshot`; `screenshot` is a path inside the run folder, with `/`.
    """

    text: str = ""
    selector: str | None = None
    box: Box | None = None
    screenshot: str | None = None
    step: int | None = None
    note: Bilingual | None = None
    url: str | None = None


def now() -> datetime:
    """The present moment, with its zone (reports carry local time with its offset)."""
    return datetime.now(UTC).astimezone()
