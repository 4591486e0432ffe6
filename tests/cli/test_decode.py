"""`qraudit decode`: what it prints where, and how it exits."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from qraudit.cli import main
from tests.photographs import take


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.jpg").write_bytes(
        take(2, 1, says=["https://order.laocheng.example/t?table=7"], size=(500, 500)).data
    )
    (tmp_path / "a.jpg").write_bytes(take(3, 1, says=["WIFI:T:WPA;S:a;P:geheim;;"], size=(500, 500)).data)
    (tmp_path / "notes.txt").write_text("not a picture", encoding="utf-8")
    return tmp_path


def decode(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["decode", *map(str, arguments), "--lang", "en"])
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def test_a_folder_means_its_pictures_in_name_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = decode(capsys, folder, "--format", "json")
    photos = json.loads(out)
    assert status == 0
    assert [Path(photo["source"]).name for photo in photos] == ["a.jpg", "b.jpg"]
    (code,) = photos[1]["codes"]
    assert (code["payload"], code["kind"], code["engine"]) == (
        "https://order.laocheng.example/t?table=7",
        "web",
        "zxing",
    )
    assert len(code["corners"]) == 4
    assert photos[1]["reason"] is None
    assert "geheim" not in out + err


def test_an_unreadable_file_is_an_element_and_a_message(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = decode(capsys, folder / "notes.txt", folder / "b.jpg", "--format", "json")
    photos = json.loads(out)
    assert status == 0
    assert "no picture" in photos[0]["reason"]
    assert "notes.txt" in err


@pytest.mark.parametrize(("name", "expected"), [("notes.txt", 2), ("missing.jpg", 2)])
def test_where_no_file_can_be_read_the_call_is_wrong(
    name: str, expected: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decode(capsys, folder / name)[0] == expected


def test_where_no_code_is_read_the_status_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "blank.jpg").write_bytes(take(1, 1, says=[], size=(300, 300)).data)
    status, out, _ = decode(capsys, folder / "blank.jpg", "--format", "json")
    assert status == 3
    assert json.loads(out)[0]["reason"]


def test_a_table_carries_no_formula(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "c.jpg").write_bytes(take(4, 1, says=["=HYPERLINK(1)"], size=(500, 500)).data)
    _, out, _ = decode(capsys, folder / "c.jpg", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["payload"] == "'=HYPERLINK(1)"


def test_a_payload_cannot_steer_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "d.jpg").write_bytes(take(5, 1, says=["red \x1b[31m [bold]text"], size=(500, 500)).data)
    _, out, _ = decode(capsys, folder / "d.jpg")
    assert "\x1b" not in out
    assert "[bold]text" in out


def test_what_was_found_is_drawn_onto_a_copy(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = decode(capsys, folder / "b.jpg", "--explain", folder / "explained")
    assert status == 0
    (drawn,) = (folder / "explained").iterdir()
    assert drawn.name in err
