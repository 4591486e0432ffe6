"""report.json: the public result of one audit (see the contract)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from qraudit.models.code import Target
from qraudit.models.finding import Finding, LawQuote
from qraudit.models.noun import Bilingual, Milestone, Noun
from qraudit.models.walk import (
    Advert,
    Bound,
    Concession,
    Dialog,
    Handoff,
    OAuthRequest,
    Prompt,
    Refusal,
    Step,
    WalkOutcome,
)

__all__ = ["SCHEMA", "Grade", "Report", "RuleSettings", "ThresholdValue", "Tool", "Verdict"]

SCHEMA = "qraudit/report/1"

Verdict = Literal["violations", "needs-review", "clean", "not-audited"]


ThresholdValue = StrictInt | StrictFloat | StrictStr | list[StrictStr]


class RuleSettings(Noun):
    """What a configuration changed in the rules; a report says so, since it decides what was found."""

    off: list[str] = Field(default_factory=list)
    """Rules that are not in force."""
    thresholds: dict[str, dict[str, ThresholdValue]] = Field(default_factory=dict)
    """By rule and name."""

    def __bool__(self) -> bool:
        return bool(self.off or self.thresholds)


class Tool(Noun):
    """What made the report."""

    version: str
    rules: str
    """SHA-256 over the rules in force, and over what `settings` changed in them."""
    settings: RuleSettings | None = None
    browser: str = ""
    device: str
    sandboxed: bool | None = None
    command: str = ""


class Grade(Noun):
    """The 'clean code' grade (after Shanghai's 纯净码): how far a consumer is from what they came for."""

    clean_code: bool | None
    """None where the flow was not seen to its end."""
    because: list[Bilingual] = Field(default_factory=list)
    steps_to_pay: int | None = None
    data_given: list[str] = Field(default_factory=list)
    walls: int = 0
    adverts: int = 0


class Report(Noun):
    """One audit of one code in one guise."""

    schema_: Literal["qraudit/report/1"] = Field(default="qraudit/report/1", alias="schema")
    tool: Tool
    started: datetime
    finished: datetime
    target: Target
    outcome: WalkOutcome
    reached: Milestone
    verdict: Verdict
    reason: str | None = None
    reason_text: Bilingual | None = None
    steps: list[Step] = Field(default_factory=list)
    findings: list[Finding] = Field(default_factory=list)
    law: list[LawQuote] = Field(default_factory=list)
    """Every provision that a finding cites."""
    grade: Grade | None = None
    refused: list[Refusal] = Field(default_factory=list)
    handoffs: list[Handoff] = Field(default_factory=list)
    concessions: list[Concession] = Field(default_factory=list)
    prompts: list[Prompt] = Field(default_factory=list)
    adverts: list[Advert] = Field(default_factory=list)
    oauth: list[OAuthRequest] = Field(default_factory=list)
    dialogs: list[Dialog] = Field(default_factory=list)
    bounds: list[Bound] = Field(default_factory=list)

    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)
