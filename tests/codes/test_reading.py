"""Codes from photographs: easy ones always, hard ones when they can be told, wrong ones never."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng

from qraudit.codes import choose, read_photo, read_photos, read_pixels
from qraudit.codes.engines import zxing
from qraudit.codes.pictures import frames_of
from tests.photographs import Photograph, payloads, series, take
from tests.photographs.prints import print_code, print_round_code
from tests.photographs.scenes import lay_out


def stored(photograph: Photograph, folder: Path) -> Path:
    file = folder / photograph.name
    file.write_bytes(photograph.data)
    return file


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_a_plain_photograph_is_read_whole_and_in_place(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    photograph = take(seed, level=1)
    photo = read_photo(stored(photograph, tmp_path_factory.mktemp("photo")))
    assert sorted(code.payload for code in photo.codes) == sorted(map(masked, photograph.payloads))
    for truth in photograph.corners:
        nearest = min(numpy.abs(numpy.array(code.corners) - truth).max() for code in photo.codes)
        assert nearest < 0.05 * numpy.ptp(truth)


@pytest.mark.parametrize("effort", ["normal", "thorough"])
def test_a_hard_photograph_is_never_read_wrong(effort: str, tmp_path: Path) -> None:
    photographs = list(series(10, seed=7))
    photos = read_photos([stored(one, tmp_path) for one in photographs], effort=effort, workers=2)  # type: ignore[arg-type]
    read = 0
    for photograph, photo in zip(photographs, photos, strict=True):
        right = set(map(masked, photograph.payloads))
        assert {code.payload for code in photo.codes} <= right
        read += len(photo.codes) == len(right)
        assert photo.codes or photo.reason is not None
    assert read >= 8


def test_five_kinds_in_one_photograph(tmp_path: Path) -> None:
    random = default_rng(11)
    says = ["wxp://f2f0" + "k" * 30, "http://weixin.qq.com/r/8Cn3xYz", payloads.emv(random), "WIFI:T:WPA;S:a;P:bcd;;"]
    photo = read_photo(stored(take(5, 1, says=says, round_codes=1, size=(1800, 1400)), tmp_path))
    kinds = sorted(code.kind for code in photo.codes)
    assert kinds == ["emv-merchant", "mini-program", "official-account", "wechat-pay", "wifi"]
    assert {code.payload for code in photo.codes if code.kind == "mini-program"} == {""}
    chosen = choose(photo)
    assert chosen is not None
    assert chosen.kind == "official-account"


def test_the_web_page_is_chosen_among_a_merchants_codes(tmp_path: Path) -> None:
    says = ["wxp://f2f0" + "k" * 30, "https://order.laocheng.example/t?table=3", "WIFI:T:WPA;S:a;P:bcd;;"]
    chosen = choose(read_photo(stored(take(6, 1, says=says), tmp_path)))
    assert chosen is not None
    assert chosen.kind == "web"


@pytest.mark.parametrize("tilt", [0, 20, 45])
def test_a_round_code_is_named_though_no_engine_reads_it(tilt: int) -> None:
    card = print_round_code(default_rng(2)).picture
    turn = cv2.getRotationMatrix2D((card.shape[1] / 2, card.shape[0] / 2), tilt, 0.4)
    (code,) = read_pixels(cv2.warpAffine(card, turn, (card.shape[1], card.shape[0]), borderValue=(190, 200, 210)))
    assert (code.kind, code.payload, code.engine) == ("mini-program", "", "rings")


def test_a_curved_code_that_no_engine_reads_is_straightened(tmp_path: Path) -> None:
    random = default_rng(3)
    card = print_code("https://order.laocheng.example/t?s=417&table=12", random, plain=True)
    picture, _ = lay_out([card], (1000, 1000), tilt=0.3, bend=0.8, random=random)
    file = tmp_path / "bottle.png"
    cv2.imwrite(str(file), picture)
    assert not zxing.read(next(frames_of(file.read_bytes())).grey)
    (code,) = read_photo(file).codes
    assert code.payload == card.payload
    assert code.preparation == "straightened"


def masked(payload: str) -> str:
    """A payload as it is reported: without a network's password."""
    head, sign, _ = payload.partition("P:")
    return f"{head}{sign}******;;" if payload.startswith("WIFI") else payload
