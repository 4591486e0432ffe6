"""Recognises a request to take money, and what the bridge answers (the data are in rules/payments.yaml)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from qraudit.models import Handoff
from qraudit.resources import read_yaml, rules_dir

__all__ = ["Payments", "payments"]

_DETAILS = 20


@dataclass(frozen=True)
class _Way:
    way: str
    path: re.Pattern[str] | None


class Payments:
    """The ways to hand over money, by bridge call, scheme and address."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._bridge: dict[str, str] = data["bridge"]
        self._schemes = [(entry["scheme"], _way(entry)) for entry in data["schemes"]]
        self._web = [(entry["host"], _way(entry)) for entry in data["web"]]
        self._amounts: list[str] = data["amount_keys"]
        self._payees: list[str] = data["payee_keys"]
        self._cents = frozenset(data["cent_keys"])
        self._amount_words = [re.compile(one) for one in data["amount_words"]]
        self._payee_words = [re.compile(one) for one in data["payee_words"]]
        self.answers: dict[str, str] = data["answers"]
        self.asks: dict[str, str] = data["asks"]

    def of_call(self, name: str, arguments: str, step: int) -> Handoff | None:
        """The hand-off that a bridge call asks for, if it is one."""
        way = self._bridge.get(name)
        if way is None or (way == "wechat-score" and "wxpayScore" not in arguments):
            return None
        return self._handoff(way, f"bridge:{name}", _flat(_json(arguments)), step)

    def of_url(self, url: str, body: str, step: int) -> Handoff | None:
        """The hand-off that an address (with a form's body) asks for, if it is one."""
        parts = urlsplit(url)
        ways = self._schemes if parts.scheme not in ("http", "https") else self._web
        name = parts.scheme if ways is self._schemes else (parts.hostname or "").lower().rstrip(".")
        place = url if ways is self._schemes else f"{parts.path}?{parts.query}"
        for known, way in ways:
            if (name == known or name.endswith("." + known)) and (way.path is None or way.path.search(place)):
                values = dict(parse_qsl(parts.query, keep_blank_values=True)) | _body_values(body)
                return self._handoff(way.way, url, _flat(values), step)
        return None

    def from_page(self, found: Handoff, words: str) -> None:
        """Complete a hand-off with what the page said when it was made."""
        plain = re.sub(r"[^\S\n]|(?<=\d),(?=\d{3})", "", words)
        found.amount = found.amount or _said(plain, self._amount_words)[:40]
        found.payee = found.payee or _said(plain, self._payee_words)[:200]

    def _amount(self, way: str, values: dict[str, str]) -> str:
        key = next((one for one in self._amounts if values.get(one)), "")
        value = values.get(key, "")
        in_cents = key in self._cents and value.isdigit() and way != "alipay"
        return f"{int(value[:12]) / 100:.2f}" if in_cents else value

    def _handoff(self, way: str, url: str, values: dict[str, str], step: int) -> Handoff:
        detail = {key: value[:200] for key, value in list(values.items())[:_DETAILS]}
        return Handoff(
            way=way,
            step=step,
            url=url[:2000],
            payee=_pick(values, self._payees)[:200],
            amount=self._amount(way, values)[:40],
            detail=detail,
        )


def _said(words: str, ways: list[re.Pattern[str]]) -> str:
    found = (one.search(words) for one in ways)
    return next((match["n"].strip() for match in found if match), "")


def _pick(values: dict[str, str], keys: list[str]) -> str:
    return next((values[key] for key in keys if values.get(key)), "")


def _way(entry: dict[str, Any]) -> _Way:
    return _Way(entry["way"], re.compile(entry["path"]) if entry.get("path") else None)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {}


def _body_values(body: str) -> dict[str, Any]:
    found = _json(body) if body.lstrip()[:1] == "{" else None
    return found if isinstance(found, dict) else dict(parse_qsl(body, keep_blank_values=True))


def _flat(value: Any, depth: int = 0) -> dict[str, str]:
    """Every named value, nested JSON (Alipay's biz_content) opened."""
    flat: dict[str, str] = {}
    if not isinstance(value, dict) or depth > 3:
        return flat
    for key, inner in value.items():
        opened = _json(inner) if isinstance(inner, str) and inner[:1] == "{" else inner
        if isinstance(opened, dict):
            flat |= _flat(opened, depth + 1)
        elif isinstance(opened, str | int | float):
            flat[str(key)] = str(opened)
    return flat


@cache
def payments() -> Payments:
    """The built-in ways."""
    return Payments(read_yaml(rules_dir() / "payments.yaml"))
