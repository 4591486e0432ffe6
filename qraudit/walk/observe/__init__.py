"""Seeing a page as a person does: what is rendered, what can be touched, what it says, when it is at rest."""

from __future__ import annotations

from qraudit.walk.observe.observer import Observer
from qraudit.walk.observe.scripts import INIT_SCRIPTS

__all__ = ["INIT_SCRIPTS", "Observer"]
