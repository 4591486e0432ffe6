"""The decision on one request: who asks, where to, and the connection to the address that was checked."""

from __future__ import annotations

import base64
import contextlib
import secrets
from dataclasses import dataclass

from qraudit.walk.browser.guard.hosts import Address
from qraudit.walk.browser.guard.journal import Journal
from qraudit.walk.browser.guard.policy import EgressPolicy
from qraudit.walk.browser.guard.requests import Destination, ProxyRequest
from qraudit.walk.browser.guard.resolver import Resolver, UnresolvedError
from qraudit.walk.browser.guard.upstream import Downstream, UnreachableError, Upstream, connect

__all__ = ["Gate", "RefusedError"]


class RefusedError(Exception):
    """The connection is not made; why stands in the journal."""


@dataclass
class Gate:
    """Everything that the connections of one guard share."""

    policy: EgressPolicy
    journal: Journal
    resolver: Resolver
    username: str
    password: str
    port: int = 0
    """The guard's own: through it a page could reach the guard itself."""

    def __post_init__(self) -> None:
        self.realm = f"qraudit-{secrets.token_hex(8)}"
        pair = f"{self.username}:{self.password}".encode()
        self._credentials = b"Basic " + base64.b64encode(pair)
        self.door = f"{secrets.token_hex(8)}.qraudit.invalid"

    def admits(self, request: ProxyRequest) -> bool:
        """Whether the request comes from our own browser.

        Its own services speak from a context that was never let in: what they ask for is logged as refused.
        """
        if request.presents(self._credentials):
            return True
        with contextlib.suppress(ValueError):
            wanted = request.destination()
            if self.policy.name_reason(wanted.host, wanted.port) == "chromium-service":
                self.journal.refused(str(wanted.host), wanted.port, "chromium-service")
        return False

    def destination(self, request: ProxyRequest) -> Destination:
        """Where the request wants to go.

        Raises:
            RefusedError: nowhere that makes sense.

        """
        try:
            return request.destination()
        except (ValueError, UnicodeError) as error:
            self.journal.refused(request.target[:200].decode("ascii", "replace"), 0, "malformed")
            raise RefusedError from error

    async def open(self, destination: Destination, downstream: Downstream) -> Upstream:
        """Decide, then connect to what was decided on.

        Raises:
            RefusedError: it is not allowed, or cannot be reached.

        """
        addresses = await self._checked(destination)
        limits = self.journal.limits
        try:
            upstream = await connect(addresses, destination.port, lambda: Upstream(downstream), seconds=limits.connect)
        except UnreachableError as error:
            self.journal.failed(str(destination.host), destination.port, "unreachable")
            raise RefusedError from error
        self.journal.contacted(str(destination.host), upstream.address)
        return upstream

    def count(self, destination: Destination) -> None:
        """Count one more request to where the connection already leads.

        Raises:
            RefusedError: there have been too many.

        """
        if not self.journal.request():
            raise self._refusal(destination, "bound")

    async def _checked(self, destination: Destination) -> tuple[Address, ...]:
        host, port = destination.host, destination.port
        if reason := self.policy.name_reason(host, port):
            raise self._refusal(destination, reason)
        self.count(destination)
        try:
            addresses = await self.resolver.resolve(host)
        except UnresolvedError as error:
            raise self._refusal(destination, "unresolved") from error
        if refused := self.policy.address_reason(host, port, addresses):
            raise self._refusal(destination, *refused)
        if port == self.port and any(address.is_loopback for address in addresses):
            raise self._refusal(destination, "loopback", addresses[0])
        return addresses

    def _refusal(self, destination: Destination, reason: str, address: Address | None = None) -> RefusedError:
        self.journal.refused(str(destination.host), destination.port, reason, str(address or ""))
        return RefusedError(reason)
