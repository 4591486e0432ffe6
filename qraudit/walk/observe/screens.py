"""What the screen shows, as pixels."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from playwright.async_api import Error, Page

from qraudit.walk.observe.channel import SilentPageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from qraudit.models import Box

    Pixels = npt.NDArray[np.uint8]

__all__ = ["Screen", "shot"]

_SECONDS = 8.0


class Screen:
    """One picture of the viewport; boxes are given in CSS pixels."""

    def __init__(self, rgb: Pixels, width: float) -> None:
        self.rgb = rgb
        self.scale = rgb.shape[1] / max(1.0, width)

    def crop(self, box: Box, *, margin: float = 0.0) -> Pixels | None:
        """The pixels of a box, `None` where it lies outside."""
        x, y, width, height = box
        left, top = max(0, round((x - margin) * self.scale)), max(0, round((y - margin) * self.scale))
        right, bottom = round((x + width + margin) * self.scale), round((y + height + margin) * self.scale)
        part = self.rgb[top:bottom, left:right]
        return part if part.shape[0] >= 4 and part.shape[1] >= 4 else None


async def shot(page: Page, width: float) -> Screen:
    """The viewport as it is now, in the screen's own resolution.

    Taken by Playwright: over a CDP session of one's own, Chromium gives one pixel a CSS pixel, and with a clip it
    takes the phone's metrics off the page for good.

    Raises:
        SilentPageError: the renderer gave no picture in time.

    """
    import cv2
    import numpy as np

    try:
        async with asyncio.timeout(_SECONDS):
            data = await page.screenshot(caret="initial", animations="allow", timeout=_SECONDS * 1000)
    except (Error, TimeoutError) as error:
        raise SilentPageError(f"no screenshot: {error}") from error
    image = await asyncio.to_thread(cv2.imdecode, np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise SilentPageError("the screenshot is no picture")
    return Screen(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8), width)
