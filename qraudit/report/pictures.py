"""Screenshots of a run, made small enough to be carried inside a report."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from qraudit.models import Box

__all__ = ["Album", "Embedded", "within"]

_WIDTH = 560
_QUALITY = 62
_EFFORT = 2
"""Of 6: twice as fast as the usual 4, and a twentieth larger."""
_TALLEST = 2.4
"""Height over width at which a picture of a whole page is cut: findings are marked within the first screen."""
_MOST = 160
_LARGEST_FILE = 40 << 20
_LARGEST_PIXELS = 60_000_000
_USUAL_WIDTH = 390
_AROUND = 3
"""CSS pixels between a place and the frame around it."""


@dataclass(frozen=True)
class Embedded:
    """One picture as the report carries it; width and height in CSS pixels of the page it shows."""

    id: str
    data: str
    width: float
    height: float

    def jpeg(self) -> bytes:
        """The picture as a JPEG, which word processors of every age open."""
        from PIL import Image as Images

        stream = io.BytesIO()
        with Images.open(io.BytesIO(base64.b64decode(self.data.partition(",")[2]))) as image:
            image.save(stream, "JPEG", quality=80)
        return stream.getvalue()


class Album:
    """The pictures that a report uses, each carried once however often it is shown."""

    def __init__(self, run: Path | None) -> None:
        self._run = run
        self._by_name: dict[str, Embedded | None] = {}
        self._by_content: dict[str, Embedded] = {}
        self._viewport_width = _viewport_width(run)

    @property
    def pictures(self) -> list[Embedded]:
        """Every picture used so far."""
        return list(self._by_content.values())

    def use(self, name: str | None) -> Embedded | None:
        """The picture of that name in the run folder, or None where there is none that can be shown."""
        if not name or self._run is None:
            return None
        if name not in self._by_name:
            self._by_name[name] = self._load(name)
        return self._by_name[name]

    def photograph(self) -> Embedded | None:
        """The photograph that the code was read from, upright, in its own pixels; None where the run has none."""
        names = sorted(path.name for path in self._run.glob("photo.*")) if self._run is not None else []
        data = _read(self._run, names[0]) if names else None
        made = _shrink(data, "photo", None, upright=True) if data is not None else None
        if made is not None:
            self._by_content["photo"] = made
        return made

    def _load(self, name: str) -> Embedded | None:
        data = _read(self._run, name)
        if data is None or len(self._by_content) >= _MOST:
            return None
        content = hashlib.sha256(data).hexdigest()
        if content not in self._by_content:
            made = _shrink(data, f"p{len(self._by_content)}", self._viewport_width)
            if made is None:
                return None
            self._by_content[content] = made
        return self._by_content[content]


def within(picture: Embedded, box: Box) -> Box:
    """The frame around a place, kept on the picture: one around the whole of it can be seen too."""
    (left, right), (top, bottom) = _span(box[0], box[2], picture.width), _span(box[1], box[3], picture.height)
    return left, top, right - left, bottom - top


def _span(start: float, length: float, limit: float) -> tuple[float, float]:
    low = min(max(start - _AROUND, _AROUND), limit - 3 * _AROUND)
    return low, max(min(start + length + _AROUND, limit - _AROUND), low + 2 * _AROUND)


def _read(run: Path | None, name: str) -> bytes | None:
    parts = PurePosixPath(name).parts
    if run is None or not parts or ".." in parts or name.startswith("/") or ":" in name or "\\" in name:
        return None
    path = run.joinpath(*parts)
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST_FILE:
            return None
        return path.read_bytes()
    except OSError:
        return None


def _shrink(data: bytes, picture_id: str, viewport_width: float | None, *, upright: bool = False) -> Embedded | None:
    from PIL import Image as Images
    from PIL import ImageOps

    try:
        with Images.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as opened:
            if opened.width * opened.height > _LARGEST_PIXELS:
                return None
            image = (ImageOps.exif_transpose(opened) if upright else opened).convert("RGB")
    except (OSError, ValueError, Images.DecompressionBombError):
        return None
    if upright:
        return _embed(image, picture_id, image.width)
    image = image.crop((0, 0, image.width, min(image.height, round(image.width * _TALLEST))))
    return _embed(image, picture_id, viewport_width or _likely_width(image.width))


def _embed(image: Image, picture_id: str, css_width: float) -> Embedded:
    from PIL.Image import Resampling

    css_height = image.height * css_width / image.width
    if image.width > _WIDTH:
        size = (_WIDTH, max(round(image.height * _WIDTH / image.width), 1))
        image = image.resize(size, Resampling.LANCZOS, reducing_gap=2.0)
    stream = io.BytesIO()
    image.save(stream, "WEBP", quality=_QUALITY, method=_EFFORT)
    encoded = base64.b64encode(stream.getvalue()).decode()
    return Embedded(picture_id, f"data:image/webp;base64,{encoded}", css_width, round(css_height, 1))


def _likely_width(pixels: int) -> float:
    """CSS pixels of a screenshot whose viewport is not known: phones have one to three device pixels each."""
    scale = min((1.0, 2.0, 3.0), key=lambda factor: abs(pixels / factor - _USUAL_WIDTH))
    return pixels / scale


def _viewport_width(run: Path | None) -> float | None:
    """The viewport's width by the run's first snapshot."""
    if run is None:
        return None
    for snapshot in sorted((run / "steps").glob("*.json"))[:3]:
        try:
            return float(json.loads(snapshot.read_bytes())["viewport"][0]) or None
        except (OSError, ValueError, LookupError, TypeError):
            continue
    return None
