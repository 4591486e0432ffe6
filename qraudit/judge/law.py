"""The instruments of rules/law/: what may be quoted, and what only be named."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from qraudit.judge.rule import ID_PATTERN
from qraudit.models import Bilingual, LawQuote, Noun

__all__ = ["Instrument", "Provision"]

Checked = Literal["text", "number", "memory"]


class Provision(Noun):
    """One article (or paragraph) of an instrument."""

    id: str = Field(pattern=ID_PATTERN)
    article: Bilingual
    text: str | None = None
    """The operative Chinese text, only where it was read in a stored copy."""
    gloss: Bilingual
    """The sense, in our words."""
    checked: Checked
    source: str = ""
    sanctions: list[str] = Field(default_factory=list)
    """Ids of the provisions for whose breach it says what the law provides; it is never the ground of a finding."""
    note: Bilingual | None = None

    @model_validator(mode="after")
    def _text_only_where_checked(self) -> Provision:
        if (self.checked == "text") != (self.text is not None):
            raise ValueError("`text` and `checked: text` go together")
        return self


class Instrument(Noun):
    """A law, regulation, standard or notice."""

    id: str = Field(pattern=ID_PATTERN)
    title: Bilingual
    issuer: Bilingual
    binding: Literal["law", "regulation", "rule", "normative", "standard", "contract", "guidance", "local"]
    in_force: str | None = None
    """The day (or month, or year) since when."""
    in_force_checked: Checked = "memory"
    source: str = ""
    note: Bilingual | None = None
    provisions: list[Provision] = Field(min_length=1)

    def quote(self, provision: Provision) -> LawQuote:
        """A provision as a report shows it."""
        return LawQuote(
            id=provision.id,
            instrument=self.title,
            article=provision.article,
            quote=provision.text,
            gloss=provision.gloss,
            source=provision.source or self.source,
            checked=provision.checked,
        )
