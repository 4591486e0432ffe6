"""Native dialogs: each is answered and recorded, and a page that asks without end is stopped."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from qraudit.models import Dialog
from qraudit.walk.browser.events import Events
from qraudit.walk.halves import whole

if TYPE_CHECKING:
    from playwright.async_api import Dialog as NativeDialog

__all__ = ["MOST_DIALOGS", "AnswerDialog", "Dialogs"]

MOST_DIALOGS = 40
"""In one document, beyond which `bridge.js` has its script fail; over all, beyond which they are only dismissed."""
_PATIENCE = 3
"""How many times as many it takes until a page that asks all the same is ended."""
_TEXT = 500

AnswerDialog = Callable[[str, str], bool]
"""(kind, text) -> accept it?"""


class Dialogs:
    """Answers the dialogs of one context. `end` ends the page in front."""

    def __init__(self, events: Events, on_too_many: Callable[[], None], end: Callable[[], Awaitable[Any]]) -> None:
        self.answer: AnswerDialog = lambda kind, text: True
        self._events = events
        self._on_too_many = on_too_many
        self._end = end
        self._count = 0

    async def on_dialog(self, dialog: NativeDialog) -> None:
        """Playwright's `dialog` event."""
        self._count += 1
        if self._count > MOST_DIALOGS:
            await self._silence(dialog)
            return
        accept = dialog.type == "beforeunload" or self.answer(dialog.type, dialog.message)
        self._events.dialogs.append(
            Dialog(
                kind=dialog.type,
                text=whole(dialog.message[:_TEXT]),
                answered="accepted" if accept else "dismissed",
                step=self._events.step,
            )
        )
        with contextlib.suppress(Exception):
            await (dialog.accept() if accept else dialog.dismiss())

    async def _silence(self, dialog: NativeDialog) -> None:
        """It asks in a loop."""
        self._on_too_many()
        with contextlib.suppress(Exception):
            if self._count == _PATIENCE * MOST_DIALOGS:
                await asyncio.wait_for(self._end(), 1.0)
            await dialog.dismiss()
