"""The ways out of a layer: which there are, in which order, and what they measure."""

from __future__ import annotations

from typing import Any

import pytest

from qraudit.models import CloseControl
from qraudit.walk.decisions import decisions
from qraudit.walk.experiments.exits import Exit, exits_of, measure, still_there
from tests.walk.builders import Layer, control, layer, scene

CROSS: dict[str, Any] = {"glyph": "close", "box": (310.0, 190.0, 32.0, 32.0)}


def exits(over: Layer, *, acknowledge: bool = False) -> list[tuple[str, str]]:
    """What is tried, in order: the words and the kind of the attempt."""
    found = exits_of(scene("菜单", over), over.overlay, acknowledge=acknowledge)
    return [(one.words, one.kind) for one in found]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("关闭", "close"),
        ("×", "close"),
        ("跳过", "skip"),
        ("暂不关注", "skip"),
        ("Not now", "skip"),
        ("游客点餐", "skip"),
        ("不同意", "refuse"),
        ("拒绝", "refuse"),
        ("取消", "refuse"),
        ("残忍拒绝", "skip"),
        ("忍痛放弃", "skip"),
        ("5秒后可关闭", "close"),
    ],
)
def test_a_way_out_by_its_words(words: str, kind: str) -> None:
    (found,) = exits(layer("", control(words)))
    assert found == (words, kind)


@pytest.mark.parametrize(
    "words", ["立即关注", "同意并关闭", "同意", "注册会员", "领取并关闭", "取消订单", "大份", "知道了"]
)
def test_what_gives_in_or_means_something_else_is_no_way_out(words: str) -> None:
    assert exits(layer("", control(words))) == []


def test_got_it_closes_where_nothing_is_conceded_by_it() -> None:
    notice = layer("公告", control("知道了"))
    assert exits(notice, acknowledge=True) == [("知道了", "close")]
    assert exits(notice) == []


def test_a_cross_comes_first_then_skipping_then_refusing_then_guesses() -> None:
    over = layer("", control("取消"), control("立即关注"), control("跳过"), control(**CROSS))
    assert [kind for _, kind in exits(over)] == ["close", "skip", "refuse"]


def test_a_small_nameless_control_in_a_corner_may_be_a_close_control() -> None:
    corner = control(box=(316.0, 204.0, 28.0, 28.0))
    (found,) = exits_of(scene("", over := layer("", corner)), over.overlay, acknowledge=False)
    assert (found.kind, found.labelled) == ("close", False)


@pytest.mark.parametrize("box", [(100.0, 380.0, 28.0, 28.0), (60.0, 204.0, 200.0, 160.0)])
def test_a_nameless_control_in_the_middle_or_a_large_one_is_not(box: tuple[float, float, float, float]) -> None:
    assert exits(layer("", control(box=box))) == []


def test_keys_are_no_ways_out_and_only_so_many_are_tried() -> None:
    keys = [control("关闭", kind="key")]
    many = [control(f"跳过 {number}") for number in range(20)]
    assert len(exits(layer("", *keys, *many))) == decisions().dismissal.controls
    assert exits(layer("", *keys)) == []


# -- what it measures


def measured(**more: Any) -> CloseControl:
    cross = control(**(CROSS | more))
    return measure(Exit(cross, "close", "×", labelled=True), (390, 844), 0)


def test_what_is_off_the_screen_does_not_count() -> None:
    close = measured(box=(374.0, 100.0, 32.0, 32.0))
    assert (close.width, close.height, close.on_screen) == (16, 32, True)
    gone = measured(box=(400.0, 100.0, 32.0, 32.0))
    assert (gone.width, gone.on_screen, gone.covered) == (0, False, False)


def test_a_control_that_no_finger_hits_is_covered() -> None:
    assert measured(point=None).covered
    assert not measured(point=(320.0, 200.0)).covered


def test_a_small_glyph_in_a_large_touch_area_keeps_both_sizes() -> None:
    close = measured(box=(300.0, 180.0, 48.0, 48.0), glyph_box=(316.0, 196.0, 16.0, 16.0))
    assert (close.width, close.drawn) == (48, (316, 196, 16, 16))


# -- the same layer again


def test_a_layer_is_known_again_by_its_signature_or_by_its_place_and_words() -> None:
    before = layer("新人专享\n立即领取\n5秒后可关闭")
    counted = layer("新人专享\n立即领取\n4秒后可关闭")
    assert still_there(scene("", before), before.overlay) == before.overlay
    assert still_there(scene("", counted), before.overlay) == counted.overlay


def test_another_layer_or_a_message_is_not_the_same() -> None:
    before = layer("新人专享\n立即领取")
    sure = layer("确定要离开吗\n残忍拒绝")
    toast = layer("新人专享\n立即领取", transient=True)
    elsewhere = layer("新人专享\n立即领取", selector=".other")
    assert still_there(scene("", sure), before.overlay) is None
    assert still_there(scene("", toast), before.overlay) is None
    assert still_there(scene("", elsewhere), before.overlay) is None
    assert still_there(scene("菜单"), before.overlay) is None
