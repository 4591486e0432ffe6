"""What a batch offers to read: the same rows in every form, and nothing in them that acts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import openpyxl
import pytest

from qraudit.batch.index import index_page
from qraudit.batch.junit import junit_table
from qraudit.batch.sarif import sarif_table
from qraudit.batch.statistics import counted
from qraudit.batch.tables import COLUMNS, csv_table, json_table
from qraudit.batch.workbook import workbook
from tests.batch.rows import HOSTILE, finding, mixed, row, violating, waiting
from tests.report.npm_package import npm_package

HERE = Path()


def hostile() -> dict[str, Any]:
    texts = dict.fromkeys(("source", "payload", "merchant", "place", "note", "taken"), HOSTILE)
    reason = {"zh": HOSTILE, "en": HOSTILE}
    found = [finding(subject=HOSTILE, url=HOSTILE, title=reason, message=reason)]
    return violating(1, **texts) | {"findings": found, "reason": reason}


def test_json_and_csv_have_the_contracts_columns_and_a_row_an_item() -> None:
    rows = [violating(1), row(2), waiting(3)]
    listed = json.loads(json_table(rows, HERE, "en"))
    assert [list(one) for one in listed] == [list(COLUMNS)] * 3
    assert (listed[2]["outcome"], listed[2]["verdict"], listed[2]["run"]) == (None, "not-audited", None)
    table = list(csv.DictReader(io.StringIO(csv_table(rows, HERE, "en").removeprefix("\ufeff"))))
    assert [one["verdict"] for one in table] == ["violations", "clean", "not-audited"]


def test_no_cell_is_a_formula() -> None:
    bad = row(1, source="=1+1", payload="@SUM(A1)", merchant="+cmd", note="-2+3")
    cells = next(csv.DictReader(io.StringIO(csv_table([bad], HERE, "en").removeprefix("\ufeff"))))
    assert (cells["source"], cells["payload"]) == ("'=1+1", "'@SUM(A1)")
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([bad], HERE, "en"))).worksheets[0]
    assert "f" not in {cell.data_type for cell in sheet[2]}


def test_the_workbook_tells_all_that_lists_and_photographs_said() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([violating(1), hostile()], HERE, "zh")))
    cells = [cell.value for cell in book.worksheets[0][2]]
    assert {"面馆 1", "东城区", "不关注就无法继续", "2026-11-24T10:00:00", 39.9, 116.4} <= set(cells)
    assert book.worksheets[0].cell(2, len(cells)).hyperlink.target == "runs/00001-IMG/report.html"


def test_sarif_has_each_codes_finding_once_however_often_it_was_photographed() -> None:
    twice = [violating(1), violating(2) | {"audit": 1}, row(3, verdict="not-audited", outcome="unreachable")]
    run = json.loads(sarif_table([*twice, hostile() | {"audit": 9}], HERE, "en"))["runs"][0]
    assert run["results"][0]["properties"]["sources"] == ["IMG_00001.jpg", "IMG_00002.jpg"]
    assert len(run["results"]) == 2
    assert [one["descriptor"]["id"] for one in run["invocations"][0]["toolExecutionNotifications"]] == ["unreachable"]


@pytest.mark.npm
def test_the_sarif_is_valid_by_its_schema(tmp_path: Path) -> None:
    package = npm_package("@microsoft/jest-sarif", "1.0.0-beta.0", tmp_path)
    schema = json.loads((package / "lib/schemas/sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    rows = [hostile(), violating(2), row(3, verdict="not-audited", outcome="unreachable"), waiting(4)]
    jsonschema.validate(json.loads(sarif_table(rows, HERE, "zh")), schema)


def test_junit_accounts_for_every_photograph() -> None:
    waived = violating(4) | {"findings": [finding(waiver={"reason": "next release", "who": "W", "until": None})]}
    unread = row(3, verdict="not-audited", outcome="undecodable", reason={"zh": "无", "en": "none"})
    suites = ET.fromstring(junit_table([violating(1), row(2), unread, waived, waiting(5), hostile()], HERE, "en"))
    assert len(suites) == 6
    assert {name: suites.get(name) for name in ("failures", "errors", "skipped")} == {
        "failures": "2",
        "errors": "1",
        "skipped": "2",
    }


def test_statistics_count_photographs_and_codes_apart() -> None:
    numbers = counted([violating(1), violating(2) | {"audit": 1}, row(3), waiting(4)])
    assert (numbers["items"], numbers["codes"]) == (4, 2)
    assert numbers["by_rule"] == {"follow-wall": {"items": 2, "codes": 1}}
    assert numbers["by_place"]["东城区"] == {"violations": 2, "clean": 1, "not-audited": 1}


def test_no_text_leaves_its_place_in_the_index() -> None:
    page = index_page([hostile()], HERE, "en")
    assert page.count("<script") == 2
    assert "<img" not in page
    assert "\u2028" not in page


@pytest.mark.parametrize("rows", [[], [waiting(1)], mixed(50)], ids=["none", "waiting", "mixed"])
def test_every_form_can_be_made_of_any_rows(rows: list[dict[str, Any]]) -> None:
    for made in (json_table, csv_table, workbook, index_page, sarif_table, junit_table):
        assert made(rows, HERE, "zh")  # type: ignore[operator]
