"""What was found and tried, drawn onto a copy of the picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

    from qraudit.models import Photo, Point

__all__ = ["draw_explanation"]

_READ, _UNREAD = (0, 160, 60), (220, 90, 0)
_LONGEST_SIDE = 2000


def draw_explanation(path: Path, photo: Photo, out_dir: Path) -> Path | None:
    """A copy of the picture with every code outlined: green where it was read, orange where it was not.

    None where the file is no picture. The name is that of the picture, with `.explained.png`.
    """
    from PIL import ImageDraw

    picture = _upright(path)
    if picture is None or photo.width is None:
        return None
    factor = picture.width / photo.width
    draw = ImageDraw.Draw(picture)
    for number, code in enumerate(photo.codes, 1):
        if code.page == 1:
            _outline(draw, code.corners, factor, _READ, f"{number} {code.kind} ({code.engine}/{code.preparation})")
    for corners in photo.seen:
        _outline(draw, corners, factor, _UNREAD, "?")
    out_dir.mkdir(parents=True, exist_ok=True)
    target = out_dir / f"{path.name}.explained.png"
    picture.save(target)
    return target


def _upright(path: Path) -> Image.Image | None:
    from qraudit.codes.pictures import PictureError, frames_of

    try:
        frame = next(frames_of(path.read_bytes()))
    except (PictureError, OSError, StopIteration):
        return None
    from PIL import Image

    picture = Image.fromarray(frame.grey).convert("RGB")
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return picture


def _outline(draw: Any, corners: list[Point], factor: float, colour: tuple[int, int, int], label: str) -> None:
    if len(corners) < 3:
        return
    points = [(x * factor, y * factor) for x, y in corners]
    draw.line([*points, points[0]], fill=colour, width=4, joint="curve")
    draw.text((min(x for x, _ in points), max(0, min(y for _, y in points) - 14)), label, fill=colour)
