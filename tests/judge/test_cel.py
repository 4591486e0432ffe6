"""The reader of CEL's structure reads whatever the compiler accepts, and knows what it names."""

from __future__ import annotations

import contextlib

import cel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qraudit.judge import cel_syntax
from qraudit.judge.cel_types import CelError, check, kind_of, thing
from qraudit.models import Walk

atoms = st.sampled_from(
    [
        "walk",
        "it.text",
        "1",
        "-2",
        "1.5e3",
        "0x1F",
        "'a{b}'",
        '"q"',
        "r'\\d+'",
        "true",
        "null",
        "[]",
        "[1, 2]",
        "{'k': 1}",
    ]
)


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.tuples(inner, st.sampled_from(["+", "==", "&&", "||", "<=", "in", "%"]), inner).map(" ".join)
    return st.one_of(
        binary.map("({})".format),
        inner.map("!({})".format),
        st.tuples(inner, inner, inner).map(lambda parts: "({}) ? ({}) : ({})".format(*parts)),
        inner.map("size({})".format),
        st.tuples(inner, inner).map(lambda parts: "[{}].exists(x, {})".format(*parts)),
        inner.map("({}).field".format),
        inner.map("[{}][0]".format),
    )


@settings(max_examples=60, deadline=None)
@given(st.recursive(atoms, combined, max_leaves=12))
def test_what_the_compiler_accepts_is_read(text: str) -> None:
    cel.compile(text)
    tree = cel_syntax.parse(text)
    named = {node.name for node in cel_syntax.walk(tree) if isinstance(node, cel_syntax.Name)}
    assert named - {"x"} == set(cel.compile(text).variables()) - {"x"}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        cel.compile(text)
    except ValueError:
        return
    with contextlib.suppress(ValueError):  # a part of the language that rules have no use for
        cel_syntax.parse(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("walk.prompts[0].attempts.filter(a, a.result == 'refused')", "list"),
        ("walk.steps.map(s, s.took_ms)", "list"),
        ("walk.reason", "text"),
        ("walk.reached == 'order' ? 1 : 2", "number"),
        ("walk.started < walk.finished", "bool"),
        ("walk.handoffs[0].detail.appid", "text"),
    ],
)
def test_the_kind_of_an_expression_is_known(text: str, name: str) -> None:
    assert check(cel_syntax.parse(text), {"walk": thing(Walk)}).name == name


def test_joined_lists_have_the_fields_of_both() -> None:
    names = {"walk": thing(Walk)}
    check(cel_syntax.parse("(walk.boxes + walk.prompts).exists(x, x.covers == [] || x.passed == true)"), names)
    with pytest.raises(CelError):
        check(cel_syntax.parse("(walk.boxes + walk.prompts).exists(x, x.category == 'phone')"), names)


def test_words_that_never_occur_are_noticed_in_lists_too() -> None:
    with pytest.raises(CelError) as caught:
        check(cel_syntax.parse("walk.prompts.exists(p, p.kind in ['follow', 'folow'])"), {"walk": thing(Walk)})
    assert caught.value.at == "walk.prompts.exists(p, p.kind in ['follow', 'folow'])".index("'folow'")
    assert kind_of(Walk.model_fields["reached"].annotation).words
