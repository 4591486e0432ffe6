"""What is named comes in whole: every photograph once, every row of a list."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.batch.inputs import items_in
from qraudit.batch.item import Item
from qraudit.errors import UsageError

SCENARIOS = ("dine-in", "parking")


def items(*names: object, stdin: str = "", **chosen: str) -> list[Item]:
    wanted = [str(name) for name in names]
    return list(items_in(wanted, chosen=chosen, scenarios=SCENARIOS, standard_input=lambda: stdin))


@pytest.fixture
def card(tmp_path: Path) -> Path:
    for name in (
        "DCIM/101/IMG_2.JPG",
        "DCIM/101/IMG_1.heic",
        "DCIM/102/a.png",
        "DCIM/.trash/x.jpg",
        "DCIM/MISC/notes.db",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"-")
    return tmp_path / "DCIM"


def test_a_folder_is_all_its_pictures_in_name_order_and_nothing_hidden(card: Path) -> None:
    assert [Path(one.source).name for one in items(card)] == ["IMG_1.heic", "IMG_2.JPG", "a.png"]


def test_a_photograph_that_two_names_lead_to_came_in_once(card: Path) -> None:
    assert len(items(card, card / "102" / "a.png", f"{card}/**/*.png")) == 3


def test_each_row_of_a_list_is_a_row_also_where_two_are_alike(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(
        "# Monday\nhttps://a.example/1\n\nhttps://a.example/1\nwxp://f2f0\n", encoding="utf-8"
    )
    found = items(tmp_path / "list.txt")
    assert [one.payload for one in found] == ["https://a.example/1", "https://a.example/1", "wxp://f2f0"]
    assert len({one.origin for one in found}) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_are_known_by_their_headings_in_what_excel_writes(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    heads = ["商户名称", "照片", "区县", "场景", "备注"]
    rows = [["老王面馆", "桌贴.jpg", "东城区", "dine-in", "二楼"], ["停车场", "https://p.example/7", "", "parking", ""]]
    file = tmp_path / "清单.csv"
    file.write_text("\n".join(separator.join(row) for row in (heads, *rows)), encoding=encoding)
    noodles, parking = items(file)
    assert (noodles.photo, noodles.merchant, noodles.place) == (tmp_path / "桌贴.jpg", "老王面馆", "东城区")
    assert (noodles.scenario, noodles.note) == ("dine-in", "二楼")
    assert (parking.payload, parking.photo, parking.scenario) == ("https://p.example/7", None, "parking")


def test_a_workbook_is_read_like_any_list(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["店名", "网址"], ["甲", "https://a.example/"], [None, None], ["乙", "https://b.example/"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    assert [(one.merchant, one.payload) for one in items(tmp_path / "list.xlsx")] == [
        ("甲", "https://a.example/"),
        ("乙", "https://b.example/"),
    ]


def test_other_headings_are_told_with_column(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,landing page\n7,https://a.example/\n", encoding="utf-8")
    assert [one.payload for one in items(tmp_path / "list.csv", url="Landing Page")] == ["https://a.example/"]
    with pytest.raises(UsageError, match="no column elsewhere"):
        items(tmp_path / "list.csv", url="elsewhere")


def test_a_list_on_standard_input_and_addresses_as_arguments() -> None:
    found = items("https://c.example/", "-", stdin="https://a.example/\n\nhttps://b.example/\n")
    assert [one.payload for one in found] == ["https://c.example/", "https://a.example/", "https://b.example/"]


def test_a_row_without_anything_to_audit_is_still_a_row(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("merchant,url\nA,https://a.example/\nB,\n", encoding="utf-8")
    assert [(one.merchant, one.payload) for one in items(tmp_path / "list.csv")][1] == ("B", "")


@pytest.mark.parametrize("name", ["missing.jpg", "*.none", "missing/"])
def test_what_does_not_exist_is_one_message(name: str) -> None:
    with pytest.raises(UsageError, match="no file, folder or pattern"):
        items(name)


def test_an_unknown_scenario_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "url,scenario\nhttps://a.example/,dine-in\nhttps://b.example/,dining\n", encoding="utf-8"
    )
    with pytest.raises(UsageError, match=r"list\.csv:3: .*dining"):
        items(tmp_path / "list.csv")


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b"", b"\xff" * 100])
def test_a_file_that_is_no_workbook_is_one_message(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list.xlsx").write_bytes(content)
    with pytest.raises(UsageError, match=r"list\.xlsx"):
        items(tmp_path / "list.xlsx")


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30)


@given(st.lists(st.tuples(CELL, CELL), max_size=20))
def test_whatever_a_list_holds_each_row_that_says_something_comes_in(rows: list[tuple[str, str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([("url", "merchant"), *rows])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "list.csv")
        file.write_text(stream.getvalue(), encoding="utf-8", newline="")
        found = items(file)
    said = [(url.strip(), name.strip()) for url, name in rows if url.strip() or name.strip()]
    assert [(one.payload, one.merchant) for one in found] == said
