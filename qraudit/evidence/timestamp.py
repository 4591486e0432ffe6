"""RFC 3161 time stamps: a third party's word that the manifest existed no later than a moment.

Only the digest of manifest.json is sent. The reply is kept whole as manifest.tsr, so that plain OpenSSL checks it too:
`openssl ts -verify -data manifest.json -in manifest.tsr -CAfile ROOT.pem`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.error import URLError
from urllib.request import Request, urlopen

from qraudit.errors import EnvironmentNotReadyError, RunError, UsageError
from qraudit.evidence.der import with_sorted_certificates
from qraudit.evidence.files import MANIFEST, STAMP_FACTS, STAMP_TOKEN, read_bounded, write_whole
from qraudit.evidence.manifest import canonical, seal
from qraudit.models import Stamp
from qraudit.text import both

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

__all__ = ["StampCheck", "check_service", "check_stamp", "stamp"]

_LIMIT = 1 << 20
_TIMEOUT = 30.0


@dataclass(frozen=True)
class StampCheck:
    """What a check of a run's time stamp found.

    `unproven`: the token is for this manifest, but no root certificate was given to check its authority against.
    `unread`: rfc3161-client is not installed.
    """

    state: Literal["valid", "unproven", "invalid", "unread"]
    facts: Stamp | None = None
    why: str = ""


def check_service(url: str) -> None:
    """Refuse what could never give a time stamp, before anything is audited.

    Raises:
        UsageError: the address is none of http or https.
        EnvironmentNotReadyError: rfc3161-client is not installed.

    """
    if not url.lower().startswith(("https://", "http://")):
        raise UsageError(both("evidence.error.stamp-url", url=url[:200]))
    _client()


def stamp(run: Path, url: str) -> Stamp:
    """Have a closed run's manifest time-stamped, and keep the token beside it.

    Raises:
        UsageError: the address is none of http or https.
        RunError: the run is not closed, or the service gave no valid token.
        EnvironmentNotReadyError: rfc3161-client is not installed.

    """
    check_service(url)
    if not (run / MANIFEST).is_file():
        raise RunError(both("evidence.error.not-sealed", path=run))
    manifest = read_bounded(run / MANIFEST, 64 << 20)
    reply = _ask(url, manifest)
    try:
        facts = _facts(_decode(reply), manifest, url)
    except ValueError as error:
        raise RunError(both("evidence.error.stamp-failed", url=url, why=error)) from error
    write_whole(run / STAMP_TOKEN, reply)
    write_whole(run / STAMP_FACTS, canonical(facts.model_dump(mode="json")))
    seal(run)
    return facts


def check_stamp(run: Path, roots: Path | None = None) -> StampCheck | None:
    """Check a run's time stamp against its manifest, and against root certificates (PEM) where given."""
    if not (run / STAMP_TOKEN).is_file() or not (run / MANIFEST).is_file():
        return None
    manifest = read_bounded(run / MANIFEST, 64 << 20)
    trusted = _certificates(roots)
    try:
        response = _decode(read_bounded(run / STAMP_TOKEN, _LIMIT))
        facts = _facts(response, manifest, "")
    except EnvironmentNotReadyError as error:
        return StampCheck("unread", why=str(error))
    except (ValueError, RunError) as error:
        return StampCheck("invalid", why=str(error))
    if not trusted:
        return StampCheck("unproven", facts)
    return _chained(response, manifest, trusted, facts)


def _chained(response: TimeStampResponse, manifest: bytes, roots: list[Certificate], facts: Stamp) -> StampCheck:
    from rfc3161_client import VerificationError, VerifierBuilder

    builder = VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify_message(response, manifest)
    except (VerificationError, ValueError) as error:
        return StampCheck("invalid", facts, str(error))
    return StampCheck("valid", facts)


def _ask(url: str, manifest: bytes) -> bytes:
    client = _client()
    builder = client.TimestampRequestBuilder().data(manifest).hash_algorithm(client.HashAlgorithm.SHA256)
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    request = Request(url, data=builder.build().as_bytes(), headers=headers, method="POST")  # noqa: S310 - checked above
    try:
        with urlopen(request, timeout=_TIMEOUT) as reply:  # noqa: S310
            return bytes(reply.read(_LIMIT))
    except (URLError, OSError, ValueError) as error:
        why = getattr(error, "reason", None) or error
        raise RunError(
            both("evidence.error.stamp-failed", url=url, why=getattr(why, "strerror", None) or why)
        ) from error


def _decode(reply: bytes) -> TimeStampResponse:
    response: TimeStampResponse = _client().decode_timestamp_response(with_sorted_certificates(reply))
    return response


def _facts(response: TimeStampResponse, manifest: bytes, url: str) -> Stamp:
    """What the token says; a token for anything but this manifest is refused."""
    if response.status not in (0, 1):
        raise RunError(both("evidence.error.stamp-failed", url=url, why=", ".join(response.status_string) or "refused"))
    info = response.tst_info
    digest = hashlib.sha256(manifest)
    if info.message_imprint.message != digest.digest():
        raise RunError(both("evidence.error.stamp-other"))
    return Stamp(
        time=info.gen_time,
        authority=_authority(response),
        url=url,
        policy=info.policy.dotted_string,
        serial=str(info.serial_number),
        digest=digest.hexdigest(),
    )


def _authority(response: TimeStampResponse) -> str:
    """The signer's name by its own certificate."""
    from cryptography import x509

    signers = {(signer.issuer, signer.serial_number) for signer in response.signed_data.signer_infos}
    for encoded in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(encoded)
        if (certificate.issuer, certificate.serial_number) in signers:
            return certificate.subject.rfc4514_string()[:200]
    return ""


def _certificates(path: Path | None) -> list[Certificate]:
    if path is None:
        return []
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(read_bounded(path, _LIMIT))
    except ValueError as error:
        raise UsageError(both("evidence.error.stamp-root", path=path, why=error)) from error


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        raise EnvironmentNotReadyError(both("evidence.error.stamp-missing")) from error
    return rfc3161_client
