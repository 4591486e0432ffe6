"""A batch asked for time stamps tells where there are none."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Call


def test_a_service_that_does_not_answer_is_not_passed_over(call: Call, tmp_path: Path) -> None:
    codes = tmp_path / "codes.csv"
    codes.write_text("url\nhttps://weixin.qq.com/r/abcdef1\nhttps://weixin.qq.com/r/abcdef2\n", encoding="utf-8")
    answer = call("batch", codes, "--out", tmp_path / "sweep", "--timestamp", "http://127.0.0.1:1/", "--quiet")

    assert answer.status == 1
    assert "time stamp that was asked for (the service gave none): 2" in answer.err
