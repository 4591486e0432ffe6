"""Both languages say the same things with the same fields."""

from __future__ import annotations

import string

from qraudit.text import _catalogue, keys


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_key_exists_in_both_languages() -> None:
    assert keys("zh") == keys("en")


def test_every_text_has_the_same_fields_in_both_languages() -> None:
    zh, en = _catalogue("zh"), _catalogue("en")
    assert {key: fields(zh[key]) for key in zh} == {key: fields(en[key]) for key in en}
