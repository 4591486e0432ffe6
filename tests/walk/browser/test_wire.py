"""What was typed is found on its way out, however a page writes it."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.async_api import Request

from qraudit.models import Category, Disclosure
from qraudit.walk.browser.parties import Parties
from qraudit.walk.browser.wire import Reply, Wire

PHONE, NAME, MAIL = "13800138000", "测试员", "qraudit.canary@example.com"


@dataclass
class Sent:
    """A request as it is told of."""

    url: str = "https://shop.cn/api"
    post_data: str | None = None
    method: str = "POST"
    resource_type: str = "fetch"


def wire() -> Wire:
    parties = Parties()
    parties.own("shop.cn")
    watched = Wire(parties)
    watched.canaries = {PHONE: "phone", NAME: "name", MAIL: "email"}
    return watched


def told(*sent: Sent, moment: Any = "typing", **more: Any) -> list[Disclosure]:
    """What these requests disclose."""
    watched = wire()
    watched.moment = moment
    for name, value in more.items():
        setattr(watched, name, value)
    for one in sent:
        watched.on_request(cast(Request, one))
    return watched.disclosures


def digest(name: str, value: str) -> str:
    return hashlib.new(name, value.encode()).hexdigest()


@pytest.mark.parametrize(
    ("body", "encoding", "category"),
    [
        (f"phone={PHONE}", "plain", "phone"),
        (json.dumps({"n": NAME}), "json", "name"),
        (json.dumps({"n": NAME}, ensure_ascii=False), "plain", "name"),
        (f"m={quote(MAIL, safe='')}", "plain", "email"),
        (digest("md5", PHONE), "md5", "phone"),
        (digest("md5", PHONE).upper(), "md5", "phone"),
        (digest("sha1", PHONE), "sha1", "phone"),
        (digest("sha256", PHONE), "sha256", "phone"),
        (digest("sha512", MAIL), "sha512", "email"),
        (PHONE.encode().hex(), "hex", "phone"),
        (PHONE[::-1], "reversed", "phone"),
        (base64.b64encode(PHONE.encode()).decode(), "base64", "phone"),
        (
            base64.urlsafe_b64encode(json.dumps({"m": MAIL, "n": "名?>"}).encode()).decode().rstrip("="),
            "base64",
            "email",
        ),
        (base64.b64encode(digest("md5", PHONE).encode()).decode(), "base64+md5", "phone"),
    ],
)
def test_a_value_is_found_in_every_encoding(body: str, encoding: str, category: Category) -> None:
    (found,) = told(Sent(post_data=body))
    assert (found.category, found.encoding) == (category, encoding)


@pytest.mark.parametrize("written", [PHONE, quote(NAME), quote_plus(MAIL), quote(quote(NAME))])
def test_a_value_is_found_in_an_address(written: str) -> None:
    assert len(told(Sent(f"https://log.cn/t.gif?d={written}", method="GET", resource_type="image"))) == 1


@pytest.mark.parametrize("body", ["phone=13800138001", "1380013800", "", "测试", digest("md5", "13900139000")])
def test_what_was_not_typed_is_no_disclosure(body: str) -> None:
    assert told(Sent(post_data=body)) == []


def test_who_got_it_when_and_how() -> None:
    (own,) = told(Sent(post_data=PHONE), moment="submission", step=3)
    assert (own.party, own.moment, own.secure, own.step, own.consented) == ("merchant", "submission", True, 3, False)
    (third,) = told(Sent("http://track.cn/p", PHONE), consented=True)
    assert (third.host, third.party, third.secure, third.consented) == ("track.cn", "third", False, True)
    (here,) = told(Sent("http://127.0.0.1:9/p", PHONE))
    assert here.secure


def test_one_disclosure_a_datum_host_and_moment() -> None:
    assert len(told(*[Sent(post_data=PHONE)] * 5)) == 1
    assert len(told(Sent(post_data=PHONE), Sent("https://track.cn/", PHONE), Sent(post_data=NAME))) == 3


def test_what_does_not_go_over_the_wire_discloses_nothing() -> None:
    assert told(Sent(f"data:text/plain,{PHONE}"), Sent(f"blob:https://shop.cn/{PHONE}")) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_request_is_watched(path: str, body: str) -> None:
    told(Sent(f"https://shop.cn/{quote(path)}", body))


def test_a_body_of_any_size_is_watched_in_no_time() -> None:
    body = base64.b64encode(b"\xff" * 3_000_000).decode() + PHONE
    assert told(Sent(post_data=body)) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"code": 1, "msg": "请先关注公众号"}, "请先关注公众号"),
        ({"errcode": 1, "errmsg": "not followed"}, "not followed"),
        ({"error": {"message": "手机号不能为空"}}, "手机号不能为空"),
        ({"msg": "", "tips": "请登录"}, "请登录"),
        ({"msg": 5}, ""),
        ([], ""),
        (None, ""),
    ],
)
def test_what_an_answer_says_to_a_person(data: object, message: str) -> None:
    assert Reply("https://shop.cn/api", 200, "", data, 0).message == message


def test_a_request_is_waited_for_until_it_is_done() -> None:
    watched, asked = wire(), cast(Request, Sent())
    watched.on_request(asked)
    assert watched.pending() == 1
    watched.on_done(asked)
    assert watched.pending() == 0


@pytest.mark.parametrize("kind", ["websocket", "eventsource", "ping", "media"])
def test_what_lives_long_is_not_waited_for(kind: str) -> None:
    watched = wire()
    watched.on_request(cast(Request, Sent(resource_type=kind)))
    assert watched.pending() == 0


def test_polling_is_not_waited_for_until_the_next_step() -> None:
    watched = wire()
    polls = [cast(Request, Sent()) for _ in range(3)]
    for one in polls:
        watched.on_request(one)
    assert watched.pending() == 0
    watched.begin(1)
    assert watched.pending() == 3
