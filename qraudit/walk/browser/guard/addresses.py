"""What an address is: someone on the internet, or this machine, its network, its cloud."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address

from qraudit.walk.browser.guard.egress_rules import egress_rules
from qraudit.walk.browser.guard.hosts import Address

__all__ = ["address_reason"]

_LINK = 64
"""The prefix length of an IPv6 link: what shares it stands in the same room."""


def address_reason(address: Address) -> str | None:
    """Why the address is not to be reached (`loopback`, `private`, `metadata` …); None for a public one."""
    meant = _embedded_ipv4(address) or address
    return _listed(meant) or _near(meant)


def _embedded_ipv4(address: Address) -> IPv4Address | None:
    """The IPv4 address that a mapped, translated, NAT64 or 6to4 address leads to."""
    for network, bit in egress_rules().embedded_ipv4:
        if isinstance(address, IPv6Address) and address in network:
            return IPv4Address(int(address) >> (96 - bit) & 0xFFFFFFFF)
    return None


def _listed(address: Address) -> str | None:
    for reason, network in egress_rules().addresses:
        if address.version == network.version and address in network:
            return reason
    return None if address.is_global else "reserved"


def _near(address: Address) -> str | None:
    """Whether it is this machine by one of its own public addresses, or a neighbour on its IPv6 link.

    The system is asked which of its addresses it would speak from; no packet is sent.
    """
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), 9))
            own = probe.getsockname()[0].partition("%")[0]
    except OSError:
        return None  # unreachable: connecting will say so
    if own == str(address):
        return "loopback"
    shift = 128 - _LINK
    if isinstance(address, IPv6Address) and int(IPv6Address(own)) >> shift == int(address) >> shift:
        return "private"
    return None
