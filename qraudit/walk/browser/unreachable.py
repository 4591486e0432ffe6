"""Why nothing could be opened, told by what the guard last said and by the browser's own error."""

from __future__ import annotations

import time
from collections.abc import Callable

from qraudit.models import Refusal

__all__ = ["Cause", "why_unreachable"]

_SIGNS = (
    ("NAME_NOT_RESOLVED", "dns"),
    ("timeout", "timeout"),
    ("Timeout", "timeout"),
    ("TIMED_OUT", "timeout"),
    ("Download is starting", "download"),
)
_BY_GUARD = {"unresolved": "dns", "unreachable": "unreachable", "timeout": "timeout"}
_NEVER_OPENED = frozenset({"payment", "metadata", "chromium-service", "malformed", "bound"})
"""What no option lifts, so that the message must not name one."""
_CONNECT_S = 10.0
"""What an address took at least before the guard gave up on it, where it hung rather than refused."""


class Cause:
    """Whose doing it was that an address did not open."""

    def __init__(self, latest: Callable[[], Refusal | None]) -> None:
        self._latest = latest
        self._before = self._mark()
        self._began = time.monotonic()
        self._refusal: Refusal | None = None

    def _mark(self) -> tuple[Refusal | None, int]:
        latest = self._latest()
        return latest, latest.count if latest else 0

    def failed(self, error: str) -> str:
        """Note why it has just failed; the reason."""
        now = self._mark()
        refusal = now[0] if now != self._before else None
        if refusal and refusal.reason == "unreachable" and time.monotonic() - self._began > _CONNECT_S:
            refusal = refusal.model_copy(update={"reason": "timeout"})
        self._refusal = refusal
        return self.why(error)[0]

    def why(self, error: str) -> tuple[str, str]:
        """The reason and its detail, for the error that the browser told."""
        return why_unreachable(error, self._refusal)


def why_unreachable(error: str, refusal: Refusal | None) -> tuple[str, str]:
    """The reason (a word of the text catalogue, `reason.*`) and its detail. `refusal`: what the guard said to it."""
    if refusal is None:
        return next((reason for sign, reason in _SIGNS if sign in error), "unreachable"), error
    where = f"{refusal.host}:{refusal.port}" if refusal.port else refusal.host
    if refusal.reason in _BY_GUARD:
        return _BY_GUARD[refusal.reason], where
    forbidden = refusal.reason in _NEVER_OPENED
    return "guard-forbidden" if forbidden else "guard-refused", f"{where} {refusal.reason}"
