"""What is typed when something must be conceded: synthetic, recognisable and harmless values.

No value belongs to anyone: the phone is an operator's own hotline in mobile form, mail goes to a reserved
domain (RFC 2606), the plate and the identity number use serials that are never issued.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import yaml

from qraudit.errors import UsageError
from qraudit.models import Category, Control
from qraudit.text import both
from qraudit.walk.meaning import Datum, phrases
from qraudit.walk.named_numbers import number_named

__all__ = ["Identity"]


def _id_number(first17: str) -> str:
    """The 18-digit number with its check digit (GB 11643, ISO 7064 MOD 11-2)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True))
    return first17 + "10X98765432"[total % 11]


_SYNTHETIC: dict[Category, str] = {
    "name": "测试员",
    "phone": "13800138000",
    "id-number": _id_number("11010119900307000"),
    "birthday": "1990-03-07",
    "gender": "女",
    "age": "36",
    "email": "qraudit.canary@example.com",
    "address": "测试路0号审计楼",
    "license-plate": "京A00000",
    "wechat-id": "qraudit_canary",
    "wechat-profile": "测试员",
    "bank-card": "6222020000000000000",
    "occupation": "测试",
    "marital-status": "未婚",
    "company": "测试审计有限公司",
    "tax-id": "91110000MA0000000H",
    "health": "无",
    "password": "Qraudit#0307",
}

_MATTERS: dict[str, str] = {
    "table": "8",
    "guests": "2",
    "order": "2026112400080001",
    "account": "1000200030",
    "amount": "20",
    "remark": "",
    "coupon": "",
    "search": "",
    "choice": "",
    "unknown": "1",
}

_PLATE_WITHOUT_PROVINCE = 6
_HAN = "".join(chr(code) for code in range(0x4E00, 0xA000))

_LENGTH = re.compile(r"(\d{1,2})\s*(?:位|个|digits?|characters?)")
_EXAMPLE = re.compile(r"(?:如|例|例如|比如|e\.g\.|eg)[:：\s]*([A-Za-z0-9\-]{3,30})")


class Identity:
    """The values of one walk, and which of them were typed (the canaries)."""

    def __init__(self, given: dict[str, str] | None = None) -> None:
        self._values: dict[str, str] = {str(key): value for key, value in _SYNTHETIC.items()} | (given or {})
        self.synthetic = not given
        self.typed: dict[str, Category] = {}
        """Value -> category, for every personal datum that was given to a page."""
        self.on_given: Callable[[str, Category], None] = lambda value, category: None
        """Told of each before it is typed."""
        self._learnt: dict[str, str] = {}

    @classmethod
    def load(cls, path: Path | None) -> Identity:
        """From a YAML file of `category: value`; without one, synthetic.

        Raises:
            UsageError: the file cannot be read or names something that is no category.

        """
        if path is None:
            return cls()
        try:
            given = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise UsageError(both("walk.identity-unreadable", file=path, error=" ".join(str(error).split()))) from error
        known = set(_SYNTHETIC) | {"sms-code"}
        if not isinstance(given, dict) or not set(given) <= known:
            raise UsageError(both("walk.identity-invalid", file=path, known=", ".join(sorted(known))))
        return cls({str(key): str(value) for key, value in given.items()})

    def value(self, datum: Datum, control: Control, *, province_apart: bool = False) -> str:
        """What to type into a field. `province_apart`: a plate's province is chosen beside it."""
        if datum.category == "license-plate" and (province_apart or _wants_no_province(control)):
            return self._values[datum.category].lstrip(_HAN)
        if datum.category is not None:
            return self._fitting(self._values.get(datum.category, ""), control)
        if datum.matter == "sms-code":
            return self._values.get("sms-code", "")
        return self._learnt.get(_label(datum, control)) or _matter(datum.matter, control)

    def learn(self, datum: Datum, control: Control, value: str) -> None:
        """The page itself has named what it takes for a matter of the service."""
        self._learnt[_label(datum, control)] = value

    @property
    def data(self) -> dict[str, str]:
        """Every value by its category: what the evidence masks."""
        return dict(self._values)

    def give(self, category: Category, value: str) -> None:
        """From now on, give this for that datum: what a script says."""
        self._values[category] = value

    def is_invented(self, value: str) -> bool:
        """Whether nobody is behind a value."""
        return self.synthetic and value in _SYNTHETIC.values()

    def note(self, value: str, category: Category) -> None:
        """Remember that a page was given this value."""
        if value:
            self.typed[value] = category
            self.on_given(value, category)

    @staticmethod
    def _fitting(value: str, control: Control) -> str:
        if control.input_type == "number" and not value.isdigit():
            return re.sub(r"\D", "", value) or "1"
        return value[: control.max_length] if control.max_length else value


def _wants_no_province(control: Control) -> bool:
    """A plate from its letter on: the field says so, shows one, or has no more room."""
    hint = f"{control.placeholder} {control.name}"
    return control.max_length == _PLATE_WITHOUT_PROVINCE or bool(phrases("statements").says(hint, "plate-from-letter"))


def _some_days_on() -> str:
    """A day that is neither past nor too far off to be booked."""
    return (date.today() + timedelta(days=3)).isoformat()


def _label(datum: Datum, control: Control) -> str:
    return f"{datum.matter}:{control.name or control.placeholder}"


def _matter(matter: str, control: Control) -> str:
    hint = f"{control.placeholder} {control.name} {control.group}"
    example = _EXAMPLE.search(hint)
    if example:
        return example.group(1)
    named = number_named(hint) if matter in ("amount", "guests") else ""
    if named:
        return named
    length = _LENGTH.search(hint)
    value = _some_days_on() if matter == "date" else _MATTERS.get(matter, "1")
    if length and matter in ("account", "order", "unknown", "table"):
        wanted = int(length.group(1))
        value = ("1000200030004000500060007000" * 3)[:wanted]
    if control.input_type == "number":
        value = re.sub(r"\D", "", value)
    return value[: control.max_length] if control.max_length else value
