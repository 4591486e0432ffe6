"""Masking the personal data that the tool typed, before anything is hashed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

__all__ = ["Masker"]

_SECRET_HEADERS = frozenset({"cookie", "set-cookie", "authorization", "proxy-authorization", "x-auth-token"})
_MARK = "＊"
_SHORTEST_ASCII = 4
_SHORTEST_WIDE = 2
_LONG = 20_000
_HASHES = ("md5", "sha1", "sha256")


class Masker:
    """Replaces typed values wherever they appear: plain, percent-encoded, JSON- or HTML-escaped, base64, hashed.

    `values` are the values, or a mapping of what each is (its category) to the value; what replaces a value says
    what it was. Values too short to be told from other text are left alone.
    """

    def __init__(self, values: Iterable[str] | Mapping[str, str] = ()) -> None:
        self._replacements: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None
        self._spaced: list[tuple[re.Pattern[str], str]] = []
        self.add(values)

    def add(self, values: Iterable[str] | Mapping[str, str]) -> None:
        """Mask these as well from now on."""
        named = values.items() if isinstance(values, Mapping) else (("", value) for value in values)
        for name, value in named:
            if _tellable(value):
                self._learn(value, f"{_MARK}{name}{_MARK}" if name else _MARK * 3)
        self._pattern = _either(self._replacements)

    def text(self, text: str) -> str:
        """The text with every typed value replaced."""
        pattern = self._pattern if len(text) < _LONG else self._pattern_for(text)
        masked = pattern.sub(lambda found: self._replacements[found.group().lower()], text) if pattern else text
        for spaced, replacement in self._spaced:
            masked = spaced.sub(replacement, masked)
        return masked

    def _pattern_for(self, text: str) -> re.Pattern[str] | None:
        """Just the values that stand in a long text: to look for each is far cheaper than to match them all."""
        lowered = text.lower()
        return _either([form for form in self._replacements if form in lowered])

    def tree(self, value: Any, keep: frozenset[str] = frozenset()) -> Any:
        """A JSON value with every string masked, save those in `keep` (codes that only look like a value)."""
        if isinstance(value, str):
            return value if value in keep else self.text(value)
        if isinstance(value, list):
            return [self.tree(item, keep) for item in value]
        if isinstance(value, dict):
            return {self.text(key): self.tree(item, keep) for key, item in value.items()}
        return value

    def har(self, data: bytes) -> bytes:
        """A HAR archive masked: typed values everywhere, and the values of cookies and credentials altogether."""
        archive = json.loads(data)
        for entry in archive.get("log", {}).get("entries", []):
            self.exchange(entry)
        return json.dumps(self.tree(archive), ensure_ascii=False, indent=1).encode()

    def exchange(self, entry: dict[str, Any]) -> None:
        """Mask cookies, credentials and encoded bodies in one request and its response, in place."""
        for side in (entry.get("request"), entry.get("response")):
            if isinstance(side, dict):
                self._har_message(side)

    def _har_message(self, message: dict[str, Any]) -> None:
        for header in message.get("headers", []):
            if str(header.get("name", "")).lower() in _SECRET_HEADERS:
                header["value"] = _MARK * 3
        for cookie in message.get("cookies", []):
            cookie["value"] = _MARK * 3
        content = message.get("content")
        if isinstance(content, dict) and content.get("encoding") == "base64":
            content["text"] = self._base64(str(content.get("text", "")))

    def _base64(self, encoded: str) -> str:
        try:
            plain = base64.b64decode(encoded, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return encoded  # a picture or other binary: nothing typed stands in it as text
        masked = self.text(plain)
        return encoded if masked == plain else base64.b64encode(masked.encode()).decode()

    def _learn(self, value: str, replacement: str) -> None:
        for form in _forms(value):
            self._replacements.setdefault(form.lower(), replacement)
        if value.isdigit() and len(value) >= 7:
            groups = r"[\s\-]?".join(value)
            self._spaced.append((re.compile(rf"(?<!\d){groups}(?!\d)"), replacement))


def _either(forms: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile("|".join(map(_bounded, longest_first)), re.IGNORECASE) if longest_first else None


def _tellable(value: str) -> bool:
    return len(value) >= (_SHORTEST_ASCII if value.isascii() else _SHORTEST_WIDE)


def _forms(value: str) -> set[str]:
    raw = value.encode()
    hashes = {hashlib.new(name, raw, usedforsecurity=False).hexdigest() for name in _HASHES}
    encoded = base64.b64encode(raw).decode()
    return hashes | {
        value,
        quote(value, safe=""),
        quote_plus(value),
        json.dumps(value)[1:-1],
        html.escape(value),
        encoded,
        encoded.rstrip("="),
        base64.urlsafe_b64encode(raw).decode(),
    }


def _bounded(form: str) -> str:
    """A number is masked only where it is not part of a longer one."""
    escaped = re.escape(form)
    return rf"(?<!\d){escaped}(?!\d)" if form.isdigit() else escaped
