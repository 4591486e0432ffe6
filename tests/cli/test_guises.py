"""`--device all`: one code in every guise, and where they are treated differently."""

from __future__ import annotations

from pathlib import Path

import pytest

import qraudit
from qraudit.cli.guises import DEVICES, differences
from tests.conftest import Call

FOLLOW_CODE = "http://weixin.qq.com/r/qraudit-example"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_each_guise_has_its_own_run_and_reports(call: Call) -> None:
    answer = call("audit", "-", "--device", "all", "--out", "runs", "--format", "json=r.json", stdin=FOLLOW_CODE)
    assert answer.status == 1
    assert sorted(path.name for path in Path("runs").iterdir()) == sorted(DEVICES)
    assert sorted(path.stem for path in Path().glob("r-*.json")) == sorted(f"r-{device}" for device in DEVICES)
    assert "All guises are treated the same." in answer.out


def test_what_only_some_guises_meet_is_told_and_wechat_users_treated_worse_is_noted() -> None:
    walled, free = qraudit.audit(FOLLOW_CODE), qraudit.audit("-", payload="just words")
    assert differences({"wechat-ios": walled, "browser": free}, "en") == [
        "follow-wall: only as WeChat (iOS).",
        "WeChat users are treated worse than others.",
    ]
    assert differences({"wechat-ios": free, "browser": walled}, "en") == ["follow-wall: only as plain browser."]
