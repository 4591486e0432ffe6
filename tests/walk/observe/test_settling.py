"""Waiting for the page and never for the clock; and never longer than allowed."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.walk.observe.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def settled(stage: Stage, **options: object) -> tuple[bool, float]:
    began = time.monotonic()
    answer = await stage.settle(**options)
    return answer, time.monotonic() - began


async def test_a_quiet_page_is_done_at_once(stage: Stage) -> None:
    await stage.show("<p>静</p>")
    await stage.settle()
    times = [await settled(stage) for _ in range(3)]
    assert all(calm for calm, _ in times)
    assert min(seconds for _, seconds in times) < 0.25


ARRIVES = {
    "a transition": ("s.style.transform='none'", "#s{transform:translateY(200px);transition:transform .5s}"),
    "a script's own animation": (
        "let n=0;f=()=>{s.style.height=n+'px';if(n++<30)requestAnimationFrame(f)};f()",
        "",
    ),
    "something fetched": ("setTimeout(()=>s.textContent='到',60)", ""),
    "keyframes": ("s.className='in'", ".in{animation:k .5s}@keyframes k{from{opacity:0}}"),
}


@pytest.mark.parametrize("what", ARRIVES)
async def test_it_waits_for_what_is_under_way(stage: Stage, what: str) -> None:
    script, style = ARRIVES[what]
    await stage.show(f"<style>{style}</style><div id=s>板</div>")
    await stage.settle()
    await stage.page.evaluate(f"{{{script};0}}")
    calm, _ = await settled(stage)
    still = "JSON.stringify([s.getBoundingClientRect(),getComputedStyle(s).opacity,s.textContent])"
    before = await stage.page.evaluate(still)
    await asyncio.sleep(0.4)
    assert calm
    assert await stage.page.evaluate(still) == before


RESTLESS = {
    "a countdown": "setInterval(()=>s.textContent=Date.now(),200)",
    "a spinner": "s.animate([{rotate:'0deg'},{rotate:'360deg'}],{duration:900,iterations:Infinity})",
    "a marquee": "let x=0;setInterval(()=>s.style.left=x--+'px',30)",
    "polling": "setInterval(()=>{},50)",
}


@pytest.mark.parametrize("script", RESTLESS.values(), ids=RESTLESS)
async def test_it_does_not_wait_for_what_never_ends(stage: Stage, script: str) -> None:
    await stage.show(f"<div id=s style='position:relative'>钟</div><script>{script}</script>")
    calm, seconds = await settled(stage)
    assert calm
    assert seconds < 2.5


async def test_requests_that_matter_are_waited_for(stage: Stage) -> None:
    await stage.show("<p>页</p>")
    ends = time.monotonic() + 0.6
    calm, seconds = await settled(stage, pending=lambda: int(time.monotonic() < ends))
    assert calm
    assert 0.55 < seconds < 1.2
    calm, seconds = await settled(stage, pending=lambda: 1, deadline_ms=700)
    assert not calm
    assert seconds < 1.0


async def test_announced_pop_ups_are_waited_for_only_within_the_horizon(stage: Stage) -> None:
    late = "<p>页</p><script>setTimeout(()=>document.body.append('弹窗'),1200);"
    late += "(function poll(){setTimeout(poll,150)})()</script>"
    await stage.show(late)
    await stage.settle(timer_horizon_ms=2500)
    assert "弹窗" in (await stage.observer.look()).text
    await stage.show(late)
    _, seconds = await settled(stage, timer_horizon_ms=300)
    assert seconds < 1.0


async def test_a_navigation_on_the_way_is_followed(stage: Stage) -> None:
    await stage.show("<p>一</p><script>setTimeout(()=>location.href='/two',60)</script>", two="<p>二</p>")
    calm, _ = await settled(stage, timer_horizon_ms=400)
    assert calm
    assert (await stage.observer.look()).text == "二"


HOSTILE = {
    "blocks its thread": "setTimeout(()=>{for(;;);},50)",
    "keeps on adding": "setInterval(()=>document.body.append(document.createElement('p')),5)",
    "alerts for ever": "setTimeout(function f(){alert(1);setTimeout(f,0)},50)",
    "reloads for ever": "setTimeout(()=>location.reload(),30)",
}


@pytest.mark.parametrize("script", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_pages_cost_bounded_time(stage: Stage, script: str) -> None:
    await stage.show(f"<p>页</p><script>{script}</script>")
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await stage.settle(deadline_ms=1500)
    assert time.monotonic() - began < 2.2
    await stage.observer.look()
    assert time.monotonic() - began < 9


async def test_a_dead_renderer_is_said_to_be_dead(stage: Stage) -> None:
    await stage.show("<p>页</p>")
    await stage.settle()
    crash = asyncio.ensure_future(stage.page.goto("chrome://crash"))
    await stage.page.wait_for_event("crash")
    calm, seconds = await settled(stage, deadline_ms=3000)
    assert not calm
    assert seconds < 3.2
    seen = await stage.observer.look()
    assert (seen.truncated, seen.settled, seen.controls) == (True, False, [])
    crash.cancel()
