"""A rule as its file states it."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from qraudit.models import Bilingual, Noun, Proof, Severity

__all__ = ["ID_PATTERN", "Judgement", "Rule", "Threshold"]

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _in_both(value: Any) -> Any:
    """One text stands for both languages: an inspectorate's own rule needs no translation."""
    return {"zh": value, "en": value} if isinstance(value, str) else value


Text = Annotated[Bilingual, BeforeValidator(_in_both)]


class Threshold(Noun):
    """A number that a rule decides by, and who says so."""

    value: float | int | str | list[str]
    unit: str = ""
    source: Text
    """Where the number is from."""
    ours: bool
    """True where the number is this project's and not the law's."""


class Judgement(Noun):
    """One way a rule can decide; the first that holds counts."""

    outcome: Literal["violation", "needs-review", "pass"]
    when: str
    """CEL: whether it holds for `it`."""
    message: Text | None = None
    """A template over the same names: `{it.label}`."""
    proof: Proof | None = None
    """`tested` where attempts are the proof; by default it is what the attempts say."""
    severity: Severity | None = None
    """Where it differs from the rule's."""


class Rule(Noun):
    """A rule: which facts it looks at, when they break it, and what the law says."""

    SHORT_FORM: ClassVar = ("condition", "message")

    id: str = Field(pattern=ID_PATTERN)
    title: Text
    severity: Severity = "moderate"
    law: list[str] = Field(default_factory=list)
    about: Text | None = None
    """What it protects, and what it does not mean."""
    each: str | None = None
    """CEL: the facts that are judged one by one, as `it`; without it the rule is about the whole walk."""
    let: dict[Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")], str] = Field(default_factory=dict)
    """CEL under names of its own, for the expressions below (and for those after it here)."""
    applies: str | None = None
    """CEL: whether `it` (or the walk) is something that the rule is about."""
    outcomes: list[Judgement] = Field(min_length=1)
    subject: str | None = None
    """CEL: what the finding is about: a category, or a host."""
    evidence: str | None = None
    attempts: str | None = None
    remedy: Text | None = None
    """What a merchant does about it."""
    thresholds: dict[str, Threshold] = Field(default_factory=dict)
    once: bool = False
    """One finding for the whole flow: the first place is named, the evidence of all is kept."""
    unless: list[str] = Field(default_factory=list)
    """Rules whose finding about the same subject says this already: one cause, one finding."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        """`condition:` and `message:` alone say when it is a violation, and in which words."""
        if not isinstance(data, dict):
            return data
        data = dict(data)
        if isinstance(data.get("id"), str):
            data.setdefault("title", data["id"])
        if "condition" in data and "outcomes" not in data:
            only = {"outcome": "violation", "when": data.pop("condition"), "message": data.pop("message", None)}
            data["outcomes"] = [only]
        return data

    @field_validator("law")
    @classmethod
    def _no_doubles(cls, law: list[str]) -> list[str]:
        return list(dict.fromkeys(law))
