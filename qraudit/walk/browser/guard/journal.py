"""What the guard decided: refusals, contacts, failures and bounds, counted and bounded themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qraudit.models import Bound, Refusal

__all__ = ["GuardBounds", "Journal"]

_MOST_ENTRIES = 1000
_MOST_ADDRESSES = 8


@dataclass(frozen=True)
class GuardBounds:
    """What one audit may use of the network, and how long the guard waits. Times in seconds."""

    connections: int = 200
    """Open at the same time."""
    requests: int = 20_000
    """Over the whole audit: HTTP requests and tunnels."""
    bytes: int = 500_000_000
    """Over the whole audit, both directions."""
    lifetime: float = 3900.0
    resolve: float = 8.0
    pin: float = 30.0
    """How long a checked name keeps its address."""
    connect: float = 12.0
    head: float = 20.0
    """Until a new connection has shown who it is."""
    idle: float = 300.0
    head_bytes: int = 256 * 1024


class Journal:
    """The guard's log of one audit."""

    def __init__(self, bounds: GuardBounds) -> None:
        self.limits = bounds
        self.transferred = 0
        self.requests = 0
        self._closed = False
        self._refusals: dict[tuple[str, int, str, str], Refusal] = {}
        self._failures: dict[tuple[str, int, str, str], Refusal] = {}
        self._contacts: dict[str, int] = {}
        self._addresses: dict[str, dict[str, None]] = {}
        self._bounds: dict[str, Bound] = {}
        self.latest: Refusal | None = None
        self.on_refusal: list[Callable[[Refusal], None]] = []
        self.on_contact: list[Callable[[str], None]] = []

    @property
    def refusals(self) -> list[Refusal]:
        """What was stopped."""
        return list(self._refusals.values())

    @property
    def failures(self) -> list[Refusal]:
        """What was allowed and could not be reached."""
        return list(self._failures.values())

    @property
    def contacts(self) -> list[str]:
        """The hosts that were connected to, in order of the first contact."""
        return list(self._contacts)

    @property
    def addresses(self) -> dict[str, list[str]]:
        """The addresses at which each of them answered."""
        return {host: list(answered) for host, answered in self._addresses.items()}

    @property
    def bounds(self) -> list[Bound]:
        """The bounds that were reached."""
        return list(self._bounds.values())

    def refused(self, host: str, port: int, reason: str, address: str = "") -> None:
        """Log a refusal and tell it."""
        entry = self._count(self._refusals, (host, port, address, reason))
        if entry:
            self.latest = entry if reason != "chromium-service" else self.latest
            _tell(self.on_refusal, entry)

    def failed(self, host: str, port: int, reason: str) -> None:
        """Log a connection that was allowed and did not come about."""
        self.latest = self._count(self._failures, (host, port, "", reason)) or self.latest

    def contacted(self, host: str, address: str) -> None:
        """Log a connection and tell it."""
        if host not in self._contacts and len(self._contacts) >= _MOST_ENTRIES:
            self.reached("guard-entries", _MOST_ENTRIES)
            return
        self._contacts[host] = self._contacts.get(host, 0) + 1
        answered = self._addresses.setdefault(host, {})
        if address and len(answered) < _MOST_ADDRESSES:
            answered.setdefault(address)
        _tell(self.on_contact, host)

    def reached(self, name: str, limit: float) -> None:
        """Log a bound, once."""
        self._bounds.setdefault(name, Bound(name=name, limit=limit))

    def transfer(self, count: int) -> bool:
        """Count bytes; False once there have been too many."""
        self.transferred += count
        if self.transferred <= self.limits.bytes:
            return True
        self.reached("bytes", self.limits.bytes)
        return False

    def close(self) -> None:
        """The audit's time is up: nothing more is allowed."""
        self._closed = True
        self.reached("guard-lifetime", self.limits.lifetime)

    def request(self) -> bool:
        """Count a request; False once there have been too many, or it is too late."""
        self.requests += 1
        if self._closed:
            return False
        if self.requests <= self.limits.requests:
            return True
        self.reached("requests", self.limits.requests)
        return False

    def _count(
        self, entries: dict[tuple[str, int, str, str], Refusal], key: tuple[str, int, str, str]
    ) -> Refusal | None:
        if key in entries:
            entries[key].count += 1
        elif len(entries) >= _MOST_ENTRIES:
            self.reached("guard-entries", _MOST_ENTRIES)
            return None
        else:
            host, port, address, reason = key
            entries[key] = Refusal(host=host, port=port, address=address, reason=reason)
        return entries[key]


def _tell(callbacks: Sequence[Callable[..., None]], news: Refusal | str) -> None:
    """Later, so that a callback's failure is the loop's to report and no connection's."""
    for callback in callbacks:
        asyncio.get_running_loop().call_soon(callback, news)
