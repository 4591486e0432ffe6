"""A printed card with a code on it, as somebody's phone sees it: from aside, not quite sharp, unevenly lit.

The cards are committed without their code (`card.webp`), so a photograph can be taken again for any address where no
Chinese font is installed. One seed gives one photograph.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qraudit.samples.truth import Sample

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

__all__ = ["CARD", "CODE", "photograph", "photographs"]

CARD = (600, 800)
"""A card's width and height."""
CODE = (110, 220, 380)
"""Where the code stands on a card: x, y, side."""
_PHOTO = (960, 1280)
_SCENES = {"wood": (74, 108, 150), "concrete": (150, 152, 150), "steel": (168, 160, 150), "dark": (52, 46, 44)}
"""What a card lies on or hangs at, in BGR."""


def photographs(samples: Iterable[Sample], base_url: str, into: Path) -> dict[str, Path]:
    """New photographs of these merchants' codes for a server that listens elsewhere than the committed ones say."""
    into.mkdir(parents=True, exist_ok=True)
    taken = {}
    for sample in samples:
        taken[sample.slug] = into / f"{sample.slug}.jpg"
        taken[sample.slug].write_bytes(photograph(sample, base_url))
    return taken


def photograph(sample: Sample, base_url: str) -> bytes:
    """A JPEG of the merchant's card with the code of its address on that server."""
    import cv2
    import numpy as np

    dice = np.random.default_rng(zlib.crc32(sample.slug.encode()))
    scene = _scene(sample.truth.card.scene, dice)
    card = _printed(sample, base_url)
    held = cv2.getPerspectiveTransform(_corners(*CARD), _held(dice))
    lying = cv2.warpPerspective(card, held, _PHOTO, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full(card.shape[:2], 255, np.uint8), held, _PHOTO)
    shadow = cv2.GaussianBlur(np.roll(mask, (14, 10), (0, 1)), (0, 0), 12)[..., None] / 255.0
    picture = scene * (1 - 0.45 * shadow)
    edge = cv2.GaussianBlur(mask, (0, 0), 0.8)[..., None] / 255.0
    picture = picture * (1 - edge) + lying * edge
    return _taken(_lit(picture, dice), dice)


def _printed(sample: Sample, base_url: str) -> Pixels:
    import cv2
    import numpy as np
    import segno

    card = cv2.imdecode(np.frombuffer((sample.folder / "card.webp").read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    assert card is not None, sample.folder
    rows = list(segno.make(sample.address(base_url), error="m", micro=False).matrix_iter(border=2))
    modules = np.where(np.array(rows, bool), np.uint8(24), np.uint8(252))
    x, y, side = CODE
    printed = cv2.resize(modules, (side, side), interpolation=cv2.INTER_NEAREST)
    card[y : y + side, x : x + side] = printed[..., None]
    return np.asarray(card, np.uint8)


def _scene(name: str, dice: np.random.Generator) -> Any:
    import cv2
    import numpy as np

    width, height = _PHOTO
    base = np.full((height, width, 3), _SCENES.get(name, _SCENES["wood"]), np.float32)
    coarse = (width // 160, height // 4) if name == "wood" else (width // 3, height // 3)
    grain = dice.normal(0, 12, (coarse[1], coarse[0])).astype(np.float32)
    return base + cv2.resize(grain, _PHOTO, interpolation=cv2.INTER_CUBIC)[..., None]


def _corners(width: float, height: float) -> Any:
    import numpy as np

    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)


def _held(dice: np.random.Generator) -> Any:
    """Where the card's corners come to lie: near and far edges of different length, a little turned."""
    import numpy as np

    width, height = _PHOTO
    frame = _corners(width * 0.68, height * 0.66) + np.array((width * 0.16, height * 0.17))
    turn = np.deg2rad(dice.uniform(-7, 7))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centre = frame.mean(0)
    return ((frame - centre) @ rotation.T + centre + dice.uniform(-44, 44, (4, 2))).astype(np.float32)


def _lit(picture: Any, dice: np.random.Generator) -> Any:
    """Light from one side, a soft glare where the lamp is reflected, darker corners."""
    import numpy as np

    width, height = _PHOTO
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    side = dice.uniform(0, 2 * np.pi)
    light = 0.86 + 0.2 * (x * np.cos(side) + y * np.sin(side)) - 0.14 * (x**2 + y**2)
    lamp = np.exp(-((x - dice.uniform(-0.9, 0.9)) ** 2 + (y - dice.uniform(-0.9, -0.5)) ** 2) / 0.06)
    return picture * light[..., None] * (0.97, 1.0, 1.03) + 70 * lamp[..., None]


def _taken(picture: Any, dice: np.random.Generator) -> bytes:
    """Out of focus a little, shaken a little, with the sensor's noise, as JPEG."""
    import cv2
    import numpy as np

    shake = np.zeros((5, 5), np.float32)
    shake[2, 1:4] = 1 / 3
    blurred = cv2.GaussianBlur(
        cv2.filter2D(picture.astype(np.float32), -1, shake), (0, 0), float(dice.uniform(0.7, 1.3))
    )
    noisy = np.clip(blurred + dice.normal(0, 2.2, blurred.shape), 0, 255).astype(np.uint8)
    done, data = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 68])
    assert done
    return data.tobytes()
