"""manifest.json and timestamp.json: what makes a run folder's content provable."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from qraudit.models.noun import Noun
from qraudit.models.report import Tool

__all__ = ["MANIFEST_SCHEMA", "Clock", "FileRecord", "Host", "Manifest", "Stamp"]

MANIFEST_SCHEMA = "qraudit/manifest/1"


class FileRecord(Noun):
    """One file of a run; `path` is relative to the run folder, with `/`."""

    path: str
    size: int
    sha256: str


class Host(Noun):
    """The machine that ran the audit. Its name and its user are left out on purpose: reports are passed on."""

    system: str
    machine: str
    python: str
    playwright: str = ""


class Clock(Noun):
    """Where the times in a run come from."""

    source: str
    zone: str
    offset: str
    """From UTC, as in `+08:00`."""
    synchronised: bool | None = None
    """Whether the system says that its clock follows a time server; None where it cannot be asked."""


class Manifest(Noun):
    """What a run holds, and what made it. Its own SHA-256 is the run's digest."""

    schema_: Literal["qraudit/manifest/1"] = Field(default="qraudit/manifest/1", alias="schema")
    made: datetime
    tool: Tool
    host: Host
    clock: Clock
    masked: bool = True
    """Whether what the tool typed was masked before hashing."""
    files: list[FileRecord]

    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Stamp(Noun):
    """What an RFC 3161 time-stamp token says: that the digest existed no later than `time`."""

    time: datetime
    authority: str = ""
    url: str = ""
    policy: str = ""
    serial: str = ""
    digest: str
    """SHA-256 of manifest.json."""
