"""Both languages say the same things with the same fields."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
import yaml

import qraudit.text
from qraudit.text import _catalogue, keys


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_key_exists_in_both_languages() -> None:
    assert keys("zh") == keys("en")


def test_every_text_has_the_same_fields_in_both_languages() -> None:
    zh, en = _catalogue("zh"), _catalogue("en")
    assert {key: fields(zh[key]) for key in zh} == {key: fields(en[key]) for key in en}


@pytest.mark.parametrize(
    "file", sorted(Path(qraudit.text.__file__).parent.glob("*/*.yaml")), ids=lambda file: file.name
)
def test_no_key_is_written_twice(file: Path) -> None:
    """YAML's loaders take the last of them, and the texts of the first are lost without a word."""
    nodes = [yaml.compose(file.read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            names = [key.value for key, _ in node.value]
            assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
            nodes += [value for _, value in node.value]
