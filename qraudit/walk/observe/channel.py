"""CDP calls that never hang: each has a deadline, and each failure is one of two."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import CDPSession, Error

__all__ = ["Channel", "SilentPageError", "WorldLostError"]

_LOST = ("context", "navigated", "frame with the given id", "Frame with", "Could not find", "No node", "not found")


class SilentPageError(Exception):
    """The renderer did not answer in time, or is gone."""


class WorldLostError(Exception):
    """The frame has navigated or left: what was known of its document is void."""


class Channel:
    """One CDP session with deadlines."""

    def __init__(self, cdp: CDPSession) -> None:
        self.cdp = cdp

    async def send(self, method: str, params: dict[str, Any] | None = None, *, within: float = 3.0) -> dict[str, Any]:
        """The reply to one command.

        Raises:
            SilentPageError: no answer within `within` seconds, or the page is gone.
            WorldLostError: the command named a context, frame or node that no longer exists.

        """
        try:
            async with asyncio.timeout(within):
                reply: dict[str, Any] = await self.cdp.send(method, params or {})
        except TimeoutError as late:
            raise SilentPageError(f"{method}: no answer in {within:.1f} s") from late
        except Error as error:
            if any(sign in error.message for sign in _LOST):
                raise WorldLostError(error.message) from error
            raise SilentPageError(error.message) from error
        return reply
