"""The whole way from a payload to a closed run folder, for whatever a code may say."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import qraudit
from qraudit.errors import UsageError
from qraudit.evidence import load_run, verify
from qraudit.targets import find_target

SCHEMES = ["", "http://", "https://", "weixin://", "wxp://", "alipays://", "WIFI:S=", "BEGIN:VCARD\n", "tel:", "000201"]
PAYLOADS = st.builds(str.__add__, st.sampled_from(SCHEMES), st.text(max_size=60))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAYLOADS)
def test_whatever_a_code_says_ends_in_a_report_or_in_one_message(payload: str) -> None:
    try:
        found = find_target("-", payload)
    except UsageError as error:
        assert error.tell("en") and error.tell("zh")
        return
    assume(found.target.kind != "web")
    with tempfile.TemporaryDirectory() as folder:
        result = qraudit.audit("-", payload=payload, out=Path(folder) / "run")
        assert result.status in (1, 3)
        assert verify(result.folder).intact
        assert load_run(result.folder)[0] == result.report


async def test_the_same_inside_an_event_loop(tmp_path: Path) -> None:
    plain = await asyncio.to_thread(qraudit.audit, "-", payload="just words", out=tmp_path / "a")
    nested = qraudit.audit("-", payload="just words", out=tmp_path / "b")
    native = await qraudit.audit_target("-", payload="just words", out=tmp_path / "c")
    assert plain.status == nested.status == native.status == 3


def test_a_time_stamping_service_that_does_not_answer_costs_the_stamp_and_nothing_else(tmp_path: Path) -> None:
    result = qraudit.audit("-", payload="just words", timestamp="http://127.0.0.1:1/", out=tmp_path / "run")
    assert result.status == 3
    assert result.unstamped is not None
    assert "127.0.0.1:1" in result.unstamped.en
    assert verify(result.folder).intact
    assert (result.folder / "report.html").is_file()


def test_a_typed_value_of_the_users_own_is_masked_wherever_it_stands(tmp_path: Path) -> None:
    identity = tmp_path / "identity.yaml"
    identity.write_text('name: 王小明\nphone: "13912345678"\n', encoding="utf-8")
    result = qraudit.audit("-", payload="王小明 13912345678", identity=identity, out=tmp_path / "run")
    everything = b"".join(path.read_bytes() for path in result.folder.rglob("*") if path.is_file())
    assert "王小明".encode() not in everything
    assert b"13912345678" not in everything
