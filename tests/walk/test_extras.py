"""What an order counts though nobody chose it."""

from __future__ import annotations

from qraudit.walk.extras import preset_extras
from qraudit.walk.scene import Scene
from tests.walk.builders import control, scene

ROWS = "确认订单\n红烧肉\n×1\n¥58\n酸萝卜\n¥4/份\n合计 ¥66"


def counted(name: str, count: str, row: str) -> object:
    return control("", "stepper", name=name, value=count, group=row)


def order(*more: object) -> Scene:
    return scene(ROWS, control("提交订单"), *more)  # type: ignore[arg-type]


def names(seen: Scene, *touched: str) -> list[tuple[str, str]]:
    return [(one.name, one.price) for one in preset_extras(seen, None, list(touched))]


def test_an_article_that_nobody_touched_and_that_costs_something_is_an_extra() -> None:
    seen = order(counted("酸萝卜", "2", "酸萝卜\n¥4/份"))
    assert names(seen, "+\n红烧肉\n¥58") == [("酸萝卜", "¥4")]


def test_what_was_chosen_costs_nothing_or_is_not_counted_is_none() -> None:
    seen = order(
        counted("红烧肉", "1", "红烧肉\n¥58"), counted("餐具", "2", "餐具\n¥0"), counted("酸萝卜", "0", "酸萝卜\n¥4/份")
    )
    assert names(seen, "+\n红烧肉\n¥58") == []


def test_where_nothing_of_what_was_chosen_is_recognised_nothing_is_said() -> None:
    seen = order(counted("酸萝卜", "2", "酸萝卜\n¥4/份"))
    assert names(seen, "\n") == []
    assert names(seen) == []


def test_the_menu_is_no_order() -> None:
    menu = scene(
        "菜单\n红烧肉 ¥58\n酸萝卜 ¥4", control("加入购物车"), control("加入购物车"),
        counted("酸萝卜", "1", "酸萝卜\n¥4"),  # type: ignore[arg-type]
    )  # fmt: skip
    assert names(menu, "+\n红烧肉\n¥58") == []


def test_a_priced_row_that_can_only_be_taken_out_is_an_extra_unless_it_was_chosen() -> None:
    rows = scene(
        "确认订单\n红烧肉\n×1\n¥58\n移除\n打包袋\n×1\n¥2\n不要\n合计 ¥60", control("提交订单"),
        control("移除", group="红烧肉\n×1\n¥58\n移除"), control("不要", group="打包袋\n×1\n¥2\n不要"),
    )  # fmt: skip
    assert names(rows, "+\n红烧肉¥58\n－\n0\n＋") == [("打包袋", "¥2")]
