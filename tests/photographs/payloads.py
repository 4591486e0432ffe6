"""What merchants' codes say, for merchants that do not exist."""

from __future__ import annotations

import binascii
import string

from numpy.random import Generator

__all__ = ["emv", "payload"]

_LETTERS = string.ascii_letters + string.digits


def payload(random: Generator) -> str:
    """A payload of any kind that is found on merchants' tables."""
    return str(_MAKERS[int(random.integers(len(_MAKERS)))](random))


def emv(random: Generator, merchant: str = "LAOCHENG NOODLES") -> str:
    """A merchant's code of the EMVCo format, with its checksum."""
    account = _field("00", "com.example.pay") + _field("01", _word(random, 14))
    parts = [
        _field("00", "01"),
        _field("01", "11"),
        _field("26", account),
        _field("52", "5812"),
        _field("53", "156"),
        _field("58", "CN"),
        _field("59", merchant),
        _field("60", "SHANGHAI"),
    ]
    body = "".join(parts) + "6304"
    return body + f"{binascii.crc_hqx(body.encode(), 0xFFFF):04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _word(random: Generator, length: int) -> str:
    return "".join(random.choice(list(_LETTERS), length))


def _table(random: Generator) -> str:
    return f"https://order.laocheng-noodles.example/t?s={random.integers(100, 999)}&table={random.integers(1, 80)}"


def _long(random: Generator) -> str:
    return f"https://m.binjiang-parking.example/pay/fee?lot={_word(random, 8)}&ticket={_word(random, 24)}&t=1"


def _account(random: Generator) -> str:
    return f"http://weixin.qq.com/r/{_word(random, 22)}"


def _alipay(random: Generator) -> str:
    return f"HTTPS://QR.ALIPAY.COM/FKX{_word(random, 18).upper()}"


def _wechat_pay(random: Generator) -> str:
    return f"wxp://f2f0{_word(random, 40)}"


def _wifi(random: Generator) -> str:
    return f"WIFI:T:WPA;S:老城面馆 {random.integers(1, 9)}楼;P:{_word(random, 10)};;"


_MAKERS = (_table, _table, _long, _account, _alipay, _wechat_pay, _wifi, emv)
