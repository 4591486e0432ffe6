"""Pictures that carry the message: codes in them, words in them, crosses that no markup tells."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.async_api import Page

from qraudit.models import Box, Code, Control, Overlay, Picture, Snapshot, TextLine
from qraudit.walk.observe.channel import SilentPageError
from qraudit.walk.observe.crosses import drawn_contrast, find_crosses, is_cross
from qraudit.walk.observe.screens import shot
from qraudit.walk.observe.see_through import is_seen_through
from qraudit.walk.observe.settings import picture_settings
from qraudit.walk.observe.sight import SeenPicture
from qraudit.walk.observe.words import Word, fingerprint, read_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

__all__ = ["PictureReader"]

_LOG = logging.getLogger(__name__)
_REMEMBERED = 400
_ALL_CODE = 0.75
"""Share of a picture: what is left is the quiet zone."""
_CODE_SECONDS = 6.0
_WORD_SECONDS = 20.0
_MOSTLY = 0.7


@dataclass
class _Found:
    """What one picture was found to say; `None` where that was not asked."""

    codes: list[Code] | None = None
    words: list[Word] | None = None
    crosses: list[Word] | None = None


@dataclass(frozen=True)
class _Icon:
    """What the pixels of a small wordless control tell."""

    cross: bool
    contrast: float


@dataclass
class _Job:
    """One picture to be looked into."""

    picture: SeenPicture
    found: _Found
    codes: bool
    words: bool
    fresh: bool = field(default=False)


class PictureReader:
    """Looks into pictures, each once, and only where the markup does not explain them."""

    def __init__(self, page: Page, read_codes: Callable[[np.ndarray], list[Code]] | None) -> None:
        self._page = page
        self._read_codes = read_codes
        self._by_key: dict[str, _Found] = {}
        self._codes_by_pixels: dict[str, list[Code]] = {}
        self._icons: dict[str, _Icon] = {}

    async def read(self, snapshot: Snapshot, pictures: list[SeenPicture], covered: list[TextLine]) -> list[Picture]:
        """The pictures with what they say; controls without a name get the words baked into them.

        `covered` are the page's own lines that something is painted over.
        """
        overlays = snapshot.overlays
        jobs = [job for job in (self._job(one, snapshot, overlays) for one in pictures) if job is not None]
        unknown = [one for one in snapshot.controls if _needs_pixels(one) and _icon_key(one) not in self._icons]
        if any(job.fresh for job in jobs) or unknown:
            await self._look_into(jobs, unknown, snapshot)
        for control in snapshot.controls:
            icon = self._icons.get(_icon_key(control)) if _needs_pixels(control) else None
            if icon is not None:
                control.glyph = "close" if icon.cross else control.glyph
                control.contrast = control.contrast if control.contrast is not None else icon.contrast
        said = {job.picture.id: job.found for job in jobs}
        standing = [one for one in snapshot.controls if one.in_viewport]
        done = [_told(one, said.get(one.id), standing, _below(one, snapshot, covered)) for one in pictures]
        _name_controls(snapshot.controls, done)
        return done

    def _job(self, picture: SeenPicture, snapshot: Snapshot, overlays: list[Overlay]) -> _Job | None:
        if picture.seen is None or not picture.loaded or not _is_mostly(picture.seen, picture.box):
            return None
        wants_codes = self._read_codes is not None and _may_hold_code(picture)
        wants_words = _may_hold_words(picture, snapshot, overlays)
        if not wants_codes and not wants_words:
            return None
        found = self._by_key.get(picture.key)
        if found is None:
            while len(self._by_key) >= _REMEMBERED:
                self._by_key.pop(next(iter(self._by_key)))
            found = self._by_key[picture.key] = _Found()
        fresh = (wants_codes and found.codes is None) or (wants_words and found.words is None)
        return _Job(picture, found, wants_codes, wants_words, fresh)

    async def _look_into(self, jobs: list[_Job], unknown: list[Control], snapshot: Snapshot) -> None:
        try:
            screen = await shot(self._page, snapshot.viewport[0])
        except SilentPageError as error:
            _LOG.warning("no picture of the page: %s", error)
            return
        for control in unknown:
            crop = screen.crop(control.glyph_box or control.box)
            if crop is not None:
                self._icons[_icon_key(control)] = _Icon(is_cross(crop), drawn_contrast(crop))
        jobs.sort(key=lambda job: _rank(job.picture, snapshot))
        for job in [one for one in jobs if one.codes and one.found.codes is None][: picture_settings().codes_limit]:
            crop = screen.crop(job.picture.seen or job.picture.box)
            job.found.codes = await self._codes(crop) if crop is not None else []
        wanting = [one for one in jobs if one.found.words is None and (one.words or one.found.codes)]
        for job in wanting[: picture_settings().words_limit]:
            crop = screen.crop(job.picture.seen or job.picture.box)
            blank = crop is None or _is_all_code(job.found.codes or [], crop)
            words = [] if blank or crop is None else await _words(crop, screen.scale)
            job.found.words = [
                one for one in words if crop is None or not _is_in_code(one, job.found.codes or [], crop)
            ]
            job.found.crosses = _painted_crosses(crop, screen.scale) if crop is not None else []

    async def _codes(self, crop: Pixels) -> list[Code]:
        key = fingerprint(crop)
        if key not in self._codes_by_pixels:
            self._codes_by_pixels[key] = await self._asked(crop) if _is_busy(crop) else []
        return self._codes_by_pixels[key]

    async def _asked(self, crop: Pixels) -> list[Code]:
        if self._read_codes is None:
            return []
        try:
            return await asyncio.wait_for(asyncio.to_thread(self._read_codes, crop), _CODE_SECONDS)
        except Exception as error:  # the reader is another stage's: its failure must not end the walk
            _LOG.warning("codes in a picture could not be read: %r", error)
            return []


def _is_all_code(codes: list[Code], crop: Pixels) -> bool:
    """A code that fills its picture leaves no room for words."""
    boxes = [([one[0] for one in code.corners], [one[1] for one in code.corners]) for code in codes if code.corners]
    covered = sum((max(xs) - min(xs)) * (max(ys) - min(ys)) for xs, ys in boxes)
    return bool(covered >= _ALL_CODE * crop.shape[0] * crop.shape[1])


def _is_in_code(word: Word, codes: list[Code], crop: Pixels) -> bool:
    """The modules of a code look like characters to an OCR engine."""
    x, y = (word.left + word.width / 2) * crop.shape[1], (word.top + word.height / 2) * crop.shape[0]
    for corners in (code.corners for code in codes if code.corners):
        xs, ys = [one[0] for one in corners], [one[1] for one in corners]
        if min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys):
            return True
    return False


def _painted_crosses(crop: Pixels, scale: float) -> list[Word]:
    height, width = crop.shape[:2]
    places = find_crosses(crop, scale)
    return [Word("×", left / width, top / height, w / width, h / height) for left, top, w, h in places]


async def _words(crop: Pixels, scale: float) -> list[Word]:
    try:
        return await asyncio.wait_for(asyncio.to_thread(read_words, _reduced(crop, scale)), _WORD_SECONDS)
    except Exception as error:  # no engine, or one that fails: the picture stays unread
        _LOG.warning("words in a picture could not be read: %r", error)
        return []


def _reduced(crop: Pixels, scale: float) -> Pixels:
    """Two pixels for each CSS pixel are enough to read by, and no side longer than the settings say."""
    import cv2
    import numpy as np

    share = min(1.0, 2.0 / scale, picture_settings().longest_side / max(crop.shape[:2]))
    if share >= 1.0:
        return np.ascontiguousarray(crop)
    return np.asarray(cv2.resize(crop, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8)


def _is_busy(crop: Pixels) -> bool:
    """Cheaply: a code changes between light and dark many times across; plain areas and icons do not."""
    import cv2
    import numpy as np

    grey = cv2.resize(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), (160, 160), interpolation=cv2.INTER_AREA)
    if int(grey.max()) - int(grey.min()) < 50:
        return False
    _, binary = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    changes = np.abs(np.diff(binary.astype(np.int8), axis=1)).sum(axis=1)
    return bool((changes >= 6).mean() > 0.15)


def _may_hold_code(picture: SeenPicture) -> bool:
    side = picture_settings().code_side
    seen = picture.seen
    return seen is not None and min(seen[2], seen[3]) >= side


def _may_hold_words(picture: SeenPicture, snapshot: Snapshot, overlays: list[Overlay]) -> bool:
    limits = picture_settings()
    seen = picture.seen
    if seen is None or picture.words_over >= limits.explained:
        return False
    if picture.wordless_control and seen[2] >= limits.button_width and seen[3] >= limits.button_height:
        return True
    if min(seen[2], seen[3]) < limits.words_side:
        return False
    share = seen[2] * seen[3] / max(1, snapshot.viewport[0] * snapshot.viewport[1])
    layer = next((one for one in overlays if one.id == picture.overlay), None)
    return share > limits.viewport_share or layer is not None


def _is_mostly(seen: Box, box: Box) -> bool:
    return seen[2] * seen[3] >= _MOSTLY * box[2] * box[3] or seen[2] * seen[3] > 40_000


def _rank(picture: SeenPicture, snapshot: Snapshot) -> tuple[bool, float]:
    """Pictures on the top-most layer first, then the larger."""
    modal = snapshot.modal
    return (modal is None or picture.overlay != modal.id, -picture.box[2] * picture.box[3])


def _below(picture: SeenPicture, snapshot: Snapshot, covered: list[TextLine]) -> list[TextLine]:
    """What may show through the picture: covered lines, and lines of other layers."""
    return covered + [line for line in snapshot.lines if line.overlay != picture.overlay]


def _told(picture: SeenPicture, found: _Found | None, controls: list[Control], below: list[TextLine]) -> Picture:
    plain = picture.plain()
    if found is None or picture.seen is None or (found.codes is None and found.words is None):
        return plain
    plain.read = True
    plain.codes = list(found.codes or [])
    over = [one for one in controls if _explains(one, picture)]
    lines = [_placed(word, picture.seen, picture.overlay) for word in found.words or []]
    lines = [line for line in lines if not is_seen_through(line, below)]
    crosses = [_placed(one, picture.seen, picture.overlay) for one in found.crosses or []]
    plain.lines = [line for line in lines if not any(_is_on(line, one) for one in over)]
    plain.crosses = [line.box for line in crosses if not any(_is_on(line, one) for one in over)]
    return plain


def _explains(control: Control, picture: SeenPicture) -> bool:
    """A control that lies on the picture and draws its own words or glyph there."""
    own = control.id != picture.control and control.overlay == picture.overlay
    return own and (bool(control.text) or control.glyph != "none")


def _placed(word: Word, on: Box, overlay: str | None) -> TextLine:
    x, y, width, height = on
    box = (x + word.left * width, y + word.top * height, word.width * width, word.height * height)
    return TextLine(text=word.text, box=box, font_size=round(box[3] * 0.75, 1), overlay=overlay)


def _name_controls(controls: list[Control], pictures: list[Picture]) -> None:
    """What has no words of its own is called by those that are painted where it lies."""
    lines = [line for picture in pictures for line in picture.lines]
    for control in controls:
        if control.name or not control.in_viewport or control.kind in ("text", "select"):
            continue
        words = " ".join(line.text for line in lines if line.overlay == control.overlay and _is_on(line, control))
        if words:
            control.name = words[:200]
            control.label_from = "picture"


def _is_on(line: TextLine, control: Control) -> bool:
    x, y = line.box[0] + line.box[2] / 2, line.box[1] + line.box[3] / 2
    left, top, width, height = control.box
    return left <= x <= left + width and top <= y <= top + height


def _icon_key(control: Control) -> str:
    return f"{control.id}|{round(control.box[2])}x{round(control.box[3])}"


def _needs_pixels(control: Control) -> bool:
    """A small wordless control on a layer of which markup does not tell what it shows, or how plainly."""
    small = max(control.box[2], control.box[3]) <= 64 and min(control.box[2], control.box[3]) >= 8
    if not small or not control.overlay or not control.in_viewport or control.point is None:
        return False
    if control.kind not in ("button", "link") or control.text:
        return False
    return control.glyph == "none" or (control.glyph == "close" and control.contrast is None)
