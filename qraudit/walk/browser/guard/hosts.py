"""A host as a browser understands it: one name or address, however it is spelt.

The WHATWG URL standard's host parser: names are mapped (case, width, IDNA), and what ends in a number is an IPv4
address in any of its decimal, octal, hexadecimal and short forms, or nothing at all.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import unquote

import idna

__all__ = ["Address", "Host", "is_loopback_name", "parse_host", "parse_target"]

Address = IPv4Address | IPv6Address
Host = str | IPv4Address | IPv6Address
"""A lower-case ASCII name without its trailing dot, or an address."""

_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"0[xX][0-9A-Fa-f]*|[0-9]+")
_TARGET = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]:@/\\?#\s]+)(?::(?P<port>[0-9]{1,5}))?")


def parse_host(text: str) -> Host:
    """Read a host.

    Raises:
        ValueError: no browser would take it for a host.

    """
    if text.startswith("["):
        return _ipv6(text)
    name = _mapped(unquote(text, errors="strict"))
    name = name.removesuffix(".")
    if _ends_in_number(name):
        return _ipv4(name)
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a host: {text!r}")
    return name


@lru_cache(maxsize=512)
def parse_target(text: str, default_port: int | None = None) -> tuple[Host, int]:
    """Read `HOST:PORT`; the port may be left out where there is a default.

    Raises:
        ValueError: it is none.

    """
    found = _TARGET.fullmatch(text)
    port = int(found["port"]) if found and found["port"] else default_port
    if not found or port is None or not 0 < port < 65536:
        raise ValueError(f"not a host and port: {text!r}")
    return parse_host(found["host"]), port


def is_loopback_name(host: Host) -> bool:
    """RFC 6761: localhost and what is below it never leave the machine, whatever a resolver says."""
    return isinstance(host, str) and (host == "localhost" or host.endswith(".localhost"))


def _ipv6(text: str) -> IPv6Address:
    if not text.endswith("]") or "%" in text:
        raise ValueError(f"not an IPv6 address: {text!r}")
    return IPv6Address(text[1:-1])


def _mapped(text: str) -> str:
    if text.isascii():
        return text.lower()
    dotted = unicodedata.normalize("NFKC", text).replace("。", ".").lower()
    if dotted.isascii():
        return dotted
    try:
        return idna.encode(dotted, uts46=True, transitional=False).decode("ascii").lower()
    except idna.IDNAError as error:
        raise ValueError(f"not a host: {text!r}") from error


def _ends_in_number(name: str) -> bool:
    return bool(_NUMBER.fullmatch(name.rpartition(".")[2]))


def _ipv4(name: str) -> IPv4Address:
    parts = name.split(".")
    if len(parts) > 4:
        raise ValueError(f"not an IPv4 address: {name!r}")
    *heads, last = [_number(part) for part in parts]
    if any(head > 255 for head in heads) or last >= 256 ** (4 - len(heads)):
        raise ValueError(f"not an IPv4 address: {name!r}")
    return IPv4Address(last + sum(head << 8 * (3 - place) for place, head in enumerate(heads)))


def _number(part: str) -> int:
    """Decimal, or hexadecimal after 0x, or octal after 0; at most 32 bits are ever of interest."""
    if not _NUMBER.fullmatch(part) or len(part) > 32:
        raise ValueError(f"not a number: {part!r}")
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if len(part) > 1 and part.startswith("0") else 10)
