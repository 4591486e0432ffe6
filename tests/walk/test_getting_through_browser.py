"""Getting through: days, labels, keyboards, amounts, lists, wheels, drawings and sliders that stand before a payment."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from tests.walk.conftest import Walked
from tests.walk.little_server import Pages, page, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAY = "location.href='https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1'"
BILL = "<h2>确认订单</h2><p>合计 ¥60.00</p>"

CALENDAR = page(
    f"""<style>td{{width:48px;height:44px}} .on{{background:#147}}</style>{BILL}<p>住几天？点来的那天和走的那天</p>
    <table><tr>{"".join(f"<td onclick='pick(this)'>{day}</td>" for day in range(11, 18))}</tr></table>
    <button onclick="n < 2 ? alert('来去的日期还没选好') : {PAY}">去付款</button>
    <script>let n = 0; function pick(day) {{ day.className = 'on'; n += 1 }}</script>"""
)
KEYPAD = page(
    f"""<p>柜台上写着三位编号（例如 305）</p><h1 id=shown>&nbsp;</h1><div id=keys></div><p id=sum>合计 ¥0.00</p>
    <button onclick="if (ok) {PAY}; else shown.textContent = '编号不对'">支付</button>
    <style>#keys b{{display:inline-block;width:110px;height:44px;text-align:center}}</style><script>let typed = '', ok = false;
    for (const key of [...'123456789', '清除', '0', '添加']) {{ const b = document.createElement('b'); b.textContent = key;
      b.onclick = () => {{ if (key === '添加') ok = typed === '305'; else typed = key === '清除' ? '' : typed + key; shown.textContent = typed; sum.textContent = ok ? '合计 ¥8.00' : '合计 ¥0.00' }}; keys.append(b) }}</script>"""
)
SEATS = page(
    f"""{BILL}<canvas width=360 height=300></canvas><p id=said>没有选位子</p><button id=go disabled onclick="{PAY}">支付</button>
    <script>const c = document.querySelector('canvas'), g = c.getContext('2d'), at = (i, n) => 24 + i * n;
    for (let i = 0; i < 8; i++) for (let j = 0; j < 6; j++) {{ g.strokeStyle = '#258'; g.lineWidth = 2; g.strokeRect(at(i, 42), at(j, 46), 26, 26) }}
    c.addEventListener('pointerup', e => {{ const r = c.getBoundingClientRect(), x = (e.clientX - r.left - 24) % 42, y = (e.clientY - r.top - 24) % 46;
      if (x < 26 && y < 26) {{ said.textContent = '选了一个位子'; go.disabled = false }} }})</script>"""
)
SLIDER = page(
    f"""{BILL}<div id=track style="width:340px;height:48px;background:#dde;position:relative;touch-action:none"><i id=knob style="position:absolute;left:0;width:46px;height:46px;background:#27a"></i>划到头就付款</div>
    <script>let from = null; track.onpointerdown = e => {{ from = e.clientX; track.setPointerCapture(e.pointerId) }};
    track.onpointermove = e => {{ if (from !== null) knob.style.left = Math.max(0, e.clientX - from) + 'px' }};
    track.onpointerup = e => {{ const far = e.clientX - from; from = null; knob.style.left = 0; if (far > 240) {PAY} }}</script>"""
)


TILL = page(
    f"""<h3>付给 河边小馆</h3><p>付款金额 ¥<b id=sum></b></p><div id=keys></div><style>#keys{{position:fixed;left:0;right:0;bottom:0;background:#ddd}}
    #keys i{{display:inline-block;width:120px;height:48px;text-align:center;font-style:normal;background:#fff;margin:2px}}</style>
    <script>for (const key of [...'123456789', '⌫', '0', '付款']) {{ const i = document.createElement('i'); i.textContent = key;
    i.ontouchstart = () => {{ if (key === '付款') {{ if (+sum.textContent) {PAY} }} else sum.textContent = key === '⌫' ? '' : sum.textContent + key }}; keys.append(i) }}</script>"""
)
WIZARD = page(
    f"""<div id=at></div><style>.o{{padding:10px;border:1px solid #ccc;margin:6px}} .o.x1{{border-color:#27a}} .n{{padding:12px;background:#27a;color:#fff}}</style>
    <script>const asked = [['院区', '东院', '西院'], ['人群', '青年', '长者'], ['时间', '08:00 满', '08:30'], ['付费方式', '自费', '公费']]; let step = 0, chosen = '';
    function draw() {{ const [title, ...options] = asked[step] || ['确认预约']; at.innerHTML = `<h3>${{title}}</h3>` + options.map(one => `<div class="o ${{one === chosen ? 'x1' : ''}}">${{one}}</div>`).join('')
      + (options.length ? '<div class=n>下一步</div>' : '<p>合计 ¥80.00</p><div class=n>去支付</div>');
      at.querySelectorAll('.o').forEach(one => one.onclick = () => {{ if (!one.textContent.includes('满')) chosen = one.textContent; draw() }});
      at.querySelector('.n').onclick = () => {{ if (!options.length) {PAY}; else if (chosen) {{ step += 1; chosen = ''; draw() }} }} }} draw()</script>"""
)
PAGES = page(
    f"""<style>body{{margin:0}} #row{{display:flex;width:300vw;height:100vh;touch-action:pan-y}} section{{width:100vw}}</style><div id=all style="overflow:hidden"><div id=row>
    <section><h2>欢迎</h2></section><section><h2>怎么点</h2></section><section><button onclick="all.hidden = true; bill.hidden = false">进入</button></section></div></div>
    <div id=bill hidden>{BILL}<button onclick="{PAY}">支付</button></div><script>let at = 0, from = 0; row.ontouchstart = e => from = e.touches[0].clientX;
    row.ontouchend = e => {{ const far = e.changedTouches[0].clientX - from; at = Math.max(0, Math.min(2, at + (far < -60) - (far > 60))); row.style.transform = `translateX(-${{at}}00vw)` }}</script>"""
)
READ = page(
    f"""<p>押金 ¥60.00</p><div id=terms style="height:150px;overflow:auto">{"<p>借用须知</p>" * 40}</div><button id=on disabled>读完了</button>
    <div id=bill hidden>{BILL}<button onclick="{PAY}">支付</button></div><script>on.onclick = () => bill.hidden = false;
    terms.onscroll = () => on.disabled = terms.scrollTop + terms.clientHeight < terms.scrollHeight - 8</script>"""
)
WAIT = page(
    f"""<p>挂号费 ¥60.00</p><button id=on disabled>请阅读 6 秒</button><div id=bill hidden>{BILL}<button onclick="{PAY}">支付</button></div>
    <script>let left = 6; on.onclick = () => bill.hidden = false; setInterval(() => {{ left -= 1; on.textContent = left > 0 ? `请阅读 ${{left}} 秒` : '我要挂号'; on.disabled = left > 0 }}, 1000)</script>"""
)
GROUPS = page(
    f"""{BILL}<style>div span{{display:inline-block;padding:8px;border:1px solid #ccc;border-radius:4px;margin:4px}} .w{{color:#ccc}} .q{{background:#222;color:#fff}}</style>
    <div class=g><p>挑一位师傅</p><span>阿木</span><span>小禾</span></div><div class=g><p>哪天来</p><span>今天</span><span>明天</span></div>
    <div class=g><p>几点来</p><span class=w>10:00</span><span>11:00</span></div><div id=go style="background:#222;color:#fff;padding:12px">立即预约</div>
    <script>const groups = [...document.querySelectorAll('.g')]; for (const group of groups) group.addEventListener('click', e => {{ if (e.target.tagName === 'SPAN' && e.target.className !== 'w') e.target.className = 'q' }});
    go.onclick = () => {{ const i = groups.findIndex(one => !one.querySelector('.q')); if (i < 0) {PAY}; else alert('还没挑' + ['师傅', '哪天来', '几点来'][i]) }}</script>"""
)
SHOPS = {
    "calendar": CALENDAR, "keypad": KEYPAD, "seats": SEATS, "slider": SLIDER, "till": TILL, "wizard": WIZARD, "pages": PAGES,
    "read": READ, "wait": WAIT, "groups": GROUPS,
}  # fmt: skip


@pytest.mark.parametrize("shop", SHOPS.values(), ids=SHOPS)
async def test_it_gets_to_the_payment(walked: Walked, shop: str) -> None:
    with served({"/": shop}) as site:
        found = await walked(site.url)
    assert (found.outcome, found.reached) == ("completed", "payment")


ROOM = page(
    f"""{BILL}<style>u{{display:inline-block;padding:6px 12px;border:1px solid #999;text-decoration:none}} .y{{background:#a33;color:#fff}} ul{{margin:0}}</style>
    <form onsubmit="return false"><p>称谓 <u>先生</u> <u>女士</u></p><p>来店方式 <input readonly placeholder=请选择 id=how></p><ul id=list hidden><li>步行</li><li>骑车</li></ul>
    <p id=said></p><button onclick="tell()">提交订单</button></form><script>let who = '';
    document.querySelectorAll('u').forEach(one => one.onclick = () => {{ document.querySelectorAll('u').forEach(u => u.className = ''); one.className = 'y'; who = one.textContent }});
    how.onclick = () => list.hidden = false; document.querySelectorAll('li').forEach(one => one.onclick = () => {{ how.value = one.textContent; list.hidden = true }});
    function tell() {{ if (!how.value) said.textContent = '请选择来店方式'; else if (!who) said.textContent = '请选择称谓'; else {PAY} }}</script>"""
)


async def test_labels_and_lists_in_the_page_are_chosen_when_a_refusal_names_them(walked: Walked) -> None:
    with served({"/": ROOM}) as site:
        found = await walked(site.url)
    (asked,) = found.fields
    assert (found.reached, asked.category, asked.required) == ("payment", "gender", True)
    assert [(one.kind, one.result, one.reply) for one in asked.attempts] == [
        ("leave-empty", "refused", "请选择称谓"),
        ("fill", "passed", ""),
    ]


def _topped_up(least: int, *, insists: bool) -> Pages:
    """A bill paid in advance: at least so much, and (perhaps) never without a mail address."""
    refusal = "else if (!mail.value) said.textContent = '请填写邮箱'; " if insists else ""
    return {
        "/": page(
            f"""{BILL}<form onsubmit="return false"><label>预存金额 <input id=sum inputmode=decimal></label><label>邮箱 <input id=mail></label>
            <p id=said></p><button onclick="tell()">缴费</button></form><script>function tell() {{
            if (+sum.value < {least}) said.textContent = '每次最少 {least} 元'; {refusal}else {PAY} }}</script>"""
        )
    }


@pytest.mark.parametrize("insists", [True, False])
async def test_a_refusal_that_names_the_least_amount_mends_the_amount_and_nothing_else(
    walked: Walked, insists: bool
) -> None:
    with served(_topped_up(35, insists=insists)) as site:
        found = await walked(site.url, scenario="utilities")
    (mail,) = found.fields
    assert (found.reached, mail.required, mail.filled) == ("payment", insists, insists)


WHEEL = """<div id=sheet hidden style="position:fixed;inset:0;background:#0008" onclick="if (event.target === sheet) sheet.hidden = true">
    <div style="position:absolute;bottom:0;left:0;right:0;background:#fff;height:360px"><h4>您的出生日期</h4><div style="display:flex">
    <div>{years}</div><div>{months}</div></div><button onclick="{done}">填好了</button></div></div>"""


def _asked_when_born(way: str) -> str:
    years = "".join(f"<p style='height:34px;margin:0;width:90px' onclick=1>{year}年</p>" for year in range(1996, 2001))
    months = "".join(f"<p style='height:34px;margin:0;width:90px' onclick=1>{month}月</p>" for month in range(1, 6))
    sheet = WHEEL.format(years=years, months=months, done=PAY)
    return page(f'{BILL}<p>到店自取</p><button onclick="{way}">支付</button>{sheet}')


async def test_a_wheel_that_comes_again_when_it_was_put_away_is_demanded(walked: Walked) -> None:
    with served({"/": _asked_when_born("sheet.hidden = false")}) as site:
        found = await walked(site.url)
    (asked,) = found.fields
    assert (found.reached, asked.category, asked.required) == ("payment", "birthday", True)
    assert [(one.kind, one.result) for one in asked.attempts] == [("leave-empty", "refused"), ("fill", "passed")]


async def test_a_wheel_that_can_be_put_away_is_not_demanded(walked: Walked) -> None:
    once = f"if (sheet.dataset.seen) {PAY}; else {{ sheet.hidden = false; sheet.dataset.seen = 1 }}"
    with served({"/": _asked_when_born(once)}) as site:
        found = await walked(site.url)
    (asked,) = found.fields
    assert (found.reached, asked.required, asked.filled) == ("payment", None, False)


async def test_pages_of_one_list_that_lead_nowhere_are_not_all_gone_through(walked: Walked) -> None:
    doors = "".join(f"<p><a href='/room{one}'>{one} 号厅</a></p>" for one in "ABCDEF")
    rooms = {f"/room{one}": page(f"<h3>{one} 号厅</h3><p>暂无场次</p><button>换一天</button>") for one in "ABCDEF"}
    with served({"/": page(f"<h2>选厅</h2>{doors}"), **rooms}) as site:
        found = await walked(site.url)
    assert (found.outcome, found.reason) == ("blocked", "no-way-on")
    assert len({one.url for one in found.steps}) <= 4


async def test_a_keyboard_that_comes_up_again_over_the_way_on_is_put_away(walked: Walked) -> None:
    keys = "".join(f"<u onclick=\"put('{key}')\">{key}</u>" for key in [*"123", "⌫", *"456", "收起", *"789", "0"])
    till = page(
        f"""<style>#pad{{position:fixed;left:0;right:0;bottom:0;background:#ddd;display:none}} .up #pad{{display:block}} .up #go{{display:none}}
        u{{display:inline-block;width:24%;height:48px;text-align:center;text-decoration:none;background:#fff}} b{{display:block;padding:16px}}</style>
        <h3>合计请看油机</h3><b id=sum onclick="document.body.className = 'up'">¥ 与油机一致</b><p onclick="kind = 1">92 号</p>
        <button id=go onclick="if (kind) {PAY}">确认金额</button><div id=pad>{keys}</div><script>let kind = 0, typed = '';
        function put(key) {{ if (key === '收起') {{ document.body.className = ''; return }} typed = key === '⌫' ? '' : typed + key; sum.textContent = '¥ ' + typed }}</script>"""
    )
    with served({"/": till}) as site:
        found = await walked(site.url, scenario="retail")
    assert found.reached == "payment"


AGREE = "<h3>来客登记须知</h3><p>为办理登记，我们会收集您的姓名，用途：登记来访，保存三十日。</p>"


@pytest.mark.parametrize("refusal", ["leads-on", "leads-nowhere"])
async def test_a_page_that_asks_for_agreement_is_refused_first(walked: Walked, refusal: str) -> None:
    bill = page(f'{BILL}<button onclick="{PAY}">支付</button>')
    other = bill if refusal == "leads-on" else page("<p>请移步前台登记。</p>")
    ask = page(f"{AGREE}<p><a href=/bill>同意并登记</a></p><p><a href=/other>不同意</a></p>")
    pages = {"/": page("<a href=/ask>进入登记</a>"), "/ask": ask, "/bill": bill, "/other": other}
    with served(pages) as site:
        found = await walked(site.url, scenario="lodging")
    (prompt,) = found.prompts
    assert (found.reached, prompt.kind, prompt.form, prompt.refusable) == ("payment", "consent", "page", True)
    leads = refusal == "leads-on"
    assert (prompt.passed, prompt.conceded) == ((True, False) if leads else (None, True))
    assert [(one.kind, one.result) for one in prompt.attempts] == [("refuse", "passed" if leads else "led-away")]


async def test_a_document_to_take_home_is_no_app(walked: Walked) -> None:
    done = page("<h3>发票已开具</h3><p>抬头：个人</p><a href=/sheet.pdf>下载发票 PDF</a>")
    start = page("<h3>开票金额 ¥20.00</h3><a href=/done>确认开票</a>")
    sheet = (200, {"Content-Type": "application/pdf"}, "%PDF-1.4\n%%EOF\n")
    with served({"/": start, "/done": done, "/sheet.pdf": sheet}) as site:
        found = await walked(site.url, scenario="invoice")
    assert (found.outcome, found.prompts) == ("completed", [])


PAYS = "WeixinJSBridge.invoke('getBrandWCPayRequest', {appId: 'a', package: 'prepay_id=1'}, () => 0)"


async def test_a_page_laid_out_wide_is_touched_where_it_is_shown(walked: Walked) -> None:
    wide = f"<!doctype html><meta charset=utf-8>{BILL}<p style='margin:60px 0'><button onclick=\"{PAY}\">去付款</button></p>"
    with served({"/": wide}) as site:
        assert (await walked(site.url)).reached == "payment"


@pytest.mark.parametrize(
    "spoilt",
    [
        "Error.prepareStackTrace = () => { throw 1 }; JSON.stringify = () => { throw 2 }",
        "String.prototype.slice = () => { throw 3 }; window.__qrauditBridge = () => 0; Error.stackTraceLimit = 0",
        "window.JSON = {}; Object.prototype.toJSON = () => { throw 4 }",
    ],
)
async def test_money_that_is_asked_for_is_recorded_whatever_the_page_has_replaced(walked: Walked, spoilt: str) -> None:
    body = f'<script>{spoilt}</script>{BILL}<button onclick="{PAYS}">立即支付</button>'
    with served({"/": page(body)}) as site:
        found = await walked(site.url)
    assert (found.reached, [one.way for one in found.handoffs]) == ("payment", ["wechat-jsapi"])


async def test_half_a_character_hides_nothing(walked: Walked) -> None:
    body = f"{BILL}<p id=half></p><button onclick=\"{PAY}\">立即支付</button><script>half.textContent = '谢谢\\ud83d惠顾'</script>"
    with served({"/": page(body)}) as site:
        found = await walked(site.url)
    assert (found.reached, "谢谢\ufffd惠顾" in found.steps[0].text) == ("payment", True)


async def test_a_button_that_only_ever_says_wait_is_not_pressed_for_ever(walked: Walked) -> None:
    body = f"{BILL}<button onclick=\"document.body.append('正在支付，请稍候')\">立即支付</button>"
    with served({"/": page(body)}) as site:
        found = await walked(site.url)
    assert (found.outcome, found.reached) == ("blocked", "order")
    assert len(found.steps) < 30
