"""What is noted of a page: each datum and each box once, as they stood at first sight."""

from __future__ import annotations

import pytest

from qraudit.models import Control, TextLine
from qraudit.walk.facts import entries_in
from tests.walk.builders import box, control, entry, facts, scene


def test_a_field_is_noted_once_however_often_it_is_seen() -> None:
    field, seen = entry("手机号", required_mark=True), scene("")
    noted = facts(seen)
    first = noted.field(seen, field, "phone", "flow")
    assert noted.field(scene("", url="http://127.0.0.1:9/next"), field, "phone", "flow") is first
    assert noted.walk.fields == [first]
    assert (first.required, first.marked_required, first.page) == (None, True, "127.0.0.1:9/shop")
    assert first.evidence[0].selector == field.selector
    assert first.evidence[0].screenshot == "steps/01.png"


@pytest.mark.parametrize(
    ("label", "required", "optional"),
    [
        ("手机号（选填）", False, True),
        ("手机号*", True, False),
        ("手機號（必填）", True, False),
        ("手机号", False, False),
        ("Phone (optional)", False, True),
    ],
)
def test_marks_in_a_label(label: str, required: bool, optional: bool) -> None:
    fact = facts(seen := scene("")).field(seen, entry(label), "phone", "flow")
    assert (fact.marked_required, fact.marked_optional) == (required, optional)


def test_a_tax_number_is_a_companys_and_an_invoice_title_anybodys() -> None:
    noted, seen = facts(), scene("")
    assert noted.field(seen, entry("税号"), "tax-id", "invoice").for_company
    assert noted.field(seen, entry("公司名称"), "company", "invoice").for_company
    assert not noted.field(seen, entry("发票抬头"), "company", "invoice").for_company


@pytest.mark.parametrize(
    ("address", "secure"),
    [
        ("https://shop.cn/", True),
        ("http://shop.cn/", False),
        ("http://127.0.0.1:8765/", True),
        ("http://localhost/", True),
    ],
)
def test_a_datum_is_asked_for_securely_with_tls_or_on_this_machine(address: str, secure: bool) -> None:
    assert facts().field(scene("", url=address), entry("手机号"), "phone", "flow").secure == secure


def test_a_box_is_as_it_was_at_first_sight() -> None:
    noted, seen = facts(), scene("")
    fact = noted.box(seen, box("同意《隐私政策》并接收优惠短信", ticked=True, links=["《隐私政策》"]))
    again = noted.box(seen, box("同意《隐私政策》并接收优惠短信", ticked=False, links=["《隐私政策》"]))
    assert again is fact
    assert (fact.ticked_at_first, fact.told_by, fact.covers) == (True, "input", ["privacy", "marketing"])
    assert fact.documents == ["《隐私政策》"]


def test_what_the_walker_has_ticked_itself_was_not_ticked_beforehand() -> None:
    noted, seen = facts(), scene("")
    noted.touch(box("同意《用户协议》"))
    assert not noted.box(seen, box("同意《用户协议》", ticked=True)).ticked_at_first


@pytest.mark.parametrize(
    ("text", "price"), [("退票险¥20", "¥20"), ("餐具 +￥2.50", "+￥2.50"), ("捐款 1元", "1元"), ("少辣", "")]
)
def test_the_price_of_an_extra(text: str, price: str) -> None:
    assert facts(seen := scene("")).box(seen, box(text)).price == price


# -- agreeing by going on


def test_a_sentence_by_which_going_on_is_agreeing() -> None:
    noted = facts(seen := scene("请输入手机号\n登录即代表同意《用户协议》和《隐私政策》"))
    noted.implied(seen, None)
    noted.implied(seen, None)
    (fact,) = noted.walk.boxes
    assert fact.implied
    assert set(fact.covers) == {"terms", "privacy"}
    assert not fact.ticked_at_first


def test_the_words_of_a_box_are_no_second_agreement() -> None:
    seen = scene("", agreed := box("登录即代表同意《用户协议》和《隐私政策》"))
    noted = facts(seen)
    noted.box(seen, agreed)
    noted.implied(seen, None)
    assert [one.implied for one in noted.walk.boxes] == [False]


@pytest.mark.parametrize("text", ["登录后可查看订单", "我已阅读并同意《用户协议》", "点击菜品查看大图"])
def test_other_sentences_imply_no_agreement(text: str) -> None:
    noted = facts(seen := scene(text))
    noted.implied(seen, None)
    assert noted.walk.boxes == []


# -- notices


def test_the_privacy_notice_comes_before_other_documents() -> None:
    seen = scene(
        "", control("用户协议", kind="link"), control("隐私政策", kind="link", href="/p", font_size=12, contrast=4.5)
    )
    notice = facts(seen).notice(seen, None, ["phone"])
    assert (notice.link, notice.link_font_size, notice.link_contrast, notice.taps) == ("隐私政策", 12, 4.5, 1)


def test_a_notice_gathers_what_its_page_asks_for() -> None:
    noted, seen = facts(), scene("手机号仅用于取餐通知，不作他用")
    noted.notice(seen, None, ["phone"])
    notice = noted.notice(seen, None, ["phone", "name"])
    assert noted.walk.notices == [notice]
    assert (notice.collects, notice.link) == (["phone", "name"], "")
    assert "取餐通知" in notice.on_page


def test_a_page_that_says_nothing_has_an_empty_notice() -> None:
    notice = facts(seen := scene("请输入手机号", control("提交"))).notice(seen, None, ["phone"])
    assert (notice.on_page, notice.link, notice.taps) == ("", "", None)


def _labels(title: str, *options: str, **more: object) -> tuple[list[TextLine], list[Control]]:
    """A title with labels to be touched below it."""
    row = "\n".join(options)
    chips = [control(one, box=(20.0 + 70 * i, 200.0, 60.0, 30.0), group=row, **more) for i, one in enumerate(options)]
    return [TextLine(text=title, box=(20.0, 170.0, 120.0, 20.0))], chips


@pytest.mark.parametrize(
    ("title", "options", "asked"),
    [
        ("从事的行业", ("制造", "教育", "其他"), ["occupation"]),
        ("婚姻状况", ("已婚", "未婚"), ["marital-status"]),
        ("性别", ("男", "女"), ["gender"]),
        ("手机", ("折叠屏", "直板"), []),
        ("甜度", ("半糖", "全糖"), []),
        ("性别", ("提交",), []),
        ("性别", ("男款", "女款"), []),
        ("身高", ("110cm", "120cm"), []),
        ("适用年龄", ("3-6 岁", "7-9 岁"), []),
    ],
)
def test_labels_below_a_title_ask_for_what_it_names(title: str, options: tuple[str, ...], asked: list[str]) -> None:
    lines, chips = _labels(title, *options)
    assert [datum.category for _, datum in entries_in(scene("", *chips, lines=lines), None)] == asked


def test_which_label_is_chosen_is_told_by_its_look() -> None:
    lines, chips = _labels("性别", "男", "女", emphasis=0.1)
    assert [one.value for one, _ in entries_in(scene("", *chips, lines=lines), None)] == [""]
    chips[1].emphasis = 0.6
    assert [one.value for one, _ in entries_in(scene("", *chips, lines=lines), None)] == ["女"]
