"""Why nothing was read, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy
import pytest
from numpy.random import default_rng

from qraudit.codes import read_photo
from tests.photographs import cameras
from tests.photographs.prints import print_code
from tests.photographs.scenes import lay_out


def scene() -> tuple[Any, Any]:
    random = default_rng(21)
    card = print_code("https://order.laocheng.example/t?s=417&table=12", random, plain=True)
    picture, (corners,) = lay_out([card], (1000, 1000), tilt=0, bend=0, random=random)
    return picture, corners


def dark(picture: Any, corners: Any) -> Any:
    grain = default_rng(1).normal(0, 14, picture.shape[:2])[..., None]
    return (picture * 0.05 + grain).clip(0, 255).astype(numpy.uint8)


def small(picture: Any, corners: Any) -> Any:
    tiny = cv2.resize(picture, None, fx=0.075, fy=0.075, interpolation=cv2.INTER_AREA)
    return cv2.copyMakeBorder(tiny, 200, 200, 200, 200, cv2.BORDER_CONSTANT, value=(150, 150, 150))


def cut(picture: Any, corners: Any) -> Any:
    left, right = corners[:, 0].min(), corners[:, 0].max()
    return picture[:, : int(left + 0.62 * (right - left))]


def shining(picture: Any, corners: Any) -> Any:
    lit = (picture * 0.8).astype(numpy.uint8)
    middle = tuple(int(value) for value in corners.mean(axis=0) + 20)
    return cv2.circle(lit, middle, int(0.22 * numpy.ptp(corners[:, 0])), (255, 255, 255), -1)


def blurred(picture: Any, corners: Any) -> Any:
    return cameras.defocus(cv2.GaussianBlur(picture, (0, 0), 11), 0.2, default_rng(1))


def smeared(picture: Any, corners: Any) -> Any:
    left, top = corners.min(axis=0).astype(int)
    right, bottom = corners.max(axis=0).astype(int)
    soiled = picture.copy()
    random, third = default_rng(4), (right - left) // 3
    part = soiled[top + third : bottom - 10, left + third : right - 10]
    part[:] = numpy.where(random.random(part.shape[:2])[..., None] < 0.5, 30, part[::-1, ::-1])
    return soiled


def empty(picture: Any, corners: Any) -> Any:
    return lay_out([], (900, 700), tilt=0, bend=0, random=default_rng(2))[0]


@pytest.mark.parametrize(
    ("spoil", "reasons"),
    [
        (dark, {"too-dark"}),
        (small, {"too-small", "no-code"}),
        (cut, {"cut-off"}),
        (shining, {"glare"}),
        (blurred, {"blurred", "no-code"}),
        (smeared, {"unreadable"}),
        (empty, {"no-code"}),
    ],
)
def test_the_reason_is_measured_on_the_picture(spoil: Any, reasons: set[str], tmp_path: Path) -> None:
    file = tmp_path / "spoilt.png"
    cv2.imwrite(str(file), spoil(*scene()))
    photo = read_photo(file)
    assert not photo.codes
    assert photo.readable
    assert photo.reason_id in reasons
    assert photo.reason is not None
