"""Whose host it is: the merchant's, the payment's, WeChat's, or somebody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.walk.browser.parties import Parties, registrable


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("order.shop.com.cn", "shop.com.cn"),
        ("SHOP.cn.", "shop.cn"),
        ("a.b.shop.co.uk", "shop.co.uk"),
        ("localhost", "localhost"),
        ("192.168.1.2", "192.168.1.2"),
        ("[::1]", "::1"),
        ("com.cn", "com.cn"),
    ],
)
def test_the_domain_that_an_owner_registered(host: str, owner: str) -> None:
    assert registrable(host) == owner


@pytest.mark.parametrize(
    ("host", "party"),
    [
        ("order.shop.com.cn", "merchant"),
        ("api.shop.com.cn", "merchant"),
        ("shop.com.cn", "merchant"),
        ("other.com.cn", "third"),
        ("shop.com.cn.evil.cn", "third"),
        ("hm.baidu.com", "third"),
        ("wx.tenpay.com", "payment"),
        ("openapi.alipay.com", "payment"),
        ("res.wx.qq.com", "wechat"),
        ("open.weixin.qq.com", "wechat"),
        ("notweixin.qq.com.cn", "third"),
    ],
)
def test_whose_host_it_is(host: str, party: str) -> None:
    parties = Parties()
    parties.own("order.shop.com.cn")
    assert parties.of(host) == party


@pytest.mark.parametrize("host", ["open.weixin.qq.com", "wx.tenpay.com", ""])
def test_wechat_and_payment_are_nobodys_own(host: str) -> None:
    parties = Parties()
    parties.own(host)
    assert parties.of(host) != "merchant"


def test_customers_of_one_hoster_are_strangers() -> None:
    parties = Parties()
    parties.own("127.0.0.1")
    assert [parties.of(host) for host in ("127.0.0.1", "127.0.0.2", "localhost")] == ["merchant", "third", "third"]


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("shop.localhost", True), ("127.8.9.1", True), ("::1", True), ("[::1]", True),
     ("10.0.0.1", False), ("localhost.cn", False), ("127.0.0.1.cn", False), ("", False)],
)  # fmt: skip
def test_what_never_leaves_the_machine(host: str, here: bool) -> None:
    assert Parties.is_loopback(host) == here


@given(st.text(max_size=60))
def test_any_host_has_a_party(host: str) -> None:
    assert Parties().of(host) in ("payment", "wechat", "third")
