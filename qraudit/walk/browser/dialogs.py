"""Native dialogs: each is answered and recorded, and a page that asks without end is stopped."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from qraudit.models import Dialog
from qraudit.walk.browser.events import Events

if TYPE_CHECKING:
    from playwright.async_api import Dialog as NativeDialog

__all__ = ["MOST_DIALOGS", "AnswerDialog", "Dialogs"]

MOST_DIALOGS = 40
_TEXT = 500

AnswerDialog = Callable[[str, str], bool]
"""(kind, text) -> accept it?"""


class Dialogs:
    """Answers the dialogs of one context. `stop` ends the script that is running in front."""

    def __init__(self, events: Events, on_too_many: Callable[[], None], stop: Callable[[], Awaitable[Any]]) -> None:
        self.answer: AnswerDialog = lambda kind, text: True
        self._events = events
        self._on_too_many = on_too_many
        self._stop = stop
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
                text=dialog.message[:_TEXT],
                answered="accepted" if accept else "dismissed",
                step=self._events.step,
            )
        )
        with contextlib.suppress(Exception):
            await (dialog.accept() if accept else dialog.dismiss())

    async def _silence(self, dialog: NativeDialog) -> None:
        """It asks in a loop: what runs is ended, or the page could never be looked at."""
        self._on_too_many()
        with contextlib.suppress(Exception):
            ended = asyncio.ensure_future(self._stop())
            await dialog.dismiss()
            await asyncio.wait_for(ended, 1.0)
