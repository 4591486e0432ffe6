"""What makes a finding the same in two audits: never its words, its time, a session or a query."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

from qraudit.models import Walk

__all__ = ["fingerprint", "route"]

# An order number, a table, a session: what differs from one visit to the next.
_VARIABLE = re.compile(r"^(?:\d+|[0-9a-f]{8,}|(?=\D*\d)[\w-]{12,})$", re.IGNORECASE)
_KINDS = ("kind", "form", "category", "host", "way")


def fingerprint(rule: str, subject: object, fact: dict[str, Any] | None, walk: Walk) -> str:
    """A short stable name of a finding."""
    parts = [rule, str(subject or ""), route(_address(fact, walk)), _kind(fact)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def route(url: str) -> str:
    """Host and path of an address (the hash route too), with what varies cut out."""
    try:
        return _route(url)
    except ValueError:  # a payload may look like an address and be none: `http://[`
        return url


def _route(url: str) -> str:
    parts = urlsplit(url)
    inner = urlsplit(parts.fragment.lstrip("!")) if parts.fragment.lstrip("!").startswith("/") else None
    paths = [parts.path, inner.path if inner else ""]
    return (parts.hostname or parts.scheme or "") + "".join(_template(path) for path in paths)


def _template(path: str) -> str:
    parts = (part.partition(";")[0] for part in path.split("/"))  # `;jsessionid=…` is the visit's, not the page's
    return "".join(f"/{'*' if _VARIABLE.match(part) else part}" for part in parts if part)


def _address(fact: dict[str, Any] | None, walk: Walk) -> str:
    """Where the fact was seen; a finding about the whole walk belongs to the code itself."""
    step = (fact or {}).get("step")
    seen = next((one for one in walk.steps if one.index == step), None)
    return seen.url if seen else walk.target.payload


def _kind(fact: dict[str, Any] | None) -> str:
    """What sort of thing it is: two boxes for the same purpose on one page are one finding."""
    if fact is None:
        return ""
    words = [str(fact[name]) for name in _KINDS if isinstance(fact.get(name), str)]
    covers = fact.get("covers")
    return " ".join([*words, *sorted(map(str, covers or []))])
