"""rules/egress.yaml, read once and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network

from qraudit.resources import read_yaml, rules_dir

__all__ = ["EgressRules", "Network", "egress_rules"]

Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class EgressRules:
    """What is refused, ready to be compared with."""

    addresses: tuple[tuple[str, Network], ...]
    """(reason, range), the first that matches decides."""
    liftable: frozenset[str]
    embedded_ipv4: tuple[tuple[IPv6Network, int], ...]
    """(range, bit at which the IPv4 address starts)."""
    payment: re.Pattern[str]
    chromium: re.Pattern[str]
    blocked_ports: frozenset[int]


@cache
def egress_rules() -> EgressRules:
    """The rules in force."""
    data = read_yaml(rules_dir() / "egress.yaml")
    ranges = data["addresses"].items()
    return EgressRules(
        addresses=tuple((reason, ip_network(text)) for reason, texts in ranges for text in texts),
        liftable=frozenset(data["lifted_by_allow_private"]),
        embedded_ipv4=tuple((IPv6Network(text), int(bit)) for text, bit in data["embedded_ipv4"].items()),
        payment=_hosts(data["payment_hosts"]),
        chromium=_hosts(data["chromium_hosts"]),
        blocked_ports=frozenset(data["blocked_ports"]),
    )


def _hosts(patterns: Iterable[str]) -> re.Pattern[str]:
    """`*.` at the front stands for any number of labels, `*` elsewhere for part of one."""
    return re.compile("|".join(f"(?:{_pattern(one)})" for one in patterns))


def _pattern(text: str) -> str:
    front, rest = (r"(?:[^.]+\.)+", text[2:]) if text.startswith("*.") else ("", text)
    return front + "[^.]*".join(re.escape(part) for part in rest.split("*"))
