"""A request to take money is recognised by every way that the contract names, and nothing else is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.walk.browser.payments import payments


@pytest.mark.parametrize(
    ("call", "way"),
    [
        ("getBrandWCPayRequest", "wechat-jsapi"),
        ("chooseWXPay", "wechat-jsapi"),
        ("requestMerchantTransfer", "wechat-transfer"),
        ("tradePay", "alipay"),
    ],
)
def test_a_bridge_call_that_asks_for_money(call: str, way: str) -> None:
    handoff = payments().of_call(call, json.dumps({"package": "prepay_id=wx1", "total_fee": "3800"}), 4)
    assert handoff is not None
    amount = "3800" if way == "alipay" else "38.00"  # WeChat counts in fen, Alipay in yuan
    assert (handoff.way, handoff.step, handoff.amount, handoff.url) == (way, 4, amount, f"bridge:{call}")


@pytest.mark.parametrize("call", ["getLocation", "config", "chooseImage", "openAddress", "closeWindow", ""])
def test_other_bridge_calls_do_not(call: str) -> None:
    assert payments().of_call(call, "{}", 0) is None


def test_a_business_view_is_one_only_for_the_score() -> None:
    assert payments().of_call("openBusinessView", '{"businessType": "wxpayScoreUse"}', 0) is not None
    assert payments().of_call("openBusinessView", '{"businessType": "card"}', 0) is None


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1", "wechat-h5"),
        ("weixin://wxpay/bizpayurl?pr=AbCd", "wechat-native"),
        ("weixin://wap/pay?prepayid=wx1", "wechat-native"),
        ("wxp://f2f0abc", "wechat-native"),
        ("https://openapi.alipay.com/gateway.do?method=alipay.trade.wap.pay", "alipay"),
        ("https://mclient.alipay.com/h5pay", "alipay"),
        ("https://qr.alipay.com/fkx1", "alipay"),
        ("alipays://platformapi/startapp?appId=20000067", "alipay"),
        ("https://gateway.95516.com/gateway/api/frontTransReq.do", "unionpay"),
        ("https://qr.95516.com/0001", "unionpay"),
        ("upwallet://html/pay", "unionpay"),
        ("https://qr.chinaums.com/netpay-portal/webpay/pay.do", "cashier"),
        ("https://m.shouqianba.com/gateway", "cashier"),
        ("https://WX.TENPAY.COM./x", "wechat-h5"),
    ],
)
def test_an_address_that_asks_for_money(address: str, way: str) -> None:
    handoff = payments().of_url(address, "", 2)
    assert handoff is not None
    assert (handoff.way, handoff.step, handoff.url) == (way, 2, address)


@pytest.mark.parametrize(
    "address",
    [
        "https://shop.cn/pay?to=wx.tenpay.com",
        "https://wx.tenpay.com.evil.cn/pay",
        "https://notalipay.com/gateway.do",
        "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1",
        "https://mp.weixin.qq.com/mp/profile_ext?action=home",
        "weixin://dl/business/?t=abc",
        "https://www.alipay.com/",
        "tel:4001234567",
        "",
    ],
)
def test_an_address_that_does_not(address: str) -> None:
    assert payments().of_url(address, "", 0) is None


def test_payee_and_amount_come_from_an_address_a_body_or_json_within_it() -> None:
    content = json.dumps({"subject": "某某餐厅 8 号桌", "total_amount": "38.00"})
    call = payments().of_call("tradePay", json.dumps({"orderStr": {"biz_content": content}}), 0)
    assert call is not None
    assert (call.payee, call.amount) == ("某某餐厅 8 号桌", "38.00")
    address = payments().of_url("https://gateway.95516.com/gateway/api?txnAmt=3800&merName=%E6%9F%90", "", 0)
    assert address is not None
    assert (address.payee, address.amount) == ("某", "38.00")
    posted = payments().of_url("https://gateway.95516.com/gateway/api", '{"txnAmt": "3800"}', 0)
    assert posted is not None
    assert posted.amount == "38.00"


def test_what_is_kept_of_a_request_is_bounded() -> None:
    many = {f"key{number}": "x" * 10_000 for number in range(1000)}
    handoff = payments().of_call("tradePay", json.dumps(many), 0)
    assert handoff is not None
    assert len(handoff.detail) <= 20
    assert max(map(len, handoff.detail.values())) <= 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(JSON.map(json.dumps) | st.text(max_size=50))
def test_any_arguments_are_read(arguments: str) -> None:
    assert payments().of_call("chooseWXPay", arguments, 0) is not None
    assert payments().of_url("https://wx.tenpay.com/x", arguments, 0) is not None
