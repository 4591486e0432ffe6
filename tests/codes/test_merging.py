"""Several readings of one place."""

from __future__ import annotations

from dataclasses import replace

from numpy.random import default_rng

from qraudit.codes.merging import merge
from qraudit.codes.reading import Corners, Reading
from tests.photographs.payloads import emv


def square(left: float, top: float) -> Corners:
    return (left, top), (left + 100, top), (left + 100, top + 100), (left, top + 100)


HERE, BESIDE, ELSEWHERE = square(0, 0), square(8, 5), square(300, 0)


def test_the_same_text_at_one_place_is_one_code_with_two_witnesses() -> None:
    kept, disputed = merge([Reading("a", "zxing", HERE, "plain"), Reading("a", "zbar", BESIDE, "plain")])
    assert len(kept) == 1
    assert kept[0].agreement == ["zbar"]
    assert kept[0].confidence == 1.0
    assert not disputed


def test_the_same_text_at_two_places_is_two_codes() -> None:
    kept, _ = merge([Reading("a", "zxing", HERE), Reading("a", "zxing", ELSEWHERE)])
    assert len(kept) == 2


def test_different_texts_at_one_place_are_no_code_at_all() -> None:
    kept, disputed = merge(
        [Reading("a", "zxing", HERE), Reading("b", "zbar", BESIDE), Reading("c", "zxing", ELSEWHERE)]
    )
    assert [code.first.payload for code in kept] == ["c"]
    assert {reading.payload for reading in disputed} == {"a", "b"}


def test_characters_that_zbar_guessed_wrong_are_no_dispute() -> None:
    kept, disputed = merge([Reading("S瓊o 7", "zbar", HERE), Reading("Não 7".replace("N", "S"), "zxing", BESIDE)])
    assert [code.first.payload for code in kept] == ["São 7"]
    assert not disputed


def test_a_right_checksum_settles_a_dispute() -> None:
    right = emv(default_rng(3))
    wrong = right.replace("SHANGHAI", "SHANGHAT")
    kept, disputed = merge([Reading(wrong, "zxing", HERE), Reading(right, "zxing", BESIDE)])
    assert [code.first.payload for code in kept] == [right]
    assert not disputed


def test_pages_do_not_dispute_each_other() -> None:
    one = Reading("a", "zxing", HERE)
    kept, _ = merge([one, replace(one, payload="b", page=2)])
    assert len(kept) == 2
