"""Every exit status of the contract, shown (2 and 70 are in test_wrong_calls)."""

from __future__ import annotations

import json
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from tests.conftest import Answer, Call

FOLLOW_CODE = "http://weixin.qq.com/r/qraudit-example"

WAIVER = """
[[waivers]]
rule = "follow-wall"
target = "http://weixin.qq.com/*"
reason = "the poster is taken down on Friday"
who = "Wang"
until = {until}
"""


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def report_in(folder: str | Path) -> Any:
    return json.loads((Path(folder) / "report.json").read_text(encoding="utf-8"))


def audit_follow_code(call: Call, *options: object) -> Answer:
    return call("audit", "-", *options, stdin=FOLLOW_CODE)


def waivers(until: date) -> Path:
    file = Path("waivers.toml")
    file.write_text(WAIVER.format(until=until.isoformat()), encoding="utf-8")
    return file


def test_1_a_code_that_only_opens_a_follow_page_is_a_wall_by_itself(call: Call) -> None:
    answer = audit_follow_code(call, "--out", "run")
    report = report_in("run")
    assert (answer.status, report["outcome"], report["verdict"]) == (1, "not-followable", "violations")
    assert [one["rule"] for one in report["findings"] if one["outcome"] == "violation"] == ["follow-wall"]
    assert "follow-wall" in answer.out


def test_0_what_the_user_does_not_fail_on(call: Call) -> None:
    assert audit_follow_code(call, "--fail-on", "never").status == 0


def test_0_what_a_waiver_covers_and_it_stays_visible(call: Call) -> None:
    answer = audit_follow_code(call, "--waivers", waivers(date.today()), "--out", "run")
    assert answer.status == 0
    (finding,) = [one for one in report_in("run")["findings"] if one["waiver"]]
    assert (finding["rule"], finding["outcome"], finding["waiver"]["who"]) == ("follow-wall", "violation", "Wang")


def test_1_an_expired_waiver_fails_and_is_named(call: Call) -> None:
    yesterday = date.today() - timedelta(days=1)
    answer = audit_follow_code(call, "--waivers", waivers(yesterday))
    assert answer.status == 1
    assert f"Waiver expired: rule follow-wall, target http://weixin.qq.com/*, until {yesterday}" in answer.err


def test_0_what_the_baseline_had_already(call: Call) -> None:
    audit_follow_code(call, "--out", "before")
    assert audit_follow_code(call, "--baseline", "before").status == 0


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ("wxp://f2f0ExampleExample", "wechat-pay"),
        ("https://qr.alipay.com/fkx00000example", "alipay"),
        ("WIFI:T:WPA;S=shop;P:x;;", None),
        ("just words", "text"),
    ],
)
def test_3_a_code_that_no_browser_can_follow(call: Call, payload: str, kind: str | None) -> None:
    answer = call("audit", "-", "--out", "run", stdin=payload)
    report = report_in("run")
    assert (answer.status, report["outcome"], report["verdict"]) == (3, "not-followable", "not-audited")
    assert kind in (None, report["target"]["kind"])
    assert answer.err.strip(), "the reason is told"


def test_3_a_photograph_without_a_code(call: Call, tmp_path: Path) -> None:
    Image.new("RGB", (400, 400), "white").save("blank.png")
    answer = call("audit", "blank.png", "--out", "run")
    report = report_in("run")
    assert (answer.status, report["outcome"]) == (3, "undecodable")
    assert report["target"]["source"] == "blank.png"
    assert (tmp_path / "run" / "photo.png").is_file()
    assert "blank.png: No code" in answer.err


def test_4_there_is_no_browser(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QRAUDIT_CHROMIUM", str(Path("nowhere").resolve()))
    answer = call("audit", "http://127.0.0.1:8000/", "--allow-private", "--out", "run")
    assert answer.status == 4
    assert "QRAUDIT_CHROMIUM" in answer.err
    assert not Path("run").exists(), "nothing was seen, so nothing is left"


def test_report_json_is_valid_against_the_schema_that_qraudit_prints(call: Call) -> None:
    audit_follow_code(call, "--out", "run")
    jsonschema.validate(report_in("run"), json.loads(call("schema").out))


def test_standard_output_carries_the_report_whole_and_alone(call: Call) -> None:
    answer = audit_follow_code(call, "--format", "json", "--format", "html=page.html")
    assert json.loads(answer.out)["target"]["payload"] == FOLLOW_CODE
    assert Path("page.html").read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html")


def test_quiet_says_nothing_but_what_was_asked_for(call: Call) -> None:
    answer = audit_follow_code(call, "--quiet")
    assert (answer.status, answer.out, answer.err) == (1, "", "")


def test_a_pipe_and_no_color_are_plain(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    answer = audit_follow_code(call)
    assert "\x1b" not in answer.out + answer.err


def test_the_targets_of_the_configuration_are_audited_when_none_is_named(call: Call) -> None:
    Path("qraudit.toml").write_text(
        f'out = "runs"\n\n[[targets]]\npayload = "{FOLLOW_CODE}"\nfail_on = "never"\n\n'
        f'[[targets]]\npayload = "just words"\n{WAIVER.format(until=date.today().isoformat())}',
        encoding="utf-8",
    )
    answer = call("audit", "--format", "json=report.json")
    assert answer.status == 3
    assert [report_in(f"runs/{number}")["target"]["payload"] for number in ("01", "02")] == [FOLLOW_CODE, "just words"]
    assert Path("report-01.json").is_file() and Path("report-02.json").is_file()


def test_a_rule_that_the_configuration_switches_off_does_not_count_and_the_report_says_so(call: Call) -> None:
    Path("qraudit.toml").write_text('rules_off = ["follow-wall"]\n', encoding="utf-8")
    answer = audit_follow_code(call, "--out", "run")
    report = report_in("run")
    assert (answer.status, report["tool"]["settings"]["off"]) == (3, ["follow-wall"])
    assert "Rules switched off by the configuration: follow-wall" in answer.out


@pytest.fixture
def ending_server() -> Iterator[int]:
    """Takes a connection, and never answers: it has this process asked to end instead."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with server.accept()[0] as connection:
                connection.recv(1 << 16)
                signal.raise_signal(signal.SIGTERM)
                connection.recv(1)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


@pytest.mark.browser
def test_130_interrupted_and_what_was_finished_is_kept(call: Call, ending_server: int) -> None:
    answer = call("audit", f"http://127.0.0.1:{ending_server}/", "--allow-private", "--out", "run")
    assert (answer.status, report_in("run")["reason"]) == (130, "interrupted")
    assert "Interrupted. What was finished is kept" in answer.err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_4_a_window_where_there_is_no_display(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    answer = call("audit", "http://merchant.example/7", "--headed")
    assert answer.status == 4
    assert "xvfb-run" in answer.err
    assert not list(Path().iterdir())
