"""What the tool typed is found in every dress it wears, and nothing else is touched."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.evidence import Masker

PHONE, NAME = "19900004321", "测试顾客"


@pytest.fixture
def masker() -> Masker:
    return Masker({"phone": PHONE, "name": NAME, "email": "a+b@example.com"})


@pytest.mark.parametrize(
    "text",
    [
        f"tel={PHONE}&x=1",
        "199 0000 4321",
        "199-0000-4321",
        f"name={quote(NAME)}",
        quote(NAME).lower(),
        json.dumps({"name": NAME}),
        f"mail={quote_plus('a+b@example.com')}",
        html.escape("a+b@example.com"),
        base64.b64encode(PHONE.encode()).decode(),
        hashlib.md5(PHONE.encode()).hexdigest().upper(),
        hashlib.sha256(NAME.encode()).hexdigest(),
    ],
)
def test_every_dress(masker: Masker, text: str) -> None:
    assert "＊" in masker.text(text)


def test_the_mask_says_what_it_hides(masker: Masker) -> None:
    assert masker.text(f"{NAME} {PHONE}") == "＊name＊ ＊phone＊"


@pytest.mark.parametrize("text", [f"1{PHONE}2", "1990000432", "测试", ""])
def test_other_text_stays(masker: Masker, text: str) -> None:
    assert masker.text(text) == text


def test_codes_that_look_like_a_value_stay() -> None:
    assert Masker(["payment"]).tree({"reached": "payment", "text": "payment"}, frozenset({"payment"})) == {
        "reached": "payment",
        "text": "payment",
    }


def test_a_har_loses_values_cookies_and_credentials(masker: Masker) -> None:
    message = {
        "headers": [{"name": "Set-Cookie", "value": "sid=secret"}, {"name": "Authorization", "value": "secret"}],
        "cookies": [{"name": "sid", "value": "secret"}],
        "content": {"encoding": "base64", "text": base64.b64encode(f'{{"p":"{PHONE}"}}'.encode()).decode()},
    }
    har = {"log": {"entries": [{"request": {"url": f"https://a.example/?p={PHONE}"}, "response": message}]}}

    masked = masker.har(json.dumps(har).encode())

    assert b"secret" not in masked
    assert PHONE.encode() not in masked
    content = json.loads(masked)["log"]["entries"][0]["response"]["content"]["text"]
    assert base64.b64decode(content).decode() == '{"p":"＊phone＊"}'


@given(st.text(), st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=20))
def test_a_value_never_survives(around: str, value: str) -> None:
    if not value.isdigit():
        assert value not in Masker([value]).text(f"{around} {value} {around}")


@pytest.mark.parametrize("form", ["13800138000", "138 0013 8000", "MTM4MDAxMzgwMDA="])
def test_a_long_text_is_masked_like_a_short_one(form: str) -> None:
    masker = Masker({"phone": "13800138000", "name": "测试员张三"})
    short = f"(测试员张三, {form})"
    assert masker.text(f"{'x, ' * 10_000}{short}") == f"{'x, ' * 10_000}{masker.text(short)}"
