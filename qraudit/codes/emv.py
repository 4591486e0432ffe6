"""The payload of EMVCo's merchant-presented codes: tag, length, value, closed by a checksum (EMV QRCPS v1.1).

No package for this is kept by more than one person for one country's dialect, and it is forty lines.
"""

from __future__ import annotations

import binascii

__all__ = ["fields", "merchant_facts"]

_NAMES = {"52": "category", "53": "currency", "54": "amount", "58": "country", "59": "merchant", "60": "city"}
_CHECKSUM = "63"


def fields(payload: str) -> dict[str, str] | None:
    """The top-level fields by tag, or None where the payload is not made of them."""
    found: dict[str, str] = {}
    at = 0
    while at < len(payload):
        tag, length = payload[at : at + 2], payload[at + 2 : at + 4]
        if not (tag.isdecimal() and length.isdecimal() and tag.isascii() and length.isascii()):
            return None
        end = at + 4 + int(length)
        if end > len(payload) or tag in found:
            return None
        found[tag] = payload[at + 4 : end]
        at = end
    return found if found.get("00") == "01" else None


def merchant_facts(payload: str) -> dict[str, str] | None:
    """What the payload says of the merchant, and whether its checksum is right; None where it is not of this format."""
    found = fields(payload)
    if found is None:
        return None
    facts = {name: found[tag] for tag, name in _NAMES.items() if found.get(tag)}
    facts["use"] = "once" if found.get("01") == "12" else "static"
    account = next((value for tag, value in found.items() if "26" <= tag <= "51"), "")
    inner = _template(account)
    if inner.get("00"):
        facts["scheme"] = inner["00"]
    facts["checksum"] = _checksum(payload, found.get(_CHECKSUM))
    return facts


def _template(value: str) -> dict[str, str]:
    """The fields inside a field; empty where it holds none."""
    found: dict[str, str] = {}
    at = 0
    while at + 4 <= len(value) and value[at : at + 4].isdecimal():
        end = at + 4 + int(value[at + 2 : at + 4])
        found[value[at : at + 2]] = value[at + 4 : end]
        at = end
    return found


def _checksum(payload: str, given: str | None) -> str:
    """`right`, `wrong` or `missing`. Its four digits must be the end of the payload."""
    if given is None or not payload[:-4].endswith(_CHECKSUM + "04"):
        return "missing"
    return "right" if _crc(payload[:-4]) == given.upper() else "wrong"


def _crc(text: str) -> str:
    """CRC-16/CCITT-FALSE over the text's UTF-8 bytes."""
    checksum = binascii.crc_hqx(text.encode("utf-8", "surrogatepass"), 0xFFFF)
    return f"{checksum:04X}"
