"""What is said: rendered words in reading order, through frames and shadow roots."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import pytest

from tests.walk.observe.stage import Stage, chromium, named, stage_on

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_only_what_is_rendered_is_said(stage: Stage) -> None:
    await stage.show(
        "<p>看得见</p><p style='display:none'>无</p><p style='visibility:hidden'>无</p><p style='opacity:0'>无</p>"
        "<p style='font-size:0'>无</p><p style='color:transparent'>无</p><p style='position:absolute;left:-999px'>无</p>"
        "<div style='height:0;overflow:hidden'>无</div><div style='width:100px;overflow:hidden;white-space:nowrap'>"
        "<span style='margin-right:300px'>头</span><span>无</span></div>"
        "<div style='height:30px;overflow:auto'><p>滚动里</p><p style='margin-top:90px'>滚下去才见</p></div>"
        "<p style='margin-top:2000px'>页底</p>"
    )
    seen = await stage.look()
    assert seen.text.split("\n") == ["看得见", "头", "滚动里", "滚下去才见", "页底"]
    assert [line.text for line in seen.lines] == ["看得见", "头", "滚动里"]


async def test_pieces_of_a_price_are_one_word_and_blocks_are_lines(stage: Stage) -> None:
    await stage.show(
        "<div style='display:flex'><span>¥</span><span>30</span><span>.50</span></div>"
        "<div>应付 <b>12</b> 元</div><style>.q::before{content:'第'}.q::after{content:'号桌'}</style><p class=q>7</p>"
        "<p>甲<br>乙</p>"
    )
    assert (await stage.look()).text.split("\n") == ["¥30.50", "应付 12 元", "第7号桌", "甲乙"]


FRAME = "<body style='background:#eee'><p>收银台</p><button id=pay onclick=1>立即支付</button><iframe srcdoc='<p>最里面</p>'></iframe>"
OUTER = """<p>上</p><iframe src="{other}/pay" style="width:340px;height:300px;border:5px solid;margin:20px"></iframe><p>下</p>
<my-card></my-card><script>document.querySelector('my-card').attachShadow({mode:'closed'}).innerHTML=
'<p>影子里</p><button onclick="1">关注</button>'</script>"""


async def test_frames_of_other_sites_and_closed_shadow_roots_are_seen(stage: Stage) -> None:
    await stage.show(OUTER, pay=FRAME)
    seen = await stage.look()
    assert seen.text.split("\n") == ["上", "收银台", "立即支付", "最里面", "下", "影子里", "关注"]
    pay, follow = named(seen, "立即支付"), named(seen, "关注")
    assert pay.frame == "f1" and pay.selector == "iframe >>> #pay"
    assert follow.selector == "my-card >>> button"
    assert "click" in pay.listeners and "click" in follow.listeners
    box = await stage.page.frame_locator("iframe").first.locator("#pay").bounding_box()
    assert box is not None
    assert pay.box[:2] == pytest.approx((box["x"], box["y"]), abs=1)
    assert pay.point is not None and await stage.observer.hit(pay.point) == pay.id


async def test_frames_with_a_process_of_their_own_are_seen_too() -> None:
    async with chromium("--site-per-process") as browser, stage_on(browser) as stage:
        await stage.show(OUTER, pay=FRAME)
        pay = named(await stage.look(), "立即支付")
        tree = await stage.cdp.send("Page.getFrameTree")
        assert "childFrames" not in tree["frameTree"], "the frame was to have a process of its own"
        assert pay.selector == "iframe >>> #pay"
        assert pay.point is not None and await stage.observer.hit(pay.point) == pay.id
        assert await stage.observer.aim(pay.id) == pay.point


async def test_what_covers_a_frame_takes_its_touches(stage: Stage) -> None:
    mask = "<div style='position:fixed;inset:0;background:#0008'><p style='margin:500px 40px;background:#fff'>弹窗</p></div>"
    await stage.show(OUTER + mask, pay=FRAME)
    seen = await stage.look()
    assert named(seen, "立即支付").point is None
    assert seen.overlays[0].text == "弹窗"


async def test_a_frame_on_a_layer_belongs_to_it(stage: Stage) -> None:
    layer = "<div style='position:fixed;inset:0;background:#0008'><iframe src='{other}/pay' style='margin:100px 20px;width:340px'></iframe></div>"
    await stage.show("<p>页面</p>" + layer, pay=FRAME)
    seen = await stage.look()
    assert seen.modal is not None and "收银台" in seen.modal.text
    assert named(seen, "立即支付").overlay == seen.modal.id
    assert named(seen, "立即支付").id in seen.modal.controls


async def test_a_page_wider_than_the_screen_is_measured_as_it_is_shown(stage: Stage) -> None:
    await stage.show(
        "<div style='width:780px;height:40px;background:#eee'>宽</div><button onclick=\"document.title='到'\">按</button>"
    )
    seen = await stage.look()
    assert seen.viewport[0] == 390
    await stage.touch(named(seen, "按"))
    assert await stage.page.title() == "到"
