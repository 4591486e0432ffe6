"""Privacy notices are read where personal data are asked for, aside from the flow; dead links are told as such."""

from __future__ import annotations

import pytest

from qraudit.models import Notice, Walk
from tests.walk.conftest import Walked
from tests.walk.little_server import Pages, page, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NOTICE = """<h1>隐私政策</h1>
<p>我们是小店有限公司，电话 020-12345678。处理您的手机号，用于送餐，保存 30 天，可以要求删除。</p>"""
SHEET = "<div style='position:fixed;inset:0;background:#fff;z-index:9'>" + NOTICE.replace("'", "") + "</div>"
ASKS = """<script>navigator.geolocation.getCurrentPosition(() => 0, () => 0);
  document.addEventListener('WeixinJSBridgeReady', () => WeixinJSBridge.invoke('getBrandWCPayRequest', {}, () => 0));
  setTimeout(() => location = 'weixin://dl/business/?t=1', 50)</script>"""


def form(link: str) -> str:
    """An order that asks for a phone number, and a link below it."""
    return page(f"<h1>订餐</h1><label>手机号 <input name=phone></label><p>{link}</p>")


async def walk_of(walked: Walked, link: str, pages: Pages) -> Walk:
    with served({"/": form(link), **pages}) as site:
        return await walked(site.url, max_steps=3)


def only(walk: Walk) -> Notice:
    (notice,) = walk.notices
    return notice


@pytest.mark.parametrize(
    "link",
    [
        "<a href=/privacy>隐私政策</a>",
        "<a href='/privacy#top'>隐私政策</a>",
        "<a href='#' onclick=\"location = '/privacy'; return false\">隐私政策</a>",
        f"<a href='javascript:void(0)' onclick='document.body.append(sheet.content)'>隐私政策</a>"
        f"<template id=sheet>{SHEET}</template>",
    ],
)
async def test_a_notice_one_tap_away_is_read(walked: Walked, link: str) -> None:
    notice = only(await walk_of(walked, link, {"/privacy": page(NOTICE)}))
    assert (notice.opened, notice.dead) == (True, False)
    assert "小店有限公司" in notice.text
    assert {"controller", "purpose", "retention"} <= set(notice.says)


async def test_a_notice_told_in_a_dialog_of_the_browser_is_read(walked: Walked) -> None:
    said = "小店有限公司（电话 010-1234 5678）收集姓名和电话，仅用于联系取货，三十天后删除。"
    notice = only(await walk_of(walked, f"<a href='#' onclick=\"alert('{said}')\">隐私说明</a>", {}))
    assert (notice.opened, notice.dead) == (True, False)
    assert said in notice.text


@pytest.mark.parametrize(
    "link",
    [
        "<a href='#'>隐私政策</a>",
        "<a href='javascript:void(0)'>隐私政策</a>",
        "<a href=/gone>隐私政策</a>",
        "<a href=/empty>隐私政策</a>",
    ],
)
async def test_a_link_that_leads_nowhere_twice_is_dead(walked: Walked, link: str) -> None:
    notice = only(await walk_of(walked, link, {"/empty": page("")}))
    assert (notice.opened, notice.dead, notice.text) == (False, True, "")


async def test_a_notice_that_the_network_withholds_is_not_dead(walked: Walked) -> None:
    link = "<a href='http://no-such-host.invalid/privacy'>隐私政策</a>"
    notice = only(await walk_of(walked, link, {}))
    assert (notice.opened, notice.dead) == (False, False)


async def test_what_a_notices_page_does_is_not_the_flows(walked: Walked) -> None:
    found = await walk_of(walked, "<a href=/privacy>隐私政策</a>", {"/privacy": page(NOTICE + ASKS)})
    assert only(found).opened
    assert (found.handoffs, found.permissions, found.bridge, found.dialogs) == ([], [], [], [])


async def test_where_no_personal_datum_is_asked_for_nothing_is_opened(walked: Walked) -> None:
    pages = {"/": page("<h1>小店</h1><a href=/privacy>隐私政策</a>"), "/privacy": page(NOTICE)}
    with served(pages) as site:
        await walked(site.url, max_steps=3)
        assert "GET /privacy" not in site.contacts
