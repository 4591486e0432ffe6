"""Why nothing could be opened, told by what the guard last said and by the browser's own error."""

from __future__ import annotations

from qraudit.models import Refusal

__all__ = ["why_unreachable"]

_SIGNS = (
    ("NAME_NOT_RESOLVED", "dns"),
    ("timeout", "timeout"),
    ("TIMED_OUT", "timeout"),
    ("Download is starting", "download"),
)
_BY_GUARD = {"unresolved": "dns", "unreachable": "unreachable"}
_NEVER_OPENED = frozenset({"payment", "metadata", "chromium-service", "malformed", "bound"})
"""What no option lifts, so that the message must not name one."""


def why_unreachable(error: str, refusal: Refusal | None) -> tuple[str, str]:
    """The reason (a word of the text catalogue, `reason.*`) and its detail. `refusal`: what the guard said to it."""
    if refusal is None:
        return next((reason for sign, reason in _SIGNS if sign in error), "unreachable"), error
    where = f"{refusal.host}:{refusal.port}" if refusal.port else refusal.host
    if refusal.reason in _BY_GUARD:
        return _BY_GUARD[refusal.reason], where
    forbidden = refusal.reason in _NEVER_OPENED
    return "guard-forbidden" if forbidden else "guard-refused", f"{where} {refusal.reason}"
