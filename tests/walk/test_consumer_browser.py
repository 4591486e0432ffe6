"""The reluctant consumer at small shops: what it proves by trying, and what it must not take for proof."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qraudit.evidence import RunFolder
from qraudit.models import Attempt, Walk
from qraudit.samples import load_samples
from qraudit.samples.score import Outcome, score
from tests.photographed_port import photographed_port
from tests.walk.conftest import Walked
from tests.walk.little_server import Pages, page, served

pytestmark = pytest.mark.browser

PAY = "location.href='https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1'"
ORDER = "<h2>确认订单</h2><p>宫保鸡丁 x1</p><p>合计 ¥38.00</p>"
CASHIER = page(f'<h2>收银台</h2><p>应付 ¥38.00</p><button onclick="{PAY}">微信支付</button>')
COVER = "position:fixed;inset:0;background:rgba(0,0,0,.6)"
CARD = "position:absolute;left:40px;top:200px;width:310px;height:300px;background:#fff"


def dialog(refusal: str) -> str:
    """An order that pays only through a dialog; `refusal` is what its 'not now' does."""
    return page(
        f"""{ORDER}<button onclick="ask.hidden = false">去支付</button>
        <div id=ask hidden style="{COVER}"><div style="{CARD}"><p>请先关注公众号后支付</p>
        <button onclick="{refusal}">暂不关注</button></div></div>"""
    )


def form(sent: str = "/sent") -> str:
    """An order with two data that eating in does not need."""
    return f"""{ORDER}<form action={sent} method=post><label>手机号 <input name=phone type=tel></label>
        <label>姓名 <input name=username></label><button>提交订单</button></form>"""


INSISTING: Pages = {
    "/": page(
        form()
        + """<p id=said></p><script>document.forms[0].onsubmit = event => {
        if (!event.target.phone.value) { event.preventDefault(); said.textContent = '请输入手机号'; } }</script>"""
    ),
    "/sent": CASHIER,
}


def tried(attempts: list[Attempt]) -> list[tuple[str, str]]:
    return [(one.kind, one.result) for one in attempts]


@pytest.mark.asyncio(loop_scope="session")
async def test_a_follow_dialog_whose_refusal_leads_back_is_a_wall_proven_by_attempts(
    walked: Walked, run: RunFolder
) -> None:
    with served({"/": dialog("ask.hidden = true")}) as site:
        found = await walked(site.url)
    (prompt,) = found.prompts
    assert (found.outcome, found.reason, found.reached) == ("blocked", "follow-wall", "order")
    assert (prompt.kind, prompt.passed, prompt.passed_by) == ("follow", False, None)
    assert ("skip", "came-back") in tried(prompt.attempts)
    assert not any(one.result == "passed" for one in prompt.attempts)
    assert found.handoffs == []
    for one in prompt.attempts:
        assert one.before and (run.path / one.before).is_file()
        assert one.after and (run.path / one.after).is_file()


@pytest.mark.asyncio(loop_scope="session")
async def test_the_same_dialog_is_only_a_prompt_where_its_refusal_goes_on(walked: Walked) -> None:
    with served({"/": dialog("location.href = '/cashier'"), "/cashier": CASHIER}) as site:
        found = await walked(site.url)
    (prompt,) = found.prompts
    assert (found.outcome, found.reached, found.handoffs[0].way) == ("completed", "payment", "wechat-h5")
    assert (prompt.kind, prompt.passed, prompt.passed_by) == ("follow", True, "skip")


@pytest.mark.asyncio(loop_scope="session")
async def test_a_datum_is_required_where_only_its_absence_is_refused(walked: Walked) -> None:
    with served(INSISTING) as site:
        found = await walked(site.url)
    facts = {one.category: one for one in found.fields}
    assert found.outcome == "completed"
    assert (facts["phone"].required, facts["name"].required) == (True, False)
    assert tried(facts["phone"].attempts) == [("leave-empty", "refused"), ("fill", "passed")]
    assert facts["phone"].attempts[0].reply == "请输入手机号"
    assert tried(facts["name"].attempts) == [("leave-empty", "passed")]
    assert [one.category for one in found.concessions] == ["phone"]
    assert "phone=13800138000&username=" in site.bodies, "the name was never given"


@pytest.mark.asyncio(loop_scope="session")
async def test_an_advertisement_that_closes_only_after_a_wait(walked: Walked) -> None:
    advert = f"""{ORDER}<button onclick="{PAY}">去支付</button><div id=ad style="{COVER}"><div style="{CARD}">
        <p>广告</p><p>新人大礼包 限时免费领</p><button id=close disabled>3秒后可关闭</button></div></div>
        <script>setTimeout(() => {{ close_.disabled = false; close_.textContent = '关闭'; }}, 3000);
        const close_ = document.getElementById('close'); close_.onclick = () => ad.remove();</script>"""
    with served({"/": page(advert)}) as site:
        found = await walked(site.url)
    (seen,) = found.adverts
    assert (found.outcome, seen.closed, seen.closed_by, seen.countdown_seconds) == ("completed", True, "close", 3)
    assert seen.controls[0].appeared_after_ms > 1000 or seen.controls[0].disabled_at_first


@pytest.mark.asyncio(loop_scope="session")
async def test_a_server_that_fails_after_a_submission_is_no_wall(walked: Walked) -> None:
    with served({"/": page(form()), "/sent": (500, {}, page("<h1>系统繁忙，请稍后再试</h1>"))}) as site:
        found = await walked(site.url)
    assert (found.outcome, found.reason) == ("blocked", "error-page")
    assert [one for one in found.prompts if one.passed is False] == []
    assert [one.category for one in found.fields if one.required] == []


def essence(found: Walk) -> dict[str, object]:
    """What rules are judged on, without moments."""
    return {
        "end": (found.outcome, found.reason, found.reached),
        "did": [(one.action.kind, one.action.target, one.effect, one.reply) for one in found.steps],
        "prompts": [(one.kind, one.passed, tried(one.attempts)) for one in found.prompts],
        "fields": [(one.category, one.required, tried(one.attempts)) for one in found.fields],
        "notices": [(one.page.partition("/")[2], one.collects) for one in found.notices],
    }


@pytest.mark.asyncio(loop_scope="session")
async def test_two_walks_find_the_same(walked: Walked) -> None:
    with served(INSISTING) as site:
        first, second = await walked(site.url), await walked(site.url)
    assert essence(first) == essence(second)


# -- the sample merchants, through their photographs

SAMPLES = ["muxi", "beiyu", "songlan", "zhunzhun"]


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Outcome]]:
    with photographed_port():
        found = score(load_samples(SAMPLES), out=Path(tmp_path_factory.mktemp("samples")), jobs=2)
    yield {one.sample.slug: one for one in found.outcomes}


@pytest.mark.parametrize("slug", SAMPLES)
def test_a_sample_merchant_is_found_out_through_its_photograph(audited: dict[str, Outcome], slug: str) -> None:
    found = audited[slug]
    assert (found.missed, found.false, found.failure) == ([], [], "")
    assert (found.reached_right, found.outcome_right) == (True, True), (found.reached, found.outcome)
