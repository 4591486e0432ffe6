"""The egress guard: nothing private, nothing that takes money, nothing behind the auditor's back is reached."""

from __future__ import annotations

from qraudit.walk.browser.guard.egress_guard import EgressGuard
from qraudit.walk.browser.guard.journal import GuardBounds
from qraudit.walk.browser.guard.policy import EgressPolicy

__all__ = ["EgressGuard", "EgressPolicy", "GuardBounds"]
