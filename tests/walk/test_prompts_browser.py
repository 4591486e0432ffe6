"""Prompts at small shops: what gets past them by being tried, what only evades them, and what comes late."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from tests.walk.conftest import Walked
from tests.walk.little_server import Pages, page, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAY = "location.href='https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1'"
CASHIER = page(f'<h2>收银台</h2><p>应付 ¥38.00</p><button onclick="{PAY}">微信支付</button>')
ORDER = "<h2>确认订单</h2><p>麻婆豆腐 x1</p><p>合计 ¥38.00</p>"
COVER = "position:fixed;inset:0;background:rgba(0,0,0,.6)"
CARD = "position:absolute;left:40px;top:180px;width:310px;height:320px;background:#fff"
ROUND = "position:absolute;right:8px;top:8px;width:30px;height:30px"


def layer(inside: str, shown: bool = True) -> str:
    """A card over a mask that does not close by itself."""
    return f'<div id=ask {"" if shown else "hidden"} style="{COVER}"><div style="{CARD}">{inside}</div></div>'


async def test_an_option_in_words_of_its_own_leads_past_a_prompt(walked: Walked) -> None:
    offer = """<p>会员登录立享九折</p><p>非会员按门市价结算</p>
        <button style="background:#e33;color:#fff">登录会员</button>
        <button onclick="location.href='/cashier'">不打折也行</button>"""
    with served({"/": page(ORDER + layer(offer)), "/cashier": CASHIER}) as site:
        found = await walked(site.url)
    (prompt,) = found.prompts
    assert (found.outcome, found.reached) == ("completed", "payment")
    assert (prompt.kind, prompt.passed, prompt.passed_by) == ("membership", True, "link")


async def test_a_prompt_that_only_opening_the_page_anew_removes_is_a_wall_where_the_way_on_brings_it_back(
    walked: Walked,
) -> None:
    ask = "<p>还差一步：请先关注公众号后付款</p><button>我已关注</button>"
    body = f'{ORDER}<button onclick="ask.hidden = false">微信支付</button>{layer(ask, shown=False)}'
    with served({"/": page(body)}) as site:
        found = await walked(site.url)
    (prompt,) = found.prompts
    assert (found.outcome, found.reason, prompt.passed) == ("blocked", "follow-wall", False)
    assert {"claim", "reload"} <= {one.kind for one in prompt.attempts}
    assert not any(one.result == "passed" for one in prompt.attempts)


ONLY_IN_THE_APP = page("<p>付款请下载APP后继续</p><a href='https://app.example/shop.apk'>获取安装包</a>")


async def test_what_only_the_back_key_leads_away_from_is_a_wall_where_the_way_on_led_to_it(walked: Walked) -> None:
    pages: Pages = {"/": page(f"{ORDER}<a href=/app>微信支付</a><p>餐具：1 份</p>"), "/app": ONLY_IN_THE_APP}
    with served(pages) as site:
        found = await walked(site.url)
    (prompt,) = found.prompts
    assert (found.outcome, found.reason) == ("blocked", "app-wall")
    assert (prompt.kind, prompt.passed) == ("app", False)
    assert "back" in {one.kind for one in prompt.attempts}


async def test_an_app_page_beside_the_way_on_is_none(walked: Walked) -> None:
    pages: Pages = {
        "/": page(f'{ORDER}<a href=/app>看更多优惠</a><button onclick="{PAY}">微信支付</button>'),
        "/app": ONLY_IN_THE_APP,
    }
    with served(pages) as site:
        found = await walked(site.url)
    assert (found.outcome, found.reached, found.prompts) == ("completed", "payment", [])


async def test_an_advertisement_that_asks_again_within_itself(walked: Walked) -> None:
    inside = f"""<b>限时抢购 9.9 元</b><p id=sure hidden>名额有限，真的要走吗？
        <span onclick="ask.remove()">狠心离开</span></p><button>立即抢购</button>
        <div style="{ROUND}" onclick="sure.hidden = false">✕</div>"""
    with served({"/": page(f'{ORDER}<button onclick="{PAY}">微信支付</button>{layer(inside)}')}) as site:
        found = await walked(site.url)
    (advert,) = found.adverts
    assert [(one.kind, one.result) for one in advert.attempts] == [("close", "asked-again"), ("skip", "passed")]
    assert (advert.clicks, found.reached) == (2, "payment")


async def test_a_faint_cross_that_works_at_once_was_never_switched_off(walked: Walked) -> None:
    inside = f"""<b>限时抢购 9.9 元</b><button>立即抢购</button>
        <button aria-label=关闭 style="{ROUND};opacity:.4" onclick="ask.remove()">×</button>"""
    with served({"/": page(f'{ORDER}<button onclick="{PAY}">微信支付</button>{layer(inside)}')}) as site:
        found = await walked(site.url)
    (control,) = found.adverts[0].controls
    assert (control.disabled_at_first, control.appeared_after_ms, control.opacity) == (False, 0, 0.4)


async def test_a_layer_that_comes_late_over_the_way_on_is_seen_all_the_same(walked: Walked) -> None:
    seat = """<button onclick="this.remove(); bill.hidden = false;
        setTimeout(() => ask.hidden = false, 900)">入座</button>"""
    inside = """<b>送您一张优惠券 ¥5</b><button onclick="ask.remove()">收下</button>"""
    bill = f'<div id=bill hidden>{ORDER}<button onclick="{PAY}">微信支付</button></div>'
    with served({"/": page(seat + bill + layer(inside, shown=False))}) as site:
        found = await walked(site.url)
    assert (found.outcome, found.reached) == ("completed", "payment")


def invoice(handed_out: str) -> Pages:
    """An invoice that is said to be issued, and what stands behind fetching it."""
    form = "<h2>开具发票</h2><form action=/done method=post><label>发票抬头 <input name=t></label><button>提交</button>"
    return {
        "/": page(form),
        "/done": page("<h2>发票已开具</h2><p>价税合计 ¥38.00</p><a href=/file>下载发票（PDF）</a>"),
        "/file": handed_out,
    }


async def test_an_invoice_that_is_handed_out_only_to_followers_is_a_wall(walked: Walked) -> None:
    with served(invoice(page("<p>关注公众号后即可领取电子发票</p><a href=/file>已关注，重新获取</a>"))) as site:
        found = await walked(site.url, scenario="invoice")
    assert (found.outcome, found.reason, found.reached) == ("blocked", "follow-wall", "order")


async def test_an_invoice_that_is_handed_out_is_the_end(walked: Walked) -> None:
    with served(invoice(page("<h3>电子发票</h3><p>已为您开具，号码 12345678</p>"))) as site:
        found = await walked(site.url, scenario="invoice")
    assert (found.outcome, found.end, found.prompts) == ("completed", "applied", [])


async def test_leave_to_analyse_what_one_does_is_a_consent_and_asking_again_is_noted(walked: Walked) -> None:
    ask = """<p>允许我们分析您的浏览记录，为您个性化推荐</p>
        <button onclick="ask.hidden = true">不允许</button><button>允许</button>"""
    pages: Pages = {
        "/": page(f"{ORDER}<a href=/bill>去结算</a>{layer(ask)}"),
        "/bill": page(f'{ORDER}<button onclick="{PAY}">微信支付</button>{layer(ask)}'),
    }
    with served(pages) as site:
        found = await walked(site.url)
    (prompt,) = found.prompts
    assert (prompt.kind, prompt.passed_by, len(prompt.recurrences)) == ("consent", "refuse", 1)


async def test_where_one_is_asked_again_looking_on_means_staying(walked: Walked) -> None:
    inside = f"""<b>今日红包 3.00 元 领取</b><p id=sure hidden>红包今天失效，要不再看看？
        <span onclick="location.href='/packet'">再看看</span> <span onclick="ask.remove()">不要了</span></p>
        <div style="{ROUND}" onclick="sure.hidden = false">✕</div>"""
    pages: Pages = {
        "/": page(f'{ORDER}<button onclick="{PAY}">微信支付</button>{layer(inside)}'),
        "/packet": page("<h2>领红包</h2>"),
    }
    with served(pages) as site:
        found = await walked(site.url)
        assert not any("/packet" in one for one in site.contacts)
    assert (found.reached, found.adverts[0].attempts[-1].target) == ("payment", "不要了")


async def test_a_prompt_that_comes_with_a_submission_is_answered_and_noted(walked: Walked) -> None:
    offer = """<p>您还不是本店会员，注册后账单自动归档</p><button onclick="ask.remove()">不用了</button>
        <a href=/join>去注册</a>"""
    pages: Pages = {
        "/": page("<form action=/bill method=post><label>户号 <input name=no></label><button>查询</button></form>"),
        "/bill": page(f'<h2>账单</h2><p>应缴金额 ¥38.00</p><button onclick="{PAY}">立即缴费</button>{layer(offer)}'),
    }
    with served(pages) as site:
        found = await walked(site.url, scenario="utilities")
    (prompt,) = found.prompts
    assert (found.reached, prompt.kind, prompt.passed_by) == ("payment", "membership", "skip")


async def test_declining_that_is_answered_with_a_refusal_is_a_wall_after_a_few_rounds(walked: Walked) -> None:
    ask = """<p>申请获取你的微信昵称、头像</p>
        <button onclick="ask.hidden = true; said.textContent = '未授权，无法出货'">拒绝</button><button>允许</button>"""
    body = f"""{ORDER}<p id=said></p><button onclick="said.textContent = ''; ask.hidden = false">付款</button>
        {layer(ask, shown=False)}"""
    with served({"/": page(body)}) as site:
        found = await walked(site.url, scenario="vending")
    (prompt,) = found.prompts
    assert (found.outcome, found.reason, prompt.kind, prompt.passed) == ("blocked", "profile-wall", "profile", False)
    assert len(found.steps) < 16


async def test_saying_that_the_app_is_there_leads_to_nothing_and_past_nothing(walked: Walked) -> None:
    wall = page("<p>取柜请下载APP后继续</p><a href='https://open.shop.example/u'>我已安装，去启动</a>")
    with served({"/": page(f"{ORDER}<a href=/app>提交订单</a>"), "/app": wall}) as site:
        found = await walked(site.url)
    (prompt,) = found.prompts
    assert (found.reason, prompt.kind, prompt.passed) == ("app-wall", "app", False)
    assert [(one.kind, one.result) for one in prompt.attempts] == [("claim", "led-away")]


async def test_a_cross_that_belongs_to_the_link_under_it_is_touched_and_opens_it(walked: Walked) -> None:
    card = "position:absolute;left:40px;top:180px;width:310px;height:320px;background:#fff;display:block"
    bait = f'<div id=ask style="{COVER}"><a href=/tour style="{card}"><i style="{ROUND}">✕</i><b>秋日骑行</b></a></div>'
    once = "<script>if (sessionStorage.met) ask.remove(); sessionStorage.met = 1</script>"
    shop = page(f'{ORDER}<button onclick="{PAY}">微信支付</button>{bait}{once}')
    with served({"/": shop, "/tour": page("<h2>秋日骑行</h2><p>报名</p>")}) as site:
        found = await walked(site.url)
    (advert,) = found.adverts
    assert [(one.kind, one.result) for one in advert.attempts] == [("close", "led-away")]
    assert found.reached == "payment"


async def test_a_floating_card_that_is_closed_at_once_delays_nobody(walked: Walked) -> None:
    card = "position:fixed;left:50px;top:60px;width:290px;height:320px;background:#fc6"
    offer = f'<div id=ask style="{card}"><b>限时抢购</b><i style="{ROUND}" onclick="ask.remove()">×</i></div>'
    with served({"/": page(f'{ORDER}<button style="width:100%" onclick="{PAY}">微信支付</button>{offer}')}) as site:
        found = await walked(site.url)
    (advert,) = found.adverts
    assert (advert.closed_by, advert.clicks, advert.blocks_flow) == ("close", 1, True)
    assert found.reached == "payment"


async def test_a_prompt_that_a_form_brings_and_that_leads_back_to_it_is_a_wall(walked: Walked) -> None:
    ask = f'<div id=ask hidden style="{COVER}"><p style="background:#fff">扫码成为本店公众号粉丝，发票随即开出</p><i style="{ROUND}" onclick="ask.hidden = true">×</i></div>'
    form = '<h3>开票</h3><p>开票金额 ¥30.00</p><label>发票抬头<input></label><button onclick="ask.hidden = false">提交开票</button>'
    with served({"/": page(form + ask)}) as site:
        found = await walked(site.url, scenario="invoice")
    assert (found.outcome, found.reason) == ("blocked", "follow-wall")


async def test_a_form_that_is_refused_for_want_of_a_code_makes_an_account(walked: Walked) -> None:
    form = (
        "<h3>验证手机</h3><label>手机号<input type=tel></label><label>验证码<input inputmode=numeric></label>"
        "<a onclick=1>获取验证码</a><button onclick=\"said.textContent='验证码不正确'\">继续下单</button><p id=said></p>"
    )
    with served({"/": page(f"{ORDER}<a href=/who>提交订单</a>"), "/who": page(form)}) as site:
        found = await walked(site.url)
    assert (found.outcome, found.reason) == ("blocked", "membership-wall")


async def test_a_page_that_asks_for_money_by_itself_has_not_served_anyone_yet(walked: Walked) -> None:
    asks = "<script>document.addEventListener('WeixinJSBridgeReady', () => WeixinJSBridge.invoke('getBrandWCPayRequest', {package: 'prepay_id=1'}, () => 0))</script>"
    with served({"/": page(f"<h1>点餐</h1><p>长按下图识别，关注公众号后才能点餐</p>{asks}")}) as site:
        found = await walked(site.url)
    assert (found.outcome, found.reached) == ("blocked", "landing")
    assert [(one.kind, one.passed) for one in found.prompts] == [("follow", False)]
    with served({"/": page(f"<h1>扫码付款</h1><p>应付 ¥12.00</p>{asks}")}) as site:
        assert (await walked(site.url)).outcome == "completed"


HUNG = f"""<style>.c{{{CARD.replace("height:320px", "height:300px")};border-radius:12px}} .c::after{{content:"\\00d7";position:absolute;left:50%;margin-left:-18px;bottom:-60px;
    width:36px;height:36px;line-height:34px;text-align:center;border:1px solid #fff;border-radius:50%;font-size:26px;color:#fff}}</style>
    <div id=ask style="{COVER}"><div class=c onclick="event.clientY > this.getBoundingClientRect().bottom ? ask.remove() : location.href = '/film'"><small>广告</small><h2>周末电影票 29 元起</h2></div></div>"""


async def test_a_cross_that_a_style_sheet_hangs_below_an_advertisement_closes_it(walked: Walked) -> None:
    with served(
        {"/": page(ORDER + f'<button onclick="{PAY}">去支付</button>' + HUNG), "/film": page("<p>排片</p>")}
    ) as site:
        found = await walked(site.url)
    assert (found.outcome, [(one.closed, one.closed_by, one.clicks) for one in found.adverts]) == (
        "completed",
        [(True, "close", 1)],
    )


async def test_a_coupon_that_a_tap_brings_up_is_an_advertisement_where_it_says_so(walked: Walked) -> None:
    offer = f"""<small style="opacity:.6">广告</small><b style="{ROUND}" onclick="ask.hidden = true; sure.hidden = false">×</b><h2>8 元保养券</h2><a href="/gift">收下</a>"""
    sure = f'<div id=sure hidden style="{COVER}"><div style="{CARD}"><p>只此一次，真的不要了吗？</p><a onclick="sure.hidden = true">狠心不要</a> <a href="/gift">还是收下</a></div></div>'
    body = f"""<p>停车费</p><button id=pay hidden onclick="{PAY}">去支付</button>{layer(offer, shown=False)}{sure}
        <button id=look onclick="this.hidden = true; pay.hidden = false; ask.hidden = false">查询停车费</button>"""
    with served({"/": page(body), "/gift": page("<p>已放入券包</p><a href='/'>返回</a>")}) as site:
        found = await walked(site.url)
    assert [(one.closed, one.clicks >= 2) for one in found.adverts] == [(True, True)]
