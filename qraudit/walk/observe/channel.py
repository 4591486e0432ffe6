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
        self._gone = asyncio.Event()

    def end(self) -> None:
        """The renderer has crashed: nothing will answer any more, and what is being waited for never comes."""
        self._gone.set()

    async def send(self, method: str, params: dict[str, Any] | None = None, *, within: float = 3.0) -> dict[str, Any]:
        """The reply to one command.

        Raises:
            SilentPageError: no answer within `within` seconds, or the page is gone.
            WorldLostError: the command named a context, frame or node that no longer exists.

        """
        if self._gone.is_set():
            raise SilentPageError("the renderer has crashed")
        sent = asyncio.ensure_future(self.cdp.send(method, params or {}))
        crash = asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait({sent, crash}, timeout=within, return_when=asyncio.FIRST_COMPLETED)
            if not sent.done():
                raise SilentPageError(f"{method}: no answer in {within:.1f} s")
            reply: dict[str, Any] = sent.result()
        except Error as error:
            if any(sign in error.message for sign in _LOST):
                raise WorldLostError(error.message) from error
            raise SilentPageError(error.message) from error
        finally:
            sent.cancel()
            crash.cancel()
        return reply
