"""Breakage is no wall, and a way that goes straight to the payment is a way."""

from __future__ import annotations

import json

import pytest

from tests.walk.conftest import Walked
from tests.walk.little_server import Pages, page, served
from tests.walk.test_consumer_browser import ORDER, PAY, dialog

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

BANNER = "<p>关注公众号领取优惠券</p>"
LOGIN = '<header><a href="/login">会员登录</a></header>'


def answering(message: str, head: str = "", status: int = 200, code: int = 1) -> Pages:
    """An order whose API refuses with this message."""
    send = "fetch('/api', {method: 'POST'}).then(r => r.json()).then(d => { said.textContent = d.msg })"
    return {
        "/": page(f'{head}{ORDER}<button onclick="{send}">提交订单</button><p id=said></p>'),
        "/login": page("<h1>登录</h1><label>手机号<input></label><label>验证码<input></label><button>登录</button>"),
        "/api": (status, {"Content-Type": "application/json"}, json.dumps({"code": code, "msg": message})),
    }


@pytest.mark.parametrize(
    "pages",
    [
        answering("系统繁忙，请稍后再试", LOGIN, 500, 500),      # now: membership-wall
        answering("系统繁忙，请稍后再试", BANNER, 500, 500),     # now: follow-wall
        answering("本店已打烊，暂停接单", BANNER),               # now: follow-wall
        answering("宫保鸡丁已售罄", BANNER),                     # now: follow-wall
        answering("登录已过期，请重新登录", code=401),           # now: membership-wall
    ],
)  # fmt: skip
async def test_what_is_broken_closed_or_sold_out_is_no_wall(walked: Walked, pages: Pages) -> None:
    with served(pages) as site:
        found = await walked(site.url)
    assert [one.kind for one in found.prompts if one.passed is False] == []


async def test_a_refusal_that_goes_straight_to_payment_gets_past(walked: Walked) -> None:
    """Now: blocked, follow-wall, although three hand-offs were recorded."""
    with served({"/": dialog(PAY).replace(" hidden ", " ")}) as site:
        found = await walked(site.url)
    assert (found.outcome, found.reached) == ("completed", "payment")
    assert [one.passed for one in found.prompts] == [True]
