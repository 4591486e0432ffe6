"""What pip cannot install: a Chromium, a Chinese font, zbar's library, and WeChat's networks on request."""

from __future__ import annotations

from qraudit.environment.conditions import Condition, examine
from qraudit.environment.preparation import prepare
from qraudit.environment.runner import Ran, Runner

__all__ = ["Condition", "Ran", "Runner", "examine", "prepare"]
