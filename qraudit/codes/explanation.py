"""What was found and tried, drawn onto a copy of the picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

    from qraudit.models import Photo

__all__ = ["draw_explanation", "draw_file"]

_READ, _UNREAD, _CAPTION = (0, 150, 60), (220, 90, 0), (32, 32, 32)
_LONGEST_SIDE = 2000
_LINE = 26


def draw_explanation(path: Path, photo: Photo, out_dir: Path) -> Path | None:
    """A copy of the picture with every code outlined: green where it was read, orange where it was not.

    Beneath it stand the codes by number, who read them, and what was tried. None where the file is no picture. It is
    drawn by the worker process, which alone opens hostile pictures.
    """
    from qraudit.codes.photo import shared_worker

    if photo.width is None or not photo.readable:
        return None
    out_dir.mkdir(parents=True, exist_ok=True)
    target = out_dir / f"{path.stem}-{(photo.sha256 or '')[:8]}.explained.png"
    with shared_worker() as worker:
        return target if worker.draw(path, target, _plan(photo)) else None


def _plan(photo: Photo) -> dict[str, Any]:
    """What to draw, as JSON carries it."""
    page = photo.codes[0].page if photo.codes else 1
    outlines = [
        {"corners": code.corners, "label": str(number), "read": True}
        for number, code in enumerate(photo.codes, 1)
        if code.page == page
    ]
    outlines += [{"corners": corners, "label": "?", "read": False} for corners in photo.seen]
    return {"page": page, "width": photo.width, "outlines": outlines, "lines": _lines(photo)}


def _lines(photo: Photo) -> list[str]:
    """Ids and names only: the typefaces at hand may have no Chinese."""
    lines = []
    for number, code in enumerate(photo.codes, 1):
        others = f", also {', '.join(code.agreement)}" if code.agreement else ""
        lines.append(f"{number}  {code.kind}  {code.engine}/{code.preparation}{others}  {code.confidence:.2f}")
    if photo.seen:
        lines.append(f"?  {len(photo.seen)} seen but not read")
    if photo.reason_id:
        lines.append(f"reason: {photo.reason_id}")
    lost = f", {len(photo.lost)} lost to a crash" if photo.lost else ""
    lines.append(f"{len(photo.tried)} attempts{lost}")
    return lines


def _drawn(picture: Image.Image, plan: dict[str, Any]) -> Image.Image:
    """The picture with the plan's outlines on it and its lines beneath."""
    from PIL import Image, ImageDraw, ImageFont

    factor = picture.width / plan["width"]
    copy = Image.new("RGB", (picture.width, picture.height + _LINE * len(plan["lines"]) + 8), "white")
    copy.paste(picture)
    draw, font = ImageDraw.Draw(copy), ImageFont.load_default(18)
    for outline in plan["outlines"]:
        points = [(x * factor, y * factor) for x, y in outline["corners"]]
        colour = _READ if outline["read"] else _UNREAD
        draw.line([*points, points[0]], fill=colour, width=max(3, picture.width // 250), joint="curve")
        left, top = points[0][0], max(0, points[0][1] - 24)
        box = draw.textbbox((left, top), outline["label"], font=font)
        draw.rectangle((box[0] - 4, box[1] - 3, box[2] + 4, box[3] + 3), fill=colour)
        draw.text((left, top), outline["label"], fill="white", font=font)
    for number, line in enumerate(plan["lines"]):
        draw.text((8, picture.height + 4 + number * _LINE), line, fill=_CAPTION, font=font)
    return copy


def draw_file(source: Path, target: Path, plan: dict[str, Any]) -> None:
    """Draw the plan onto a copy of a file; the worker's part."""
    from qraudit.codes.pictures import colour_of

    _drawn(colour_of(source.read_bytes(), plan["page"], _LONGEST_SIDE), plan).save(target)
