"""The one thing that time-stamp services get wrong in DER: the order of the certificates they enclose.

OpenSSL and others send the SET of certificates unsorted, and a strict reader refuses it. The signature does not cover
that SET, so sorting it for reading changes nothing that is proven; the token is kept as it came.
"""

from __future__ import annotations

from itertools import pairwise

__all__ = ["with_sorted_certificates"]

_SEQUENCE, _CONTEXT_0 = 0x30, 0xA0


def with_sorted_certificates(reply: bytes) -> bytes:
    """The same time-stamp reply with its certificates in DER's order; anything unexpected comes back unchanged."""
    try:
        start, end = _certificates(reply)
        places = [start]
        while places[-1] < end:
            places.append(_content(reply, places[-1])[1])
        certificates = sorted(reply[a:b] for a, b in pairwise(places))
    except (IndexError, ValueError):
        return reply
    return reply[:start] + b"".join(certificates) + reply[end:]


def _certificates(reply: bytes) -> tuple[int, int]:
    """Where the certificates are: TimeStampResp › token › content › SignedData › [0]."""
    response = _content(reply, 0, _SEQUENCE)
    token = _content(reply, _after(reply, response[0], 1), _SEQUENCE)
    content = _content(reply, _after(reply, token[0], 1), _CONTEXT_0)
    signed = _content(reply, content[0], _SEQUENCE)
    return _content(reply, _after(reply, signed[0], 3), _CONTEXT_0)


def _after(data: bytes, at: int, elements: int) -> int:
    for _ in range(elements):
        at = _content(data, at)[1]
    return at


def _content(data: bytes, at: int, tag: int | None = None) -> tuple[int, int]:
    """Start and end of an element's content."""
    if tag is not None and data[at] != tag:
        raise ValueError(f"tag {data[at]:#x} at {at}")
    length, start = data[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        if not 0 < size <= 4:
            raise ValueError(f"length of {size} bytes at {at}")
        length, start = int.from_bytes(data[start : start + size]), start + size
    if start + length > len(data):
        raise ValueError(f"element of {length} bytes at {at} is cut off")
    return start, start + length
