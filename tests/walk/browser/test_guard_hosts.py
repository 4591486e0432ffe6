"""However a host is spelt, the guard sees the one address or name that a browser would go to."""

from __future__ import annotations

import contextlib
import random
from ipaddress import IPv4Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.walk.browser.guard.addresses import address_reason
from qraudit.walk.browser.guard.hosts import parse_host, parse_target

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９。")


@st.composite
def spelling(draw: st.DrawFn, address: int) -> str:
    """An IPv4 address in one of its decimal, octal, hexadecimal and short forms, dressed up."""
    parts = draw(st.integers(1, 4))
    heads = [address >> (24 - 8 * place) & 255 for place in range(parts - 1)]
    numbers = [*heads, address & (256 ** (5 - parts) - 1)]
    forms = ("{}", "0{:o}", "0x{:x}", "0X{:X}", "0x000{:x}")
    text = ".".join(draw(st.sampled_from(forms)).format(number) for number in numbers)
    if draw(st.booleans()):
        text += "."
    if draw(st.booleans()):
        text = "".join(f"%{ord(sign):02x}" if draw(st.booleans()) else sign for sign in text)
    elif draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    return text


@given(st.data(), st.integers(0, 2**32 - 1))
def test_every_spelling_of_an_ipv4_address_is_that_address(data: st.DataObject, address: int) -> None:
    assert parse_host(data.draw(spelling(address))) == IPv4Address(address)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("169.254.169.254.", "169.254.169.254"),
        ("[::ffff:7f00:1]", "::ffff:127.0.0.1"),
        ("[0:0:0:0:0:0:0:1]", "::1"),
        ("ＬＯＣＡＬＨＯＳＴ", "localhost"),
        ("LocalHost.", "localhost"),
        ("点餐.例子.中国", "xn--3pxo47f.xn--fsqu00a.xn--fiqs8s"),
        ("xn--FSQU00A.xn--fiqs8s", "xn--fsqu00a.xn--fiqs8s"),
    ],
)
def test_known_disguises(text: str, meant: str) -> None:
    numeric = ":" in meant or meant[0].isdigit()
    assert parse_host(text) == (ip_address(meant) if numeric else meant)


NO_HOSTS = [
    *("", ".", "..", "a..b", "a b", "a/b", "a@b", "%00", "a%2fb", "x" * 64, "-" * 300, "\u00ad", "😀" * 70),
    *("1.2.3.4.5", "256.1.1.1", "1.2.3.0x100", "09", "foo.09", "foo.0x4"),
    *("[::1", "[::1%eth0]", "[127.0.0.1]"),
]


@pytest.mark.parametrize("text", NO_HOSTS)
def test_what_is_no_host_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_host(text)


@pytest.mark.parametrize(
    "text", ["host", "host:0", "host:65536", "host:-1", "user@host:80", "host:80/x", "[::1]80", ":80", "a:b:80"]
)
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_target(text)


@given(st.text(max_size=80))
def test_reading_never_fails_otherwise(text: str) -> None:
    with contextlib.suppress(ValueError):
        parse_host(text)
    with contextlib.suppress(ValueError):
        parse_target(text)


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_an_ipv4_address_inside_an_ipv6_one_is_judged_by_itself(address: IPv4Address) -> None:
    octets = int(address)
    high, low = octets >> 16, octets & 0xFFFF
    for carrier in (
        f"::ffff:{high:x}:{low:x}",
        f"64:ff9b::{high:x}:{low:x}",
        f"2002:{high:x}:{low:x}::1",
        f"::ffff:0:{high:x}:{low:x}",
    ):
        carried = parse_host(f"[{carrier}]")
        assert not isinstance(carried, str)
        assert address_reason(carried) == address_reason(address)


KINDS = {
    "loopback": "127.0.0.1 127.255.255.254 0.0.0.0 ::1 ::",
    "private": "10.0.0.1 172.31.9.9 192.168.1.1 100.64.0.1 198.18.0.1 fd12::1",
    "link-local": "169.254.1.1 fe80::1",
    "metadata": "169.254.169.254 100.100.100.200 fd00:ec2::254 169.254.0.23",
    "multicast": "224.0.0.251 ff02::1 255.255.255.255",
    "reserved": "240.0.0.1 192.0.2.1 2001:db8::1 2001:0:1::1 ::7f00:1 64:ff9b:1::1 100::1",
    None: "1.1.1.1 2606:4700::1 64:ff9b::101:101",
}


@pytest.mark.parametrize(("text", "reason"), [(text, reason) for reason in KINDS for text in KINDS[reason].split()])
def test_what_each_address_is(text: str, reason: str | None) -> None:
    host = parse_host(f"[{text}]" if ":" in text else text)
    assert not isinstance(host, str)
    assert address_reason(host) == reason


@pytest.mark.browser
async def test_chromium_reads_hosts_the_same_way() -> None:
    from playwright.async_api import async_playwright

    from qraudit.walk.browser.chromium import launch

    texts = _odd_hosts(600)
    async with async_playwright() as playwright:
        browser, _ = await launch(playwright)
        page = await browser.new_page()
        read = await page.evaluate(
            "texts => texts.map(text => { try { return new URL(`http://${text}/`).hostname } catch { return null } })",
            texts,
        )
        await browser.close()
    assert sum(one is not None for one in read) > 200
    for text, chromiums in zip(texts, read, strict=True):
        with contextlib.suppress(ValueError):  # the guard may refuse what Chromium takes, but not read it otherwise
            ours = parse_host(text)
            assert chromiums is None or ours == parse_host(chromiums), text


def _odd_hosts(count: int) -> list[str]:
    chance = random.Random(6)
    pieces = [
        "127",
        "0x7f",
        "0177",
        "1",
        "0",
        ".",
        ".",
        "0x",
        "256",
        "255",
        "%2e",
        "%31",
        "。",
        "１",
        "ａ",
        "localhost",
        "a",
        "-",
        "_",
        "xn--",
        "ß",
        "中",
    ]
    return ["".join(chance.choices(pieces, k=chance.randint(1, 7))) for _ in range(count)]
