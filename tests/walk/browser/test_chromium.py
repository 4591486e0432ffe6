"""Finding a Chromium, launching it contained, and having it gone afterwards."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from qraudit.errors import EnvironmentNotReadyError
from qraudit.walk.browser import installed_chromium
from qraudit.walk.browser.chromium import find_chromium, launch
from qraudit.walk.browser.processes import BrowserProcesses, ProcessBounds
from tests.walk.browser import walled_network

posix = pytest.mark.skipif(sys.platform == "win32", reason="scripts stand in for programs")


def program(path: Path, says: str = "Chromium 140.0.7339.80 built for a test") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser; programs put into its `bin` are found."""
    monkeypatch.delenv("QRAUDIT_CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(installed_chromium, "_MAC_BUNDLES", ())
    return tmp_path


def test_nothing_is_found_where_nothing_is(bare: Path) -> None:
    assert find_chromium() is None


@posix
def test_the_systems_browser_is_found_and_says_its_version(bare: Path) -> None:
    path = program(bare / "bin/google-chrome")
    found = find_chromium()
    assert found is not None
    assert (found.path, found.source, found.version) == (path, "chrome", "140.0.7339.80")


@posix
def test_playwrights_own_download_comes_first_once_it_is_complete(bare: Path) -> None:
    program(bare / "bin/chromium")
    folder = bare / "downloads" / installed_chromium._wanted_revisions()[0]
    downloaded = program(folder / "chrome-linux64/chrome")
    found = find_chromium()
    assert found is not None
    assert found.source == "chromium"
    (folder / "INSTALLATION_COMPLETE").touch()
    found = find_chromium()
    assert found is not None
    assert (found.path, found.source) == (downloaded, "playwright")


@posix
def test_ubuntus_script_that_only_advertises_a_snap_is_no_browser(bare: Path) -> None:
    program(bare / "bin/chromium-browser", says="needs /snap/bin/chromium")
    assert find_chromium() is None or Path("/snap/bin/chromium").exists()


@posix
def test_the_environments_word_comes_before_all(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare / "bin/chromium")
    chosen = program(bare / "elsewhere/my-browser")
    monkeypatch.setenv("QRAUDIT_CHROMIUM", str(chosen))
    found = find_chromium()
    assert found is not None
    assert (found.path, found.source) == (chosen, "environment")


def test_a_wrong_word_is_told_in_both_languages(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QRAUDIT_CHROMIUM", str(bare / "gone"))
    with pytest.raises(EnvironmentNotReadyError) as raised:
        find_chromium()
    assert str(bare / "gone") in raised.value.tell("zh")
    assert "QRAUDIT_CHROMIUM" in raised.value.tell("en")


async def test_without_a_browser_the_message_names_setup(bare: Path) -> None:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        with pytest.raises(EnvironmentNotReadyError, match="qraudit setup"):
            await launch(playwright)


@pytest.mark.browser
async def test_one_session_sees_every_frame_and_the_facts_are_true() -> None:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser, facts = await launch(playwright)
        async with BrowserProcesses(facts.pid) as processes:
            page = await browser.new_page()
            await page.route("**/*", lambda route: route.fulfill(body="<p>hello", content_type="text/html"))
            await page.goto("https://one.example/")
            await page.set_content("<iframe src='https://two.example/'></iframe>")
            await page.frame_locator("iframe").get_by_text("hello").wait_for()
            session = await browser.new_browser_cdp_session()
            targets = (await session.send("Target.getTargets"))["targetInfos"]
            assert [one["type"] for one in targets if one["type"] == "iframe"] == []
            assert facts.version == browser.version
            assert facts.sandboxed is (facts.advice is None)
            if sys.platform == "linux":
                running = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
                assert facts.sandboxed is _are_confined([one["id"] for one in running if one["type"] == "renderer"])
            await browser.close()
        assert processes.alive() == []


def _are_confined(pids: list[int]) -> bool:
    """The kernel's word: their system calls are filtered."""
    return all("Seccomp:\t2" in Path(f"/proc/{pid}/status").read_text() for pid in pids)


@pytest.mark.browser
async def test_a_page_that_eats_memory_is_ended_and_the_bound_is_told() -> None:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser, facts = await launch(playwright)
        bounds = ProcessBounds(renderer_memory=400_000_000)
        async with BrowserProcesses(facts.pid, bounds=bounds) as processes:
            page = await browser.new_page()
            crashed = asyncio.Event()
            page.on("crash", lambda _: crashed.set())
            eaten = page.evaluate("() => { window.kept = Array.from({length: 60}, () => new Uint8Array(1e7).fill(7)) }")
            await asyncio.gather(eaten, asyncio.wait_for(crashed.wait(), 10), return_exceptions=True)
            assert crashed.is_set()
            assert [bound.name for bound in processes.bounds] == ["renderer-memory"]
            await browser.close()


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A browser's profile holds a socket, whose path the system allows hardly more than a hundred characters."""
    with tempfile.TemporaryDirectory(prefix="q-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@posix
@pytest.mark.browser
@pytest.mark.parametrize("whole_group", [False, True], ids=["kill -9 of the program", "and of the driver with it"])
def test_no_process_and_no_profile_outlives_a_killed_program(whole_group: bool, short_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(short_path)}
    command = [sys.executable, "-m", "tests.walk.browser.busy_program"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True) as busy:
        assert busy.stdout is not None
        pid = json.loads(busy.stdout.readline())
        browser = psutil.Process(pid)
        family = [browser, *browser.children(recursive=True)]
        assert len(family) > 3
        if whole_group:
            os.killpg(busy.pid, signal.SIGKILL)
        else:
            busy.kill()
    deadline = time.monotonic() + 8
    while _living(family) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _living(family) == []
    if not whole_group:  # the driver sweeps up; where it was killed too, the system's own cleaning must
        assert _gone(short_path, "playwright_chromiumdev_profile-*")


def _gone(folder: Path, pattern: str) -> bool:
    deadline = time.monotonic() + 5
    while list(folder.glob(pattern)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not list(folder.glob(pattern))


def _living(family: list[psutil.Process]) -> list[psutil.Process]:
    return [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.browser
@pytest.mark.skipif(not walled_network.available(), reason="needs Linux network namespaces")
def test_nothing_leaves_the_browser_but_through_the_guard() -> None:
    seen = walled_network.run_inside("tests.walk.browser.ways_around")
    assert isinstance(seen, dict)
    assert seen["control"], "the wiretap must see what an unguarded browser sends"
    assert seen["guarded"] == []
