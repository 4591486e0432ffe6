"""What the screen shows, as pixels."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from qraudit.walk.observe.channel import Channel, SilentPageError

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


async def shot(channel: Channel, width: float) -> Screen:
    """The viewport as it is now.

    Raises:
        SilentPageError: the renderer gave no picture in time.

    """
    import cv2
    import numpy as np

    reply = await channel.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True}, within=_SECONDS)
    data = np.frombuffer(base64.b64decode(reply["data"]), np.uint8)
    image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if image is None:
        raise SilentPageError("the screenshot is no picture")
    return Screen(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8), width)
