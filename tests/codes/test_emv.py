"""EMVCo's merchant-presented codes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from numpy.random import default_rng

from qraudit.codes import classify, emv
from tests.photographs.payloads import emv as made

SAMPLE = made(default_rng(1), merchant="LAOCHENG")


def test_the_merchant_and_the_checksum_are_told() -> None:
    facts = classify(SAMPLE).facts
    assert facts["merchant"] == "LAOCHENG"
    assert facts["country"] == "CN"
    assert facts["currency"] == "156"
    assert facts["use"] == "static"
    assert facts["scheme"] == "com.example.pay"
    assert facts["checksum"] == "right"


def test_the_checksum_is_that_of_crc_16_ccitt_false() -> None:
    # CRC-16/CCITT-FALSE of "123456789" is 29B1, the check value in catalogues of checksums.
    assert emv._crc("123456789") == "29B1"


@given(st.integers(8, len(SAMPLE) - 9), st.sampled_from("0123456789ABC"))
def test_one_changed_character_is_noticed(at: int, char: str) -> None:
    changed = SAMPLE[:at] + char + SAMPLE[at + 1 :]
    facts = emv.merchant_facts(changed)
    assert changed == SAMPLE or facts is None or facts["checksum"] != "right"


@given(st.text(max_size=200))
def test_what_is_not_of_the_format_is_refused(payload: str) -> None:
    facts = emv.merchant_facts("0002" + payload)
    assert facts is None or facts["checksum"] in {"right", "wrong", "missing"}


def test_a_broken_payload_is_plain_text() -> None:
    assert classify("000201265").kind == "text"
