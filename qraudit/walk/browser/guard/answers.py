"""A server's answer, looked at only as far as to see whether it speaks in the guard's name."""

from __future__ import annotations

import re

__all__ = ["AnswerBeginning", "ImpostorError"]

_STATUS = re.compile(rb"HTTP/\d\.\d +(\d{3})")
_STATUS_LENGTH = 16
_MOST = 64 * 1024


class ImpostorError(Exception):
    """The server asks for a proxy's password: the guard's, for the browser knows no other proxy."""


class AnswerBeginning:
    """Holds an answer back until its final status is known, which is nearly always its first dozen bytes."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> bytes | None:
        """What may be passed on; None while that cannot be told yet.

        Raises:
            ImpostorError: nothing may.

        """
        self._held += data
        status = self._final_status()
        if status == b"407":
            raise ImpostorError
        return None if status is None else self._held

    @property
    def held(self) -> bytes:
        """What has come so far."""
        return self._held

    def _final_status(self) -> bytes | None:
        """The first status that is no interim one; empty where this is no HTTP at all."""
        rest = self._held
        while len(rest) >= _STATUS_LENGTH:
            found = _STATUS.match(rest)
            if not found or len(self._held) > _MOST:
                return b""
            if not found[1].startswith(b"1") or found[1] == b"101":
                return found[1]
            rest = rest.partition(b"\r\n\r\n")[2]
        return None
