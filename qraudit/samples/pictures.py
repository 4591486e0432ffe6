"""Goods as a phone would photograph them, drawn from a seed: no picture of anything real is committed."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable
from functools import cache
from typing import Any

__all__ = ["KINDS", "goods"]

_SIDE = 240
_Draw = Any


@cache
def goods(kind: str, seed: str) -> bytes:
    """A WebP of 240 x 240; the same one for the same kind and seed. An unknown kind is drawn as a dish."""
    from PIL import Image, ImageDraw, ImageFilter

    dice = random.Random(f"{kind}/{seed}")  # noqa: S311 (a picture, not a secret)
    wall = dice.randint(20, 60)
    image = Image.linear_gradient("L").resize((_SIDE, _SIDE)).rotate(dice.choice((0, 180)))
    image = Image.merge(
        "RGB", [image.point(lambda v, t=tint: t - v // 9) for tint in (250, 246 - wall // 8, 240 - wall)]
    )
    KINDS.get(kind, _dish)(ImageDraw.Draw(image), dice)
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(1)).save(out, "WEBP", quality=70)
    return out.getvalue()


def _hue(dice: random.Random, low: int, high: int, strength: int = 65, light: int = 80) -> str:
    return f"hsv({dice.randint(low, high)},{strength}%,{light}%)"


def _disc(draw: _Draw, x: float, y: float, radius: float, fill: str) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _dish(draw: _Draw, dice: random.Random) -> None:
    _disc(draw, 122, 128, 96, "#9c8e7a")
    _disc(draw, 120, 122, 96, "#fbfaf6")
    _disc(draw, 120, 122, 72, _hue(dice, 10, 45, 75, 55))
    for _ in range(48):
        turn, reach = dice.random() * math.tau, 62 * math.sqrt(dice.random())
        tone = _hue(dice, 0, 110, 70, dice.randint(50, 95))
        _disc(draw, 120 + reach * math.cos(turn), 122 + reach * math.sin(turn), dice.randint(5, 13), tone)


def _cup(draw: _Draw, dice: random.Random) -> None:
    draw.polygon([(72, 60), (168, 60), (152, 214), (88, 214)], fill=_hue(dice, 10, 60, 55, 78))
    draw.polygon([(72, 60), (168, 60), (164, 96), (76, 96)], fill="#fffaf0")
    draw.rounded_rectangle((64, 44, 176, 62), 8, fill="#ffffff")
    draw.line((128, 50, 146, 8), fill=_hue(dice, 0, 360), width=9)


def _pack(draw: _Draw, dice: random.Random) -> None:
    tone = _hue(dice, 0, 360, 60, 85)
    draw.rounded_rectangle((56, 40, 184, 214), 16, fill=tone)
    draw.rectangle((56, 92, 184, 150), fill="#fffdf5")
    _disc(draw, 120, 121, 22, _hue(dice, 0, 360))
    draw.rectangle((66, 40, 174, 52), fill="#ffffff")


def _bottle(draw: _Draw, dice: random.Random) -> None:
    tone = _hue(dice, 0, 360, 50, 88)
    draw.rectangle((104, 30, 136, 80), fill=tone)
    draw.rounded_rectangle((84, 70, 156, 220), 18, fill=tone)
    draw.rounded_rectangle((100, 18, 140, 38), 5, fill="#ffffff")
    draw.rectangle((84, 116, 156, 172), fill="#fffef6")


def _view(draw: _Draw, dice: random.Random) -> None:
    for index, tone in enumerate(("#8fb3bb", "#5f8f84", "#34695a")):
        base, phase = 110 + index * 36, dice.random() * 6
        ridge = [(x, base + 20 * math.sin(x / (26 + 9 * index) + phase)) for x in range(0, 250, 10)]
        draw.polygon([(0, 240), *ridge, (240, 240)], fill=tone)


def _room(draw: _Draw, dice: random.Random) -> None:
    draw.rectangle((0, 150, 240, 240), fill="#c9b295")
    draw.rectangle((24, 30, 104, 110), fill=_hue(dice, 180, 220, 30, 95))
    draw.rounded_rectangle((40, 120, 220, 200), 12, fill="#ffffff")
    draw.rounded_rectangle((40, 150, 220, 206), 8, fill=_hue(dice, 0, 360, 35, 75))
    draw.rounded_rectangle((54, 108, 116, 140), 10, fill="#f1ece2")


KINDS: dict[str, Callable[[_Draw, random.Random], None]] = {
    "dish": _dish,
    "cup": _cup,
    "pack": _pack,
    "bottle": _bottle,
    "view": _view,
    "room": _room,
}
