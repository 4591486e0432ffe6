"""Pages that would blind, flood or stall the observer."""

# ruff: noqa: E501 (pages in one line each)
from __future__ import annotations

import time

import pytest

from tests.walk.observe.stage import Stage, named

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TAMPERING = """<script>
Element.prototype.getBoundingClientRect = () => ({left:0,top:0,right:0,bottom:0,width:0,height:0});
window.getComputedStyle = () => ({display:'none'});
document.elementFromPoint = () => null; Element.prototype.matches = () => false;
Element.prototype.attachShadow = new Proxy(Element.prototype.attachShadow, {});
EventTarget.prototype.dispatchEvent = () => { throw 1 }; Array.prototype.map = () => []; JSON.stringify = () => 'x';
window.MutationObserver = null; Object.defineProperty(document, 'body', { get: () => null });
</script><p>订单</p><button onclick="1">确认下单</button>"""


async def test_a_tampered_page_is_seen_as_it_is(stage: Stage) -> None:
    await stage.show(TAMPERING)
    seen = await stage.look()
    assert seen.text.split("\n") == ["订单", "确认下单"]
    assert named(seen, "确认下单").point is not None


FLOODS = {
    "elements": "for(let i=0;i<60000;i++){const e=document.createElement('i');e.textContent='字';b.append(e)}",
    "controls": "b.innerHTML='<button>按</button>'.repeat(3000)",
    "nesting": "let e=b;for(let i=0;i<1500;i++){const n=document.createElement('div');e.append(n);e=n}e.textContent='深'",
    "text": "b.textContent='字 '.repeat(900000)",
    "pictures": "b.innerHTML='<canvas width=40 height=40></canvas>'.repeat(1500)",
    "layers": "b.innerHTML='<div style=\"position:fixed;inset:0;background:#0001\">层</div>'.repeat(800)",
    "attributes": "b.innerHTML=`<button class=\"${'x '.repeat(99999)}\" id=\"${'y'.repeat(99999)}\" aria-label=\"${'z'.repeat(999999)}\">按</button>`",
    "frames": "b.innerHTML='<iframe srcdoc=\"<button>按</button>\"></iframe>'.repeat(40)",
    "listeners": "for(let i=0;i<4000;i++){const e=document.createElement('i');e.onclick=()=>1;e.textContent='字';b.append(e)}",
}


@pytest.mark.parametrize("script", FLOODS.values(), ids=FLOODS)
async def test_floods_are_cut_off(stage: Stage, script: str) -> None:
    await stage.show(f"<div id=b></div><script>{script}</script>")
    began = time.monotonic()
    seen = await stage.observer.look()
    assert time.monotonic() - began < 9
    assert len(seen.controls) <= 600
    assert len(seen.pictures) <= 100
    assert len(seen.model_dump_json()) < 3_000_000


async def test_a_frame_that_hangs_does_not_hide_the_page(stage: Stage) -> None:
    """Only where the frame has a thread of its own; otherwise the whole page hangs, which has its own case."""
    await stage.show("<p>页</p><iframe src='/never'></iframe>")
    stage.pages.delays["/never"] = 30
    await stage.page.evaluate("document.querySelector('iframe').src='/never?2'")
    assert "页" in (await stage.look()).text


ODD = [
    "",
    "<svg><foreignObject width=100 height=100><button>按</button></foreignObject></svg>",
    "<details><summary>更多</summary>藏</details>",
    "<frameset><frame></frameset>",
    "<table><tr><td onclick=1>格</table>",
    "<map name=m><area></map><img usemap=#nothing><img usemap=#m>",
    "<button style='width:0;height:0'>零</button><a href='javascript:'>空</a><label></label><label for=no>无</label>",
    "<input type=image src=x><input type=color><input type=file><meter></meter><progress></progress>",
    "<object data=x></object><embed src=x><video></video><audio controls></audio>",
    "<p style='position:fixed;transform:rotate(45deg) scale(0)'>x</p><p style='zoom:2'>y</p>",
]


async def test_odd_markup_is_no_obstacle(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    for html in ODD:
        await stage.show(html)
        assert not (await stage.look()).truncated, html
    assert not [one for one in caplog.records if "observing script" in one.message]
