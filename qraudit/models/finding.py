"""A rule's verdict over a walk."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from qraudit.models.noun import Bilingual, Evidence, Noun, Severity
from qraudit.models.walk import Attempt

__all__ = ["Finding", "FindingOutcome", "LawQuote", "Proof", "Waiver"]

FindingOutcome = Literal["violation", "needs-review", "pass", "not-applicable"]
Proof = Literal["tested", "observed"]


class Waiver(Noun):
    """Why a finding does not count for now; it stays visible."""

    reason: str
    who: str = ""
    until: str | None = None


class LawQuote(Noun):
    """A provision as a report shows it: quoted only where its text was verified."""

    id: str
    instrument: Bilingual
    article: Bilingual
    quote: str | None = None
    """The operative Chinese text; None where only number or sense is known."""
    gloss: Bilingual
    source: str = ""
    checked: Literal["text", "number", "memory"]


class Finding(Noun):
    """What one rule says of one walk (about one subject).

    `law` holds ids of rules/law; `provisions` the same resolved, so that a stored report can be read alone.
    """

    rule: str
    outcome: FindingOutcome
    severity: Severity
    proof: Proof
    subject: str | None = None
    step: int | None = None
    title: Bilingual
    message: Bilingual
    remedy: Bilingual | None = None
    evidence: list[Evidence] = Field(default_factory=list)
    attempts: list[Attempt] = Field(default_factory=list)
    law: list[str] = Field(default_factory=list)
    fingerprint: str = ""
    waiver: Waiver | None = None
    baseline: Literal["new", "unchanged"] | None = None
    """Whether the baseline run had it already; None where there was no baseline (or nothing was found)."""
