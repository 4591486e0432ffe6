"""Who may be reached, and what a user can lift of that."""

from __future__ import annotations

import re
from ipaddress import ip_address

import pytest

from qraudit.errors import UsageError
from qraudit.walk.browser.guard import EgressPolicy
from qraudit.walk.browser.guard.hosts import parse_target


def verdict(policy: EgressPolicy, target: str, *addresses: str) -> str | None:
    host, port = parse_target(target)
    if reason := policy.name_reason(host, port):
        return reason
    found = [ip_address(one) for one in addresses] or ([] if isinstance(host, str) else [host])
    refused = policy.address_reason(host, port, found)
    return refused[0] if refused else None


def test_by_default_only_the_public_internet_is_reached() -> None:
    policy = EgressPolicy()
    assert verdict(policy, "shop.example:443", "1.2.3.4", "2606:4700::1") is None
    assert verdict(policy, "shop.example:443", "10.0.0.1") == "private"
    assert verdict(policy, "127.0.0.1:80") == "loopback"


def test_one_bad_address_among_many_refuses_the_name() -> None:
    assert verdict(EgressPolicy(), "shop.example:80", "1.2.3.4", "1.2.3.5", "127.0.0.1") == "loopback"


@pytest.mark.parametrize(
    ("entry", "target", "address", "reason"),
    [
        ("shop.test", "shop.test:8080", "10.0.0.1", None),
        ("shop.test:8080", "shop.test:8080", "10.0.0.1", None),
        ("shop.test:8080", "shop.test:9090", "10.0.0.1", "private"),
        ("SHOP.test.", "shop.test:80", "127.0.0.1", None),
        ("shop.test", "other.test:80", "10.0.0.1", "private"),
        ("shop.test", "sub.shop.test:80", "10.0.0.1", "private"),
        ("127.1:8000", "127.0.0.1:8000", "127.0.0.1", None),
        ("127.0.0.1:8000", "shop.test:8000", "127.0.0.1", None),
        ("[::1]:8000", "[::1]:8000", "::1", None),
        ("::1", "[::1]:8000", "::1", None),
        ("点餐.测试", "xn--3pxo47f.xn--0zwm56d:80", "192.168.0.9", None),
        ("shop.test", "shop.test:80", "169.254.169.254", "metadata"),
        ("169.254.169.254", "169.254.169.254:80", "169.254.169.254", "metadata"),
    ],
)
def test_an_allowed_host_is_that_host_and_no_other(entry: str, target: str, address: str, reason: str | None) -> None:
    assert verdict(EgressPolicy(allow_hosts=(entry,)), target, address) == reason


def test_allowing_private_addresses_stops_short_of_metadata_and_nonsense() -> None:
    policy = EgressPolicy(allow_private=True)
    assert verdict(policy, "127.0.0.1:80") is None
    assert verdict(policy, "shop.test:80", "192.168.1.5") is None
    assert verdict(policy, "169.254.169.254:80") == "metadata"
    assert verdict(policy, "[::ffff:169.254.169.254]:80") == "metadata"
    assert verdict(policy, "224.0.0.251:80") == "multicast"
    assert verdict(policy, "240.0.0.1:80") == "reserved"


CASHIERS = """
    wx.tenpay.com WX.TENPAY.COM. payapp.weixin.qq.com qr.alipay.com openapi.alipay.com mclient.alipay.com
    openapi-sandbox.dl.alipaydev.com qr.95516.com gateway.95516.com gateway.test.95516.com www.paypal.com
"""


@pytest.mark.parametrize("host", CASHIERS.split())
def test_payment_hosts_are_refused_whatever_was_allowed(host: str) -> None:
    policy = EgressPolicy(allow_hosts=(host, f"{host.rstrip('.')}:443"), allow_private=True)
    assert verdict(policy, f"{host}:80", "1.2.3.4") == "payment"
    assert verdict(policy, f"{host}:443", "1.2.3.4") == "payment"


def test_a_test_cashier_of_ones_own_may_stand_in_for_a_real_one() -> None:
    policy = EgressPolicy(allow_hosts=("wx.tenpay.com:8443",))
    assert verdict(policy, "wx.tenpay.com:8443", "127.0.0.1") is None
    assert verdict(policy, "wx.tenpay.com:8443", "127.0.0.1", "1.2.3.4") == "payment"
    assert verdict(policy, "wx.tenpay.com:443", "127.0.0.1") == "payment"


@pytest.mark.parametrize(
    "host", ["nottenpay.com", "tenpay.com.evil.example", "alipay.com", "render.alipay.com", "mp.weixin.qq.com"]
)
def test_hosts_that_only_look_like_cashiers_are_not(host: str) -> None:
    assert verdict(EgressPolicy(), f"{host}:443", "1.2.3.4") is None


def test_chromiums_own_services_are_refused() -> None:
    assert verdict(EgressPolicy(), "update.googleapis.com:443", "1.2.3.4") == "chromium-service"
    assert verdict(EgressPolicy(), "clients2.google.com:443", "1.2.3.4") == "chromium-service"
    assert verdict(EgressPolicy(), "www.google.com:443", "1.2.3.4") is None


def test_ports_of_other_protocols_are_refused_unless_named() -> None:
    assert verdict(EgressPolicy(), "shop.example:22", "1.2.3.4") == "blocked-port"
    assert verdict(EgressPolicy(allow_hosts=("shop.example",)), "shop.example:6379", "1.2.3.4") == "blocked-port"
    assert verdict(EgressPolicy(allow_hosts=("shop.example:6379",)), "shop.example:6379", "1.2.3.4") is None


@pytest.mark.parametrize(
    "entry", ["", "http://shop.test", "shop.test/x", "a b", "shop.test:", "shop.test:99999", "[::1", "*"]
)
def test_an_entry_that_is_no_host_is_a_wrong_call(entry: str) -> None:
    with pytest.raises(UsageError, match=re.escape("--allow-host")):
        EgressPolicy(allow_hosts=(entry,))
