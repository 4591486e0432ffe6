"""The observer's decisions: thresholds and wordings from rules/observe.yaml."""

from __future__ import annotations

from functools import cache
from typing import Any

from qraudit.models.noun import Noun
from qraudit.resources import read_yaml, rules_dir

__all__ = ["PictureSettings", "picture_settings", "script_settings"]


class PictureSettings(Noun):
    """Which pictures are looked into."""

    code_side: float
    words_side: float
    viewport_share: float
    explained: int
    button_width: float
    button_height: float
    longest_side: int
    codes_limit: int
    words_limit: int


@cache
def picture_settings() -> PictureSettings:
    """The thresholds for reading pictures."""
    return PictureSettings.model_validate(_settings()["pictures"])


@cache
def script_settings() -> dict[str, Any]:
    """What the observing script needs."""
    return {key: value for key, value in _settings().items() if key != "pictures"}


@cache
def _settings() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(rules_dir() / "observe.yaml")
    return loaded
