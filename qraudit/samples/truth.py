"""What a correct audit of a sample merchant reports: `samples/<slug>/truth.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from qraudit.errors import UsageError
from qraudit.models import Bilingual, Milestone, Noun, WalkOutcome
from qraudit.resources import samples_dir
from qraudit.text import both

__all__ = ["SUBJECT_COUNTS", "Card", "Expected", "Sample", "Truth", "load_samples"]

SUBJECT_COUNTS = frozenset(
    {"data-required", "data-requested", "data-leak-early", "data-third-party", "permission-unnecessary"}
)
"""The rules of which two findings with different subjects are two findings."""


class Expected(Noun):
    """One finding that is expected; `subject` as in the report."""

    rule: str
    subject: str | None = None

    @property
    def key(self) -> str:
        """`rule`, or `rule:subject` where the subject counts: what is compared with a report."""
        return f"{self.rule}:{self.subject}" if self.subject and self.rule in SUBJECT_COUNTS else self.rule


class Card(Noun):
    """How the printed card or sticker looks that the code stands on."""

    layout: str = "stand"
    colour: str = "#333333"
    words: list[str] = Field(default_factory=list)
    scene: str = "wood"


class Truth(Noun):
    """What a correct audit reports of one merchant, and why.

    `path` is what the photographed code opens, below the merchant's own root. `tolerated` counts neither way;
    `review` is expected with the outcome `needs-review`. `tempts` are the rules that the merchant tempts a careless
    auditor to report and that it does not break. `reached_also` and `outcome_also` are as good as the first.
    """

    slug: str
    path: str
    scenario: str
    title: Bilingual
    tags: list[str]
    reached: Milestone
    outcome: WalkOutcome
    violations: list[Expected] = Field(default_factory=list)
    tolerated: list[Expected] = Field(default_factory=list)
    review: list[Expected] = Field(default_factory=list)
    tempts: list[str] = Field(default_factory=list)
    reached_also: list[Milestone] = Field(default_factory=list)
    outcome_also: list[WalkOutcome] = Field(default_factory=list)
    reason: Bilingual
    card: Card = Field(default_factory=Card)


@dataclass(frozen=True)
class Sample:
    """One merchant: its truth and the folder with its server side, pages and photograph."""

    truth: Truth
    folder: Path

    @property
    def slug(self) -> str:
        """Its name in addresses and on the command line."""
        return self.truth.slug

    @property
    def photograph(self) -> Path:
        """The photograph of its code, as committed."""
        return self.folder / "photo.jpg"

    def address(self, base_url: str) -> str:
        """What its code opens on a server that listens there."""
        return f"{base_url}/m/{self.slug}{self.truth.path}"


def load_samples(only: list[str] | None = None) -> list[Sample]:
    """All merchants, or those named, in the order of their slugs.

    Raises:
        UsageError: a name is unknown, or a truth is not well formed.

    """
    found = {file.parent.name: file for file in sorted(samples_dir().glob("*/truth.yaml"))}
    unknown = [slug for slug in only or () if slug not in found]
    if unknown:
        raise UsageError(both("samples.unknown", slugs=", ".join(unknown), known=", ".join(found)))
    return [_load(found[slug]) for slug in (only or found)]


def _load(file: Path) -> Sample:
    try:
        return Sample(Truth.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))), file.parent)
    except (ValidationError, yaml.YAMLError) as error:
        raise UsageError(both("samples.invalid", file=file, error=error)) from error
