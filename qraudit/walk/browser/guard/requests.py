"""What the browser says to the guard, read strictly, and what is passed on of it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

import h11

from qraudit.walk.browser.guard.hosts import Host, parse_target

__all__ = ["Destination", "ProxyRequest"]

_HOP_BY_HOP = frozenset({
    b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"proxy-authenticate", b"te", b"trailer",
    b"upgrade", b"host",
})  # fmt: skip
_PLAIN_SCHEMES = ("http", "ws")


@dataclass(frozen=True)
class Destination:
    """Where a request wants to go. `path` is empty for a tunnel."""

    host: Host
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host and port as a Host header has them."""
        bare = isinstance(self.host, str) or self.host.version == 4
        name = str(self.host) if bare else f"[{self.host}]"
        return name if self.port == 80 else f"{name}:{self.port}"


class ProxyRequest:
    """One request to the guard."""

    def __init__(self, request: h11.Request) -> None:
        self.method = request.method
        self.target = request.target
        self._fields = [(name, name.lower(), value) for name, value in request.headers.raw_items()]

    @property
    def is_tunnel(self) -> bool:
        """Whether it asks for a connection rather than for a document."""
        return self.method == b"CONNECT"

    @property
    def is_chunked(self) -> bool:
        """Whether the body's end is told by its last chunk."""
        return bool(self._values(b"transfer-encoding"))

    @property
    def has_body(self) -> bool:
        """Whether something follows the head."""
        return self.is_chunked or self._values(b"content-length") not in ([], [b"0"])

    @property
    def is_upgrade(self) -> bool:
        """Whether the connection is to speak something else afterwards: a WebSocket without a tunnel."""
        return b"upgrade" in self._connection_options() and bool(self._values(b"upgrade"))

    def destination(self) -> Destination:
        """Read the target: `HOST:PORT` for a tunnel, an absolute `http:` address otherwise.

        Raises:
            ValueError: it is neither.

        """
        target = self.target.decode("ascii")
        if self.is_tunnel:
            return Destination(*parse_target(target), path="")
        scheme, separator, rest = target.partition("://")
        if scheme.lower() not in _PLAIN_SCHEMES or not separator:
            raise ValueError(f"not an http address: {target[:100]!r}")
        end = next((place for place, sign in enumerate(rest) if sign in "/?#\\"), len(rest))
        host_and_port = rest[:end].rpartition("@")[2]  # what stands before it is a user's name, however it looks
        path = rest[end:].partition("#")[0]
        return Destination(*parse_target(host_and_port, 80), path=path if path.startswith("/") else f"/{path}")

    def presents(self, credentials: bytes) -> bool:
        """Whether the request carries these credentials, as `Proxy-Authorization` has them."""
        return any(hmac.compare_digest(value, credentials) for value in self._values(b"proxy-authorization"))

    def forwarded(self, destination: Destination) -> bytes:
        """The head as its server gets it: no word meant for the guard, and the Host that was decided on."""
        dropped = _HOP_BY_HOP | self._connection_options()
        if self.is_chunked:
            dropped |= {b"content-length"}  # the two together are how requests are smuggled
        lines = [b"%s %s HTTP/1.1" % (self.method, destination.path.encode("ascii"))]
        lines.append(b"Host: " + destination.authority.encode("ascii"))
        lines += [name + b": " + value for name, lower, value in self._fields if lower not in dropped]
        lines += self._connection_lines()
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def _connection_lines(self) -> list[bytes]:
        if not self.is_upgrade:
            return [b"Connection: keep-alive"]
        return [b"Connection: Upgrade", b"Upgrade: " + b", ".join(self._values(b"upgrade"))]

    def _connection_options(self) -> frozenset[bytes]:
        joined = b",".join(self._values(b"connection")).lower()
        return frozenset(option.strip() for option in joined.split(b","))

    def _values(self, name: bytes) -> list[bytes]:
        return [value for _, lower, value in self._fields if lower == name]
