"""From a file to upright grey frames: any format, any depth, within bounds.

A frame may be smaller than the picture (a 100-megapixel JPEG is decoded at half size or less); `Frame.scale` leads
back to the picture's own pixels.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

    from qraudit.codes.reading import Grey

__all__ = ["MOST_FRAMES", "Frame", "PictureError", "colour_of", "frames_of", "pixels_frame"]

MOST_FRAMES = 40
"""Pages of a document or frames of an animation that are looked at."""

_MOST_PIXELS = 130_000_000
"""A picture of more pixels is refused before it is decoded, unless its format can be decoded smaller."""

_MOST_PIXELS_SCALED = 1_000_000_000
_WANTED_PIXELS = 26_000_000
"""What is larger is reduced to about this many: no hand-held camera resolves more."""

_ANIMATIONS = {"GIF", "WEBP", "PNG", "AVIF"}
_ONE_PHOTOGRAPH = {"JPEG", "MPO", "HEIF"}
_PDF_DPI = 200
_ORIENTATION = 0x0112
"""EXIF's tag for how the camera was held."""


class PictureError(Exception):
    """The bytes are no picture that can be read; `reason` names the text that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright page or frame."""

    grey: Grey
    width: int
    height: int
    scale: float
    """Pixels of the picture for one pixel of `grey`."""
    page: int = 1
    exif: dict[str, Any] | None = None
    truncated: bool = False
    animated: bool = False
    """One of many frames of the same scene, rather than a page."""


def frames_of(data: bytes) -> Iterator[Frame]:
    """The frames of a file's bytes, decoded one at a time.

    Raises:
        PictureError: the bytes are no picture, or one beyond the bounds.

    """
    if not data:
        raise PictureError("empty-file")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        yield from _pdf_pages(data)
    else:
        yield from _picture_frames(data)


def colour_of(data: bytes, page: int, longest: int) -> Image.Image:
    """One upright page or frame in colour, no side longer than `longest`, to be drawn on.

    Raises:
        PictureError: there is no such page.

    """
    from PIL import Image

    frame = next((frame for frame in frames_of(data) if frame.page == page), None)
    if frame is None:
        raise PictureError("damaged")
    picture = Image.fromarray(frame.grey).convert("RGB")
    if page == 1 and not frame.truncated and not data[:1024].lstrip().startswith(b"%PDF-"):
        picture = _coloured(data) or picture
    picture.thumbnail((longest, longest))
    return picture


def _coloured(data: bytes) -> Image.Image | None:
    """The first frame in its own colours; None where they are not worth the memory or of no use."""
    from PIL import ImageOps

    with _opened(data) as picture:
        picture.draft("RGB", _wanted_size(*picture.size))
        if picture.width * picture.height > _WANTED_PIXELS * 2 or picture.mode not in {"RGB", "P", "CMYK", "YCbCr"}:
            return None
        return ImageOps.exif_transpose(picture).convert("RGB")


def pixels_frame(grey: Grey) -> Frame:
    """Pixels that are in memory already, as a frame."""
    height, width = grey.shape
    return Frame(grey, width, height, 1.0)


def _picture_frames(data: bytes) -> Iterator[Frame]:
    with _opened(data) as picture:
        first = _loaded(picture, data)
        animated = picture.format in _ANIMATIONS
        yield replace(first, animated=animated)
        for index in range(1, 1 if first.truncated else _frame_count(picture)):
            try:
                picture.seek(index)
                yield replace(_frame(picture, index + 1), animated=animated)
            except Exception:  # what comes before a broken frame counts
                return


def _frame_count(picture: Image.Image) -> int:
    """Frames worth looking at: what a phone stores beside its photograph (preview, depth) shows nothing new."""
    return 1 if picture.format in _ONE_PHOTOGRAPH else min(int(getattr(picture, "n_frames", 1)), MOST_FRAMES)


def _loaded(picture: Image.Image, data: bytes) -> Frame:
    """The first frame; of a file that breaks off, what there is of it."""
    from PIL import ImageFile

    try:
        return _frame(picture, 1)
    except PictureError:
        raise
    except Exception:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with _opened(data) as again:
            return replace(_frame(again, 1), truncated=True)
    except Exception:
        raise PictureError("damaged") from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # the bounds are ours: see _within_bounds
    if data[4:8] == b"ftyp":
        import pillow_heif

        pillow_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data))
            _within_bounds(picture)
    except UnidentifiedImageError:
        raise PictureError("not-a-picture") from None
    except PictureError:
        raise
    except Exception:
        raise PictureError("damaged") from None
    with picture:
        yield picture


def _within_bounds(picture: Image.Image) -> None:
    most = _MOST_PIXELS_SCALED if picture.format == "JPEG" else _MOST_PIXELS
    if picture.width * picture.height > most:
        raise PictureError("too-many-pixels")


def _frame(picture: Image.Image, page: int) -> Frame:
    from PIL import ImageOps

    _within_bounds(picture)
    full = picture.size
    picture.draft("L", _wanted_size(*full))  # only JPEG heeds this: it decodes straight to grey, and smaller
    exif = _exif(picture)
    picture.load()
    return _measured(ImageOps.exif_transpose(_grey(_reduced(picture))), full, page, exif)


def _wanted_size(width: int, height: int) -> tuple[int, int]:
    shrink = max(1.0, (width * height / _WANTED_PIXELS) ** 0.5)
    return max(1, int(width / shrink)), max(1, int(height / shrink))


def _reduced(picture: Image.Image) -> Image.Image:
    """A very large picture made smaller before anything else takes memory in proportion to it."""
    factor = round(max(picture.size) / max(_wanted_size(*picture.size)))
    if factor < 2:
        return picture
    plain = picture if picture.mode in {"L", "LA", "RGB", "RGBA", "CMYK"} else picture.convert("L")
    smaller = plain.reduce(factor)
    smaller.info, smaller.getexif()[_ORIENTATION] = picture.info, picture.getexif().get(_ORIENTATION, 1)
    return smaller


def _measured(upright: Image.Image, full: tuple[int, int], page: int, exif: dict[str, Any]) -> Frame:
    import numpy

    turned = (full[0] > full[1]) != (upright.width > upright.height)
    width, height = (full[1], full[0]) if turned else full
    return Frame(numpy.asarray(upright), width, height, width / upright.width, page, exif)


def _grey(picture: Image.Image) -> Image.Image:
    """Eight bits of grey: depth stretched, transparency laid on white (on black where white would hide it)."""
    from PIL import Image

    if picture.mode in {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}:
        return _stretched(picture)
    if picture.mode in {"LA", "RGBA", "PA", "La", "RGBa"} or "transparency" in picture.info:
        layered = picture.convert("LA" if picture.mode in {"LA", "La"} else "RGBA")
        for paper in ("white", "black"):
            laid = Image.new(layered.mode, layered.size, paper)
            laid.alpha_composite(layered) if layered.mode == "RGBA" else laid.paste(layered, mask=layered.getchannel(1))
            grey = laid.convert("L")
            darkest, lightest = grey.getextrema()
            if lightest != darkest:
                break
        return grey
    return picture if picture.mode == "L" else picture.convert("L")


def _stretched(picture: Image.Image) -> Image.Image:
    import numpy
    from PIL import Image

    values = numpy.asarray(picture).astype(numpy.float32)
    low, high = (float(value) for value in numpy.percentile(values[:: max(1, len(values) // 1000)], (0.5, 99.5)))
    values = (values - low) * (255.0 / max(high - low, 1e-6))
    return Image.fromarray(values.clip(0, 255).astype(numpy.uint8))


def _exif(picture: Image.Image) -> dict[str, Any]:
    """When and where the camera says the picture was taken; empty where it does not say."""
    from PIL import ExifTags

    found: dict[str, Any] = {}
    try:
        exif = picture.getexif()
        taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        if isinstance(taken, str) and len(taken) >= 19:
            found["taken"] = taken[:10].replace(":", "-") + "T" + taken[11:19]
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        if place:
            found["position"] = [
                _degrees(place[ExifTags.GPS.GPSLatitude], place[ExifTags.GPS.GPSLatitudeRef], "S"),
                _degrees(place[ExifTags.GPS.GPSLongitude], place[ExifTags.GPS.GPSLongitudeRef], "W"),
            ]
    except Exception:  # hostile or broken EXIF must not cost the picture
        return found
    return found


def _degrees(parts: tuple[Any, ...], reference: str, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if reference == negative else value, 6)


def _pdf_pages(data: bytes) -> Iterator[Frame]:
    import numpy
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = min(len(document), MOST_FRAMES)
    except pypdfium2.PdfiumError:
        raise PictureError("damaged") from None
    for index in range(count):
        page = document[index]
        width, height = page.get_size()
        scale = min(_PDF_DPI / 72, (_WANTED_PIXELS / max(width * height, 1)) ** 0.5)
        grey = numpy.array(page.render(scale=scale, grayscale=True).to_numpy()).squeeze()
        page.close()
        yield Frame(grey, grey.shape[1], grey.shape[0], 1.0, index + 1)
