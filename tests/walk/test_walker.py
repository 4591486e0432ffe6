"""A walk always comes back with what was seen, whatever ends it, and leaves nothing running."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.async_api import async_playwright

from qraudit.errors import EnvironmentNotReadyError, UsageError
from qraudit.evidence import RunFolder
from qraudit.text import say
from qraudit.walk.browser.installed_chromium import find_chromium
from tests.walk.conftest import Walked, shared_browser
from tests.walk.little_server import Site, page, served

pytestmark = pytest.mark.browser

PAYING = """<h1>小店</h1><p>合计 ¥8.00</p><button onclick="WeixinJSBridge.invoke('getBrandWCPayRequest', {}, () => 0)">
去支付</button>"""
NEXT = "<h1>小店</h1><button onclick=\"location.href='{}'\">下一步</button>"


@pytest.fixture
def held() -> Iterator[threading.Event]:
    """Holds the answers that wait for it until the test is over."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def shop(held: threading.Event) -> Iterator[Site]:
    """A landing page that leads to a page that never comes."""

    def never(site: Site) -> str:
        held.wait(20)
        return ""

    with served({"/": page(NEXT.format("/never")), "/never": never}) as site:
        yield site


async def asked_for(site: Site, path: str) -> None:
    async with asyncio.timeout(20):
        while f"GET {path}" not in site.contacts:  # noqa: ASYNC110 - a thread appends to it
            await asyncio.sleep(0.02)


def processes(sign: str) -> list[psutil.Process]:
    found = [one for one in psutil.Process().children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]
    return [one for one in found if sign in " ".join(one.cmdline()) and "--type=" not in " ".join(one.cmdline())]


async def test_a_cancelled_walk_comes_back_with_its_steps(shop: Site, walked_alone: Walked, run: RunFolder) -> None:
    before = processes("chrom")
    walking = asyncio.ensure_future(walked_alone(shop.url))
    await asked_for(shop, "/never")
    walking.cancel()
    found = await asyncio.wait_for(walking, 5)
    assert (found.outcome, found.reason) == ("exhausted", "interrupted")
    assert [step.action.kind for step in found.steps] == ["open"]
    assert (run.path / "steps/00.png").is_file()
    assert processes("chrom") == before, "nothing is left running"


async def test_a_walk_that_is_cancelled_before_its_browser_runs_comes_back_too(
    shop: Site, walked_alone: Walked
) -> None:
    walking = asyncio.ensure_future(walked_alone(shop.url))
    await asyncio.sleep(0)
    await asyncio.sleep(0.1)
    walking.cancel()
    assert (await asyncio.wait_for(walking, 5)).reason == "interrupted"


@pytest.mark.parametrize("sign", ["--headless", "run-driver"])
async def test_a_browser_or_driver_that_is_killed_is_told_and_the_steps_are_kept(
    shop: Site, walked_alone: Walked, sign: str
) -> None:
    before = processes(sign)
    walking = asyncio.ensure_future(walked_alone(shop.url))
    await asked_for(shop, "/never")
    for one in set(processes(sign)) - set(before):
        one.kill()
    found = await asyncio.wait_for(walking, 5)
    assert (found.outcome, found.reason, len(found.steps)) == ("exhausted", "browser-lost", 1)


async def test_a_run_folder_that_takes_no_more_ends_the_walk_and_what_it_has_is_kept(
    walked_alone: Walked, run: RunFolder
) -> None:
    def full(site: Site) -> str:
        shutil.rmtree(run.path / "steps")
        (run.path / "steps").write_text("no folder any more", encoding="utf-8")
        return page("<h1>第二页</h1>")

    with served({"/": page(NEXT.format("/full")), "/full": full}) as site:
        found = await walked_alone(site.url)
    assert (found.outcome, found.reason, len(found.steps)) == ("exhausted", "evidence-unwritable", 1)
    assert "steps" in found.detail


async def test_a_page_that_burns_the_processor_ends_with_the_walks_time(walked_alone: Walked) -> None:
    burning = page("<h1>小店</h1><script>setTimeout(() => { while (true); }, 200)</script>")
    began = time.monotonic()
    with served({"/": burning}) as site:
        found = await walked_alone(site.url, timeout=3)
    assert (found.outcome, found.reason) == ("exhausted", "budget-time")
    assert [bound.name for bound in found.bounds] == ["time"]
    assert time.monotonic() - began < 3 + 10


UNOPENED = [
    ("http://127.0.0.1:{port}/", False, "guard-refused", "127.0.0.1:{port} loopback"),
    ("http://10.1.2.3/", False, "guard-refused", "10.1.2.3:80 private"),
    ("http://169.254.169.254/", True, "guard-forbidden", "169.254.169.254:80 metadata"),
    ("https://no-such-shop.invalid/", True, "dns", "no-such-shop.invalid:443"),
    ("http://127.0.0.1:{closed}/", True, "unreachable", "127.0.0.1:{closed}"),
    ("http://127.0.0.1:{port}/menu.pdf", True, "download", "Download is starting"),
    ("http://127.0.0.1:{port}/round", True, "unreachable", "ERR_TOO_MANY_REDIRECTS"),
]


async def test_the_reason_says_why_nothing_opened(walked_alone: Walked, unused_tcp_port: int) -> None:
    pages: dict[str, Any] = {
        "/menu.pdf": (200, {"Content-Type": "application/octet-stream"}, "%PDF-"),
        "/round": (302, {"Location": "/round"}, ""),
    }
    async with shared_browser() as shared:
        with served(pages) as site:
            names = {"port": site.port, "closed": unused_tcp_port}
            for address, allowed, reason, detail in UNOPENED:
                found = await walked_alone(address.format(**names), allow_private=allowed, shared=shared)
                assert (address, found.outcome, found.reason) == (address, "unreachable", reason)
                assert found.reached == "none"
                assert detail.format(**names) in found.detail
                assert all(refusal.step == 0 for refusal in found.refused)


def test_what_no_option_lifts_names_no_option() -> None:
    assert "--allow" not in say("report.reason.guard-forbidden", "en")
    assert "--allow-host" in say("report.reason.guard-refused", "en")


async def test_nobody_listens_at_the_cdp_address(walked_alone: Walked, unused_tcp_port: int) -> None:
    with pytest.raises(EnvironmentNotReadyError, match="--remote-debugging-port"):
        await walked_alone("http://127.0.0.1/", cdp=f"http://127.0.0.1:{unused_tcp_port}")


async def test_a_cdp_address_that_is_none_is_a_wrong_call(walked_alone: Walked) -> None:
    with pytest.raises(UsageError, match="--cdp"):
        await walked_alone("http://127.0.0.1/", cdp="9222")


@pytest.mark.parametrize("content", ["{", "[]", '{"cookie": []}', '{"cookies": [1]}', '{"cookies": [{"name": 3}]}'])
async def test_a_storage_state_that_is_none_is_a_wrong_call(walked_alone: Walked, tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"state\.json"):
        await walked_alone("http://127.0.0.1/", storage_state=tmp_path / "state.json")


async def test_a_storage_state_logs_in(walked_alone: Walked, tmp_path: Path) -> None:
    with served({"/": page("<h1>小店</h1><script>document.body.append(document.cookie)</script>")}) as site:
        cookie = {"name": "sid", "value": "known-customer", "domain": "127.0.0.1", "path": "/"}
        (tmp_path / "state.json").write_text(json.dumps({"cookies": [cookie], "origins": []}), encoding="utf-8")
        found = await walked_alone(site.url, storage_state=tmp_path / "state.json")
    assert "sid=known-customer" in found.steps[0].text


async def test_a_browser_without_its_sandbox_is_told_once(walked_alone: Walked) -> None:
    told: list[str] = []
    with served({"/": page("<h1>小店</h1>")}) as site:
        found = await walked_alone(site.url, progress=lambda key, values: told.append(key))
    assert told.count("walk.doing.unsandboxed") == (found.sandboxed is False)


async def test_what_is_typed_is_masked_in_all_that_a_run_keeps(walked_alone: Walked, run: RunFolder) -> None:
    form = page("<form action=/sent><label>车牌号 <input name=plate></label><button>查询</button></form>")
    with served({"/": form, "/sent": page("<h1>停车费</h1><p>京A00000 应付 ¥5.00</p>")}) as site:
        found = await walked_alone(site.url, scenario="parking")
        assert any("plate=" in one and "A00000" in one for one in site.contacts), "it was typed and sent"
    assert any(fact.filled for fact in found.fields)
    kept = [one for one in run.path.rglob("*") if one.suffix in (".txt", ".json", ".har")]
    assert {one.name for one in kept} >= {"00.json", "00.txt", "00.dom.txt", "00.ax.txt", "network.har", "log.txt"}
    showing = [one.name for one in kept if "A00000" in one.read_text(encoding="utf-8")]
    assert not showing
    entries = json.loads((run.path / "network.har").read_text(encoding="utf-8"))["log"]["entries"]
    assert any("停车费" in one["response"]["content"].get("text", "") for one in entries)


async def test_with_keep_raw_it_is_kept(walked_alone: Walked, run: RunFolder) -> None:
    run.masker = None
    form = page("<form action=/sent><label>车牌号 <input name=plate></label><button>查询</button></form>")
    with served({"/": form, "/sent": page("<h1>停车费</h1><p>京A00000 应付 ¥5.00</p>")}) as site:
        await walked_alone(site.url, scenario="parking")
    assert "A00000" in (run.path / "network.har").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="starts the browser by hand")
async def test_a_browser_that_runs_already_is_attached_to_and_left_as_it_was(
    walked_alone: Walked, tmp_path: Path
) -> None:
    chromium = find_chromium()
    assert chromium is not None
    running = await asyncio.create_subprocess_exec(
        chromium.path, "--headless", "--no-sandbox", "--remote-debugging-port=0", f"--user-data-dir={tmp_path}/profile",
        "about:blank", stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    port = tmp_path / "profile/DevToolsActivePort"
    async with asyncio.timeout(20):
        while not port.is_file() or not port.read_text().count("\n"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    address = f"http://127.0.0.1:{port.read_text().split()[0]}"
    try:
        with served({"/": page(PAYING)}) as site:
            found = await walked_alone(site.url, cdp=address)
        assert (found.outcome, found.reached, found.sandboxed) == ("completed", "payment", None)
        assert [one.way for one in found.handoffs] == ["wechat-jsapi"]
        assert running.returncode is None, "it still runs"
        async with async_playwright() as playwright:
            browser = await playwright.chromium.connect_over_cdp(address)
            assert [tab.url for tab in browser.contexts[0].pages] == ["about:blank"], "and its own window is there"
    finally:
        running.kill()
        await running.wait()


async def test_video_and_trace_are_in_the_run_folder(walked_alone: Walked, run: RunFolder) -> None:
    import cv2

    with served({"/": page(PAYING)}) as site:
        await walked_alone(site.url, video=True, trace=True)
    film = cv2.VideoCapture(str(run.path / "video.webm"))
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) >= 2
    assert zipfile.is_zipfile(run.path / "trace.zip")
