"""What a payload is."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.codes import classify, explain_kind
from qraudit.codes.kinds import _ordered
from qraudit.models import CodeKind

PAYLOADS = {
    "https://order.laocheng.example/t?table=7": ("web", "web-page"),
    "https://mp.weixin.qq.com/s/AbCdEf": ("web", "account-article"),
    "https://pay.laocheng.example/#/hub/3f9a": ("web", "aggregate-cashier"),
    "https://qr.shouqianba.com/A1B2": ("web", "aggregate-cashier"),
    "http://weixin.qq.com/r/8Cn3xYz": ("official-account", "account-scene"),
    "https://WEIXIN.QQ.COM/q/02abc": ("official-account", "account-scene"),
    "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA": ("official-account", "account-profile"),
    "https://mp.weixin.qq.com/a/~abcdef~~": ("mini-program", "mini-program-code"),
    "https://wxaurl.cn/abc": ("mini-program", "mini-program-code"),
    "weixin://dl/business/?t=abc": ("mini-program", "mini-program-code"),
    "https://u.wechat.com/EAbc": ("wechat-contact", "wechat-contact"),
    "https://work.weixin.qq.com/ca/cawcde": ("wechat-contact", "wecom-contact"),
    "wxp://f2f0abc": ("wechat-pay", "wechat-collect"),
    "https://payapp.weixin.qq.com/qr/AQE": ("wechat-pay", "wechat-collect"),
    "weixin://wxpay/bizpayurl?pr=abc": ("wechat-pay", "wechat-native-pay"),
    "HTTPS://QR.ALIPAY.COM/FKX0123": ("alipay", "alipay-collect"),
    "alipays://platformapi/startapp?appId=1": ("alipay", "alipay-page"),
    "https://qr.95516.com/00010000/6214": ("unionpay", "unionpay-code"),
    "upwallet://html/abc": ("unionpay", "unionpay-code"),
    "https://a.app.qq.com/o/simple.jsp?pkgname=x": ("app-link", "app-download"),
    "https://shop.example/get/shop.apk": ("app-link", "app-download"),
    "imeituan://www.meituan.com/web": ("app-link", "app-scheme"),
    "WIFI:T:WPA;S:Laocheng;P:abc;;": ("wifi", "wifi"),
    "BEGIN:VCARD\nFN:Wang\nEND:VCARD": ("contact-card", "contact-card"),
    "tel:+862112345678": ("contact-card", "telephone-or-mail"),
    "欢迎光临": ("text", "text"),
    "note: no address": ("text", "text"),
    "": ("other", "unknown"),
}


@pytest.mark.parametrize(("payload", "expected"), PAYLOADS.items())
def test_a_payload_has_its_kind(payload: str, expected: tuple[str, str]) -> None:
    code = classify(payload)
    assert (code.kind, code.facts["type"]) == expected


@pytest.mark.parametrize(
    ("payload", "host"),
    [
        ("https://weixin.qq.com@evil.example/r/x", "evil.example"),
        ("https://evil.example\\@weixin.qq.com/r/x", "evil.example"),
        ("https://weixin.qq.com.evil.example/r/x", "weixin.qq.com.evil.example"),
        ("https://evilweixin.qq.com.example/r/", "evilweixin.qq.com.example"),
    ],
)
def test_a_foreign_host_is_not_taken_for_wechats(payload: str, host: str) -> None:
    code = classify(payload)
    assert code.kind == "web"
    assert code.facts["host"] == host


@pytest.mark.parametrize(
    ("payload", "secret", "kind"),
    [
        ("134512345678901234", "4512345678901234", "wechat-pay"),
        ("284512345678901234", "4512345678901234", "alipay"),
        ("6212345678901234567", "12345678901234567", "unionpay"),
        (r"WIFI:T:WPA;S:Cafe;P:pa\;ss;;", "ss", "wifi"),
        ("WIFI:P:first;S:Cafe;;", "first", "wifi"),
        ("otpauth://totp/a?secret=GEZDGNBV&issuer=b", "GEZDGNBV", "other"),
    ],
)
def test_a_secret_is_shown_nowhere(payload: str, secret: str, kind: str) -> None:
    code = classify(payload)
    assert code.kind == kind
    assert secret not in code.model_dump_json()


def test_a_network_is_named_though_its_password_is_masked() -> None:
    code = classify(r"WIFI:T:WPA;S:Caf\;e;P:secret;;")
    assert code.facts["network"] == "Caf;e"
    assert code.payload == r"WIFI:T:WPA;S:Caf\;e;P:******;;"


def test_every_kind_of_the_contract_is_told_apart_and_explained() -> None:
    kinds = {kind.kind for kind in _ordered()}
    assert kinds == set(get_args(CodeKind))
    for kind in _ordered():
        code = classify("x").model_copy(update={"facts": {"type": kind.id}})
        text = explain_kind(code)
        assert re.search(r"[\u4e00-\u9fff]", text.zh)
        assert text.en.isascii() or "…" in text.en


@given(st.text(max_size=400))
def test_any_text_has_a_kind(payload: str) -> None:
    assert classify(payload).kind in get_args(CodeKind)
