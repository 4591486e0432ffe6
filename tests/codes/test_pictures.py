"""Any format, any depth, either way up, within bounds."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy
import pytest
import segno
from PIL import Image

from qraudit.codes import read_photo
from tests.photographs.prints import grey_print

TEXT = "https://order.laocheng.example/t?table=7"


def picture() -> Image.Image:
    return Image.fromarray(grey_print(segno.make_qr(TEXT), margin=60))


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def transparent(ink: int) -> Image.Image:
    alpha = picture().point(lambda value: 255 - value)
    layered = Image.new("LA", alpha.size, ink)
    layered.putalpha(alpha)
    return layered


def heic() -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return encoded(picture().convert("RGB"), "HEIF")


FILES = {
    "grey.png": lambda: encoded(picture(), "PNG"),
    "colour.jpg": lambda: encoded(picture().convert("RGB"), "JPEG"),
    "cmyk.jpg": lambda: encoded(picture().convert("CMYK"), "JPEG"),
    "sixteen-bits.png": lambda: encoded(Image.fromarray(numpy.asarray(picture()).astype(numpy.uint16) * 17), "PNG"),
    "transparent.png": lambda: encoded(transparent(0), "PNG"),
    "transparent-white-ink.png": lambda: encoded(transparent(255), "PNG"),
    "palette.gif": lambda: encoded(picture().convert("P"), "GIF"),
    "second-frame.gif": lambda: encoded(
        Image.new("L", picture().size, 255), "GIF", save_all=True, append_images=[picture()]
    ),
    "second-page.tiff": lambda: encoded(
        Image.new("L", picture().size, 255), "TIFF", save_all=True, append_images=[picture()]
    ),
    "document.pdf": lambda: encoded(Image.new("L", (400, 400), 255), "PDF", save_all=True, append_images=[picture()]),
    "photo.heic": heic,
    "photo.webp": lambda: encoded(picture(), "WEBP"),
    "photo.avif": lambda: encoded(picture(), "AVIF"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_code_is_read_from_every_format(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(FILES[name]())
    photo = read_photo(file)
    assert [code.payload for code in photo.codes] == [TEXT]
    later = name.startswith(("second", "document"))
    assert photo.codes[0].page == (2 if later else 1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_corners_are_those_of_the_upright_picture(orientation: int, tmp_path: Path) -> None:
    wide = Image.new("L", (900, 600), 255)
    wide.paste(picture(), (30, 40))
    turn = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what undoes EXIF's orientations, as Pillow numbers them
    stored = wide.transpose(Image.Transpose(turn[orientation])) if orientation > 1 else wide
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = tmp_path / "turned.jpg"
    file.write_bytes(encoded(stored, "JPEG", exif=exif, quality=95))
    photo = read_photo(file)
    assert (photo.width, photo.height) == (900, 600)
    left, top = photo.codes[0].corners[0]
    assert abs(left - 90) < 6
    assert abs(top - 100) < 6


def test_time_and_place_are_taken_from_the_camera(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:03:05 12:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 24.0), 3: "E", 4: (121.0, 30.0, 0.0)})
    file = tmp_path / "taken.jpg"
    file.write_bytes(encoded(picture(), "JPEG", exif=exif))
    photo = read_photo(file)
    assert photo.taken == "2026-03-05T12:30:00"
    assert photo.position == (31.24, 121.5)


def bomb() -> bytes:
    """A PNG of 50,000 by 50,000 pixels in a few hundred kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


BROKEN = {
    "empty.jpg": (b"", "empty-file"),
    "text.jpg": (b"not a picture\n" * 20, "not-a-picture"),
    "bomb.png": (bomb(), "too-many-pixels"),
    "broken.pdf": (b"%PDF-1.7\nnothing more", "damaged"),
    "header-only.png": (b"\x89PNG\r\n\x1a\n", "not-a-picture"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_picture_is_named_as_what_it_is(name: str, tmp_path: Path) -> None:
    data, reason = BROKEN[name]
    file = tmp_path / name
    file.write_bytes(data)
    photo = read_photo(file)
    assert photo.reason_id == reason
    assert not photo.readable
    assert photo.reason is not None


def test_of_a_file_that_breaks_off_the_rest_is_read(tmp_path: Path) -> None:
    tall = Image.new("L", (700, 1600), 255)
    tall.paste(picture(), (40, 40))
    data = encoded(tall, "JPEG", quality=95)
    kept, lost = tmp_path / "code-kept.jpg", tmp_path / "code-lost.jpg"
    kept.write_bytes(data[: int(len(data) * 0.97)])
    lost.write_bytes(data[: len(data) // 8])
    assert [code.payload for code in read_photo(kept).codes] == [TEXT]
    photo = read_photo(lost)
    assert (photo.readable, photo.reason_id) == (False, "truncated")


def test_a_hundred_megapixels_are_read_smaller(tmp_path: Path) -> None:
    huge = Image.new("L", (11_600, 8_700), 200)
    huge.paste(picture().resize((1400, 1400)), (5_000, 3_000))
    file = tmp_path / "huge.jpg"
    file.write_bytes(encoded(huge, "JPEG"))
    photo = read_photo(file)
    assert (photo.width, photo.height) == huge.size
    assert photo.codes[0].corners[0][0] > 5_000


@pytest.mark.parametrize(("name", "reason"), [("nowhere.jpg", "missing"), (".", "directory")])
def test_what_is_no_file_is_said_so(name: str, reason: str, tmp_path: Path) -> None:
    photo = read_photo(tmp_path / name)
    assert (photo.readable, photo.reason_id) == (False, reason)
