"""A script is read strictly; what is wrong with it is told with its file and line, in one line for each language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qraudit.errors import UsageError
from qraudit.walk.flow import load_flow

WHOLE = """
version: 1
steps:
  - open: /table/7
  - dismiss: 下次再说
  - dismiss:
  - tap: {words: 开始点餐, role: button, nth: 1}
  - tap: {at: [195, 700]}
  - type: {into: 车牌号, datum: license-plate}
  - type: {into: {selector: "#card"}, text: 0012}
  - choose: {in: 时间, option: 12:30}
  - tick: 我已阅读
  - back
  - scroll: bottom
  - expect: {words: 请先关注, absent: true}
  - wait-for: {words: 应付金额, seconds: 20}
  - pay-expected: {way: wechat-jsapi, amount: "16.00"}
then: autopilot
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "flow.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_step_is_understood(tmp_path: Path) -> None:
    loaded = load_flow(written(tmp_path, WHOLE))
    steps = loaded.flow.steps
    assert [one.verb for one in steps] == [
        "open", "dismiss", "dismiss", "tap", "tap", "type", "type", "choose", "tick", "back", "scroll", "expect",
        "wait_for", "pay_expected",
    ]  # fmt: skip
    assert loaded.flow.then == "autopilot"
    assert loaded.place(3).endswith("flow.yaml:7")


def test_texts_stay_texts(tmp_path: Path) -> None:
    steps = load_flow(written(tmp_path, WHOLE)).flow.steps
    assert steps[6].type is not None
    assert steps[7].choose is not None
    assert (steps[6].type.text, steps[7].choose.option) == ("0012", "12:30"), "no octal number, no sexagesimal one"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("version: 1\nsteps:\n  - tap: x\n  - tapp: x", 4, "did you mean 'tap'"),
        ("version: 1\nsteps:\n  - type:\n      into: x\n      txt: y", 5, "did you mean 'text'"),
        ("version: 1\nsteps:\n  - tap: {word: x}", 3, "did you mean 'words'"),
        ("version: 1\nsteps: []\nafter: end", 3, "'after' is not known"),
        ("version: 2\nsteps: []", 1, "'version' cannot be '2'"),
        ("steps: []", 1, "'version' is missing"),
        ("version: 1\nsteps:\n  - type: {into: x, datum: shoe-size}", 3, "'datum' cannot be 'shoe-size'"),
        ("version: 1\nsteps:\n  - tap: x\n    back:", 3, "Each step is one of"),
        ("version: 1\nsteps:\n  - tap:", 3, "does not say what it is about"),
        ("version: 1\nsteps:\n  - back\n  - tap: {nth: 1}", 4, "does not say what to touch"),
        ("version: 1\nsteps:\n  - expect: {absent: true}", 3, "does not say what to expect"),
        ("version: 1\nsteps:\n  - tap: {words: x, nth: many}", 3, "'many'"),
        ("version: 1\nversion: 1\nsteps: []", 2, "twice"),
        ("version: 1\nsteps:\n  - tap: 'x", 3, "no valid YAML"),
        ("version: 1\nsteps:\n  - &a {tap: x}\n  - *a", 1, "anchors"),
        ("- tap: x", 1, "must be a mapping"),
        ("", 1, "must be a mapping"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(UsageError) as raised:
        load_flow(file)
    told = raised.value.tell("en")
    assert told.startswith(f"{file}:{line}: ")
    assert says in told
    assert raised.value.tell("zh").startswith(f"{file}:{line}: ")
    assert "\n" not in told


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xfa")
    for name in ("missing", "bytes", "."):
        with pytest.raises(UsageError, match=name):
            load_flow(tmp_path / name)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10) | st.just("tap"), inner),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=JSON | st.fixed_dictionaries({"version": st.just(1), "steps": JSON}) | st.text())
def test_whatever_a_file_holds_is_a_script_or_one_message(tmp_path: Path, document: Any) -> None:
    text = document if isinstance(document, str) else yaml.safe_dump(document, allow_unicode=True)
    file = tmp_path / "flow.yaml"
    file.write_text(text, encoding="utf-8", errors="replace")
    try:
        load_flow(file)
    except UsageError as error:
        assert str(file) in error.tell("en")
        assert "\n" not in error.tell("en")
