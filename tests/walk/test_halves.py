"""One half of a surrogate pair in a page's text must not hide the rest of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.walk.halves import whole, whole_json


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (r'"a\ud800b"', "a\ufffdb"),
        (r'"\uDE00"', "\ufffd"),
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'"\\ud800"', r"\ud800"),
        (r'"\\\ud800"', "\\\ufffd"),
        (r'"\ud83d\ud83d\ude00"', "\ufffd\U0001f600"),
    ],
)
def test_a_half_that_is_written_as_an_escape_is_replaced(told: str, meant: str) -> None:
    assert json.loads(whole_json(told)) == meant


@given(st.text(alphabet=st.characters()))
def test_whatever_a_string_holds_it_can_be_written_down(text: str) -> None:
    read = json.loads(whole_json(json.dumps(text)))
    assert read.encode("utf-8").decode("utf-8") == read
    whole(text).encode("utf-8")
    if not any(0xD800 <= ord(one) <= 0xDFFF for one in text):
        assert read == whole(text) == text
