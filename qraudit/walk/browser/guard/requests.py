"""What the browser says to the guard, read strictly, and what is passed on of it."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass

import h11

from qraudit.walk.browser.guard.hosts import Host, parse_target

__all__ = [
    "Destination",
    "forwarded_head",
    "has_body",
    "is_chunked",
    "is_upgrade",
    "presents",
    "read_target",
]

_HOP_BY_HOP = frozenset({
    b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"proxy-authenticate", b"te", b"trailer",
    b"host",
})  # fmt: skip


@dataclass(frozen=True)
class Destination:
    """Where a request wants to go. `path` is empty for a tunnel."""

    host: Host
    port: int
    path: str


def read_target(request: h11.Request) -> Destination:
    """Read the target of a proxy request: `HOST:PORT` for a tunnel, an absolute `http:` address otherwise.

    Raises:
        ValueError: it is neither.

    """
    target = request.target.decode("ascii")
    if request.method == b"CONNECT":
        return Destination(*parse_target(target), path="")
    scheme, separator, rest = target.partition("://")
    if scheme.lower() not in ("http", "ws") or not separator:
        raise ValueError(f"not an http address: {target[:100]!r}")
    end = next((place for place, sign in enumerate(rest) if sign in "/?#\\"), len(rest))
    host_and_port = rest[:end].rpartition("@")[2]  # what stands before it is a user's name, however it looks
    path = rest[end:].partition("#")[0]
    return Destination(*parse_target(host_and_port, 80), path=path if path.startswith("/") else f"/{path}")


def _authority(host: Host, port: int, default: int = 80) -> str:
    """The host and port as a Host header has them."""
    name = str(host) if isinstance(host, str) or host.version == 4 else f"[{host}]"
    return name if port == default else f"{name}:{port}"


def forwarded_head(request: h11.Request, destination: Destination) -> bytes:
    """The request as its server gets it: no word meant for the guard, and the Host that was decided on."""
    upgrade = is_upgrade(request)
    named = {name for value in _values(request, b"connection") for name in value.split(b",")}
    dropped = _HOP_BY_HOP | {name.strip().lower() for name in named} | (set() if upgrade else {b"upgrade"})
    lines = [b"%s %s HTTP/1.1" % (request.method, destination.path.encode("ascii"))]
    lines.append(b"Host: " + _authority(destination.host, destination.port).encode("ascii"))
    for raw_name, value in request.headers.raw_items():
        if raw_name.lower() not in dropped or (upgrade and raw_name.lower() == b"upgrade"):
            lines.append(raw_name + b": " + value)
    lines.append(b"Connection: Upgrade" if upgrade else b"Connection: keep-alive")
    return b"\r\n".join(lines) + b"\r\n\r\n"


def presents(request: h11.Request, credentials: str) -> bool:
    """Whether the request carries the guard's user name and password."""
    for value in _values(request, b"proxy-authorization"):
        scheme, _, encoded = value.partition(b" ")
        try:
            given = base64.b64decode(encoded.strip(), validate=True)
        except binascii.Error:
            continue
        if scheme.lower() == b"basic" and hmac.compare_digest(given, credentials.encode()):
            return True
    return False


def has_body(request: h11.Request) -> bool:
    """Whether something follows the head."""
    return bool(_values(request, b"transfer-encoding")) or _values(request, b"content-length") not in ([], [b"0"])


def is_chunked(request: h11.Request) -> bool:
    """Whether the body's end is told by its last chunk."""
    return bool(_values(request, b"transfer-encoding"))


def is_upgrade(request: h11.Request) -> bool:
    """Whether the connection is to speak something else afterwards: a WebSocket without a tunnel."""
    named = b",".join(_values(request, b"connection")).lower()
    return b"upgrade" in named and bool(_values(request, b"upgrade"))


def _values(request: h11.Request, name: bytes) -> list[bytes]:
    return [value for header, value in request.headers if header == name]
