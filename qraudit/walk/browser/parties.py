"""Who is behind a host: the merchant, the payment, WeChat, or somebody else."""

from __future__ import annotations

import ipaddress
from functools import cache
from typing import Any, Literal

from qraudit.resources import read_yaml, rules_dir

__all__ = ["Parties", "registrable"]

Party = Literal["merchant", "payment", "wechat", "third"]


@cache
def _extract() -> Any:
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@cache
def registrable(host: str) -> str:
    """The domain that its owner registered; an address or a single label is its own."""
    host = host.lower().rstrip(".").strip("[]")
    if _address(host) or "." not in host:
        return host
    return str(_extract()(host).top_domain_under_public_suffix) or host


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


@cache
def _known(kind: str) -> tuple[str, ...]:
    data = read_yaml(rules_dir() / "payments.yaml")
    if kind == "payment":
        return tuple(entry["host"] for entry in data["web"])
    return tuple(data["wechat_hosts"])


class Parties:
    """The parties of one walk; `merchant` grows by what the code's own redirects lead to."""

    def __init__(self) -> None:
        self._merchant: set[str] = set()
        self.home = ""
        """The registered domain that the code opened."""

    def own(self, host: str) -> None:
        """Take a host for the merchant's; the first is the code's own."""
        self.home = self.home or (registrable(host) if host else "")
        if host and not self._in(host, "wechat") and not self._in(host, "payment"):
            self._merchant.add(registrable(host))

    def of(self, host: str) -> Party:
        """Whose host it is."""
        if registrable(host) in self._merchant:
            return "merchant"
        if self._in(host, "payment"):
            return "payment"
        return "wechat" if self._in(host, "wechat") else "third"

    @staticmethod
    def is_loopback(host: str) -> bool:
        """Whether what is sent there never leaves the machine."""
        address = _address(host.strip("[]"))
        return host == "localhost" or host.endswith(".localhost") or bool(address and address.is_loopback)

    @staticmethod
    def _in(host: str, kind: str) -> bool:
        host = host.lower().rstrip(".")
        return any(host == known or host.endswith("." + known) for known in _known(kind))
