"""The time stamp's round trip with a time-stamping authority of the test's own, made with OpenSSL."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from qraudit.errors import RunError, UsageError
from qraudit.evidence import stamp, verify
from qraudit.report import render
from tests.report.sample_run import sample_report, sample_run, sample_walk

pytest.importorskip("rfc3161_client")
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")

_CONFIGURATION = """
[tsa]
default_tsa = local
[local]
dir = .
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = ca.pem
default_policy = 1.2.3.4.1
signer_digest = sha256
digests = sha256
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[stamping]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


def _openssl(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(_CONFIGURATION, encoding="utf-8")
    (folder / "serial").write_text("01", encoding="utf-8")
    new = ["req", "-config", "tsa.cnf", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    _openssl(folder, *new, "-x509", "-days", "30", "-extensions", "ca", "-subj", "/CN=Test Root",
             "-keyout", "ca.key", "-out", "ca.pem")  # fmt: skip
    _openssl(folder, *new, "-subj", "/CN=Test Time", "-keyout", "tsa.key", "-out", "tsa.csr")
    _openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
             "-days", "30", "-extfile", "tsa.cnf", "-extensions", "stamping", "-out", "tsa.pem")  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def service(authority: Path) -> Iterator[str]:
    class Stamps(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (authority / "query.tsq").write_bytes(query)
            arguments = ("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr")
            _openssl(authority, *arguments)
            self.send_response(200)
            self.end_headers()
            self.wfile.write((authority / "reply.tsr").read_bytes() if self.path == "/" else b"no stamp")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Stamps)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return sample_run(tmp_path / "run").path


def test_the_round_trip(run: Path, service: str, authority: Path) -> None:
    facts = stamp(run, service)

    found = verify(run, authority / "ca.pem")

    assert found.intact
    assert found.stamp is not None
    assert found.stamp.state == "valid"
    assert found.digest == facts.digest
    assert "Test Time" in facts.authority


def test_plain_openssl_verifies_the_token(run: Path, service: str, authority: Path) -> None:
    stamp(run, service)

    told = _openssl(run, "ts", "-verify", "-data", "manifest.json", "-in", "manifest.tsr", "-CAfile",
                    str(authority / "ca.pem"))  # fmt: skip

    assert "Verification: OK" in told


def test_without_a_root_the_stamp_is_not_called_valid(run: Path, service: str) -> None:
    stamp(run, service)

    found = verify(run).stamp

    assert found is not None
    assert found.state == "unproven"


def test_a_stamp_of_another_run_is_not_valid(run: Path, tmp_path: Path, service: str, authority: Path) -> None:
    other = sample_run(tmp_path / "other").path
    stamp(other, service)
    shutil.copy(other / "manifest.tsr", run / "manifest.tsr")

    found = verify(run, authority / "ca.pem")

    assert found.stamp is not None
    assert found.stamp.state == "invalid"
    assert not found.intact


def test_the_report_says_what_a_stamp_proves_and_what_not(run: Path, service: str) -> None:
    stamp(run, service)

    page = str(render(sample_report(), sample_walk(), run, "html", "en"))

    assert "it does not prove that the merchant served these pages" in page


@pytest.mark.parametrize("path", ["nonsense", None])
def test_a_service_that_gives_no_stamp(run: Path, service: str, path: str | None) -> None:
    with pytest.raises(RunError):
        stamp(run, service + path if path else "http://127.0.0.1:9/")
    assert verify(run).intact


def test_an_address_that_is_none(run: Path) -> None:
    with pytest.raises(UsageError):
        stamp(run, "file:///etc/passwd")
