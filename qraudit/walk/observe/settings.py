"""The observer's decisions: thresholds and wordings from rules/observe.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from qraudit.models.noun import Noun
from qraudit.resources import read_yaml, rules_dir
from qraudit.walk.wordings import closed_up

__all__ = ["DrawingSettings", "PictureSettings", "drawing_settings", "picture_settings", "script_settings"]


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


class DrawingSettings(Noun):
    """When a page is one drawing."""

    share: float
    words_beside: int


@cache
def drawing_settings() -> DrawingSettings:
    """The thresholds for taking drawn words for controls."""
    return DrawingSettings.model_validate(_settings()["drawings"])


@cache
def picture_settings() -> PictureSettings:
    """The thresholds for reading pictures."""
    return PictureSettings.model_validate(_settings()["pictures"])


@cache
def script_settings() -> dict[str, Any]:
    """What the observing script needs."""
    settings = {key: value for key, value in _settings().items() if key not in ("pictures", "drawings")}
    return settings | {kind: _wordings(settings[kind]) for kind in ("acting", "leaving")}


def _wordings(meanings: list[str]) -> list[dict[str, str]]:
    """The wordings of some meanings, as expressions that both Python and JavaScript read."""
    entries = read_yaml(rules_dir() / "phrases" / "controls.yaml")
    return [
        {
            "says": _either([*entries[one].get("zh", ()), *map(closed_up, entries[one].get("en", ()))]),
            "unless": _either(entries[one].get("not", ())),
        }
        for one in meanings
    ]


def _either(wordings: Iterable[str]) -> str:
    return "|".join(f"(?:{re.sub(r'[?]P<[^>]+>', '', one)})" for one in wordings)


@cache
def _settings() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(rules_dir() / "observe.yaml")
    return loaded
