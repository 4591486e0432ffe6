"""A memory card: photographs of the merchants' codes, with what a day's sweep also brings home."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["memory_card", "photograph"]

_SIZE = (640, 800)


def memory_card(folder: Path, base: str, count: int, *, first: int = 0) -> int:
    """`count` photographs: of ten, eight of a merchant each, one taken twice (or through its short link), one other.

    Returns how many there are, which is `count`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        dice = random.Random(number)
        file = folder / f"IMG_{number:05d}.jpg"
        if number % 10 == 9:
            file.write_bytes(_other(number, dice))
        elif number % 10 == 8:
            again = number - dice.randint(1, 8)
            path = f"/short/{again}" if dice.random() < 0.5 else f"/m/{again}/"
            file.write_bytes(photograph(base + path, dice))
        else:
            file.write_bytes(photograph(f"{base}/m/{number}/", dice))
    return count


def photograph(payload: str, dice: random.Random) -> bytes:
    """A card with the code, held a little askew."""
    from PIL import Image

    stream = io.BytesIO()
    segno.make(payload, error="m").save(stream, kind="png", scale=7, border=4)
    code = Image.open(stream).convert("RGB")
    card = Image.new("RGB", _SIZE, (dice.randint(120, 200), dice.randint(120, 200), dice.randint(110, 170)))
    turned = code.rotate(dice.uniform(-9, 9), Image.Resampling.BICUBIC, expand=True, fillcolor=card.getpixel((0, 0)))
    card.paste(turned, (dice.randint(40, 150), dice.randint(60, 260)))
    return _jpeg(card, dice)


def _other(number: int, dice: random.Random) -> bytes:
    """What is no merchant's web page: a contact, a Wi-Fi, a wall, a file that is no picture."""
    from PIL import Image

    kind = number // 10 % 4
    if kind == 0:
        return photograph(f"https://u.wechat.com/{number:08x}", dice)
    if kind == 1:
        return photograph(f"WIFI:S:shop{number};T:WPA;P:secret;;", dice)
    if kind == 2:
        return _jpeg(Image.new("RGB", _SIZE, (150, 140, 130)), dice)
    return f"no picture {number}".encode()


def _jpeg(image: Image, dice: random.Random) -> bytes:
    from PIL import Image as Images

    exif = Images.Exif()
    exif.get_ifd(0x8769)[0x9003] = f"2026:11:{dice.randint(1, 28):02d} 10:{dice.randint(0, 59):02d}:00"
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=82, exif=exif)
    return stream.getvalue()
