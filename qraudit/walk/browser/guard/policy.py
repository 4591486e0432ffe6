"""Who may be reached: the rules, and what the user lifted of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qraudit.errors import UsageError
from qraudit.text import both
from qraudit.walk.browser.guard.addresses import address_reason
from qraudit.walk.browser.guard.egress_rules import egress_rules
from qraudit.walk.browser.guard.hosts import Address, Host, parse_host, parse_target

__all__ = ["EgressPolicy"]

_Named = tuple[Host, int | None]


@dataclass(frozen=True)
class EgressPolicy:
    """`allow_hosts` (`HOST` or `HOST:PORT`) may be private; `allow_private` lifts it for every host.

    Raises:
        UsageError: an entry of `allow_hosts` is no host.

    """

    allow_hosts: tuple[str, ...] = ()
    allow_private: bool = False
    _named: frozenset[_Named] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_named", frozenset(_read(entry) for entry in self.allow_hosts))

    def name_reason(self, host: Host, port: int) -> str | None:
        """Why the host is refused before its name is even looked up."""
        rules, name = egress_rules(), str(host)
        if rules.payment.fullmatch(name) and not self._names_port(host, port):
            return "payment"
        if rules.chromium.fullmatch(name) and not self.names(host, port):
            return "chromium-service"
        if port in rules.blocked_ports and not self._names_port(host, port):
            return "blocked-port"
        return None

    def address_reason(self, host: Host, port: int, addresses: Sequence[Address]) -> tuple[str, Address] | None:
        """The first address that is refused, and why: one bad address refuses the name."""
        judged = [(self._judged(host, port, address), address) for address in addresses]
        return next(((reason, address) for reason, address in judged if reason), None)

    def names(self, host: Host, port: int) -> bool:
        """Whether the user allowed this very host."""
        return bool({(host, None), (host, port)} & self._named)

    def _names_port(self, host: Host, port: int) -> bool:
        return (host, port) in self._named

    def _judged(self, host: Host, port: int, address: Address) -> str | None:
        reason = address_reason(address)
        if egress_rules().payment.fullmatch(str(host)) and reason not in egress_rules().liftable:
            return "payment"  # only a test cashier on this machine or network stands in for a real one
        if reason is None or self._lifted(reason, host, port, address):
            return None
        return reason

    def _lifted(self, reason: str, host: Host, port: int, address: Address) -> bool:
        if reason == "metadata":
            return False
        named = self.names(host, port) or self.names(address, port)
        return named or (self.allow_private and reason in egress_rules().liftable)


def _read(entry: str) -> _Named:
    try:
        return _read_host(entry.strip())
    except ValueError as error:
        raise UsageError(both("guard.error.allow-host", entry=entry)) from error


def _read_host(entry: str) -> _Named:
    if entry.startswith("[") or entry.count(":") < 2:
        has_port = ":" in entry.rpartition("]")[2]
        return parse_target(entry) if has_port else (parse_host(entry), None)
    return parse_host(f"[{entry}]"), None
