"""What a walk may do, and how far."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, Field

from qraudit.models import DeviceId, Lang, Milestone, Noun

__all__ = ["Classify", "Progress", "ReadCodes", "WalkOptions"]

ReadCodes = Callable[..., Any]
"""(RGB pixels) -> list[Code]: the photo reader, handed in so that this stage needs nothing of another."""

Classify = Callable[[str], Any]
"""payload -> Code: what an address that a page wants to open is."""

Progress = Callable[[str, dict[str, Any]], None]
"""(catalogue key, its fields): what the walker is doing just now."""


class WalkOptions(Noun):
    """The walk's guise, its bounds and what it may use. Times in seconds."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    device: DeviceId = "wechat-android"
    scenario: str = "auto"
    until: Milestone = "payment"
    max_steps: int = Field(default=60, ge=1, le=500)
    timeout: float = Field(default=120.0, gt=0, le=3600)
    allow_hosts: tuple[str, ...] = ()
    allow_private: bool = False
    identity: Path | None = None
    storage_state: Path | None = None
    oauth_test_code: str | None = None
    cdp: str | None = None
    headed: bool = False
    video: bool = False
    trace: bool = False
    keep_raw: bool = False
    flow: Path | None = None
    record: Path | None = None
    lang: Lang = "zh"
    read_codes: ReadCodes | None = None
    classify: Classify | None = None
    progress: Progress | None = None
