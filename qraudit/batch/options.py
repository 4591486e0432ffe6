"""What a batch may be told beside the options of each audit."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from qraudit.models import Noun

__all__ = ["BatchOptions"]


class BatchOptions(Noun):
    """The options of `qraudit batch` that `audit` does not have, with underscores."""

    model_config = ConfigDict(extra="forbid")

    workers: int | None = Field(default=None, ge=1, le=256)
    """Audits at once; None: as many as the machine bears."""
    resume: bool = False
    retry: Literal["failed"] | None = None
    scheduler: str | None = None
    per_host: int = Field(default=2, ge=1, le=256)
    delay: float = Field(default=1.0, ge=0, le=600)
    """Seconds between two audits' beginnings at one host; this machine's own pages are spared it."""
    column: list[str] = Field(default_factory=list)
