"""Compiled templates are kept beside Python's own byte code, and only where that is kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from qraudit.report.compiled_templates import template_cache


def test_what_was_compiled_is_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    cache = template_cache()
    assert cache is not None
    source = "{% for one in all %}{{ one }}{% endfor %}"
    for _ in range(2):
        code = cache.get_bucket(Environment(), "a", None, source)
        code.code = code.code or compile("1", "a", "eval")
        cache.set_bucket(code)
    assert cache.get_bucket(Environment(), "a", None, source).code is not None
    assert cache.get_bucket(Environment(), "a", None, source + " ").code is None
    assert [one.suffix for one in tmp_path.rglob("*") if one.is_file()] == [".pyc"]


def test_where_python_keeps_none_neither_are_templates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert template_cache() is None
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "file"))
    assert template_cache() is None
