"""A trace is masked like everything else before it is hashed, or it is not kept."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path

from qraudit.evidence import Masker, RunFolder, verify
from tests.report.sample_run import sample_report, sample_walk

PHONE = "13912345678"
PICTURE = b"\xff\xd8\xff\xe0 a picture"


def traced(folder: Path, members: dict[str, bytes], masker: Masker | None) -> Path:
    run = RunFolder.create(folder, masker)
    with zipfile.ZipFile(folder / "trace.zip", "w") as trace:
        for name, data in members.items():
            trace.writestr(name, data)
    run.finish(sample_report(), sample_walk())
    assert verify(folder).intact
    return folder / "trace.zip"


def members_of() -> dict[str, bytes]:
    typed = {"type": "before", "method": "fill", "params": {"selector": "#phone", "value": PHONE}}
    headers = [{"name": "Cookie", "value": "session=s3cret"}, {"name": "Accept", "value": "*/*"}]
    body = {"encoding": "base64", "text": base64.b64encode(f"hello {PHONE}".encode()).decode()}
    asked = {"request": {"headers": headers, "url": f"https://m.example/?p={PHONE}"}, "response": {"content": body}}
    return {
        "trace.trace": json.dumps(typed).encode() + b"\n",
        "trace.network": json.dumps({"type": "resource-snapshot", "snapshot": asked}).encode(),
        "resources/a.html": f"<input value={PHONE}>".encode(),
        "resources/b.jpeg": PICTURE,
    }


def test_no_typed_value_cookie_or_credential_is_left(tmp_path: Path) -> None:
    with zipfile.ZipFile(traced(tmp_path / "run", members_of(), Masker({"phone": PHONE}))) as trace:
        held = {name: trace.read(name) for name in trace.namelist()}

    assert held.keys() == members_of().keys()
    assert PHONE.encode() not in b"".join(held.values())
    assert b"s3cret" not in held["trace.network"]
    assert json.loads(held["trace.network"])["snapshot"]["request"]["headers"][1]["value"] == "*/*"
    body = json.loads(held["trace.network"])["snapshot"]["response"]["content"]["text"]
    assert base64.b64decode(body).startswith(b"hello ")
    assert PHONE.encode() not in base64.b64decode(body)
    assert held["resources/b.jpeg"] == PICTURE


def test_a_trace_that_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    file = traced(tmp_path / "run", {"trace.trace": b"{broken"}, Masker({"phone": PHONE}))

    assert not file.exists()
    assert "trace could not be masked" in (tmp_path / "run" / "log.txt").read_text(encoding="utf-8")


def test_with_keep_raw_it_stays_as_it_was(tmp_path: Path) -> None:
    with zipfile.ZipFile(traced(tmp_path / "run", members_of(), None)) as trace:
        assert PHONE.encode() in trace.read("resources/a.html")
