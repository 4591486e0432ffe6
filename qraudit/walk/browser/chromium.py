"""Launching a Chromium that is contained: its connections, its sandbox and its processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qraudit.errors import EnvironmentNotReadyError
from qraudit.models import Bilingual
from qraudit.text import both
from qraudit.walk.browser.installed_chromium import Chromium, find_chromium

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

__all__ = ["Chromium", "LaunchFacts", "find_chromium", "launch"]

_FLAGS = (
    # One CDP session must see every frame: with site isolation each cross-site frame would be a target of its own,
    # and what happens in it before a session is attached would be missed. What that isolation protects, one site's
    # data from another's, is here one audit's at most; the renderer's sandbox is untouched by it.
    "--disable-site-isolation-trials",
    # Ways around the proxy: QUIC and WebTransport, WebRTC's UDP, looking names up before they are wanted.
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable",
    # Only the guard resolves names: whatever does not go through the proxy, or has none, finds no address.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


@dataclass(frozen=True)
class LaunchFacts:
    """What was launched; `advice` says, where there is no sandbox, why and how to have it."""

    version: str
    sandboxed: bool
    advice: Bilingual | None
    pid: int
    group: int | None
    """The process group of the browser and all its children; None on Windows."""
    path: Path


async def launch(
    playwright: Playwright,
    *,
    proxy: Mapping[str, str] | None = None,
    headless: bool = True,
    user_data: Path | None = None,
    extra_args: Sequence[str] = (),
) -> tuple[Browser, LaunchFacts]:
    """Start the Chromium that `find_chromium` finds, with its sandbox wherever the system lets it.

    The browser holds a pipe to its driver, and the driver one to this process: both end when this process ends,
    however it ends.

    Raises:
        EnvironmentNotReadyError: there is no Chromium, or it does not start.

    """
    chromium = find_chromium()
    if chromium is None:
        raise EnvironmentNotReadyError(both("environment.chromium-missing"))
    options: dict[str, Any] = {
        "executable_path": str(chromium.path),
        "headless": headless,
        "args": [*_FLAGS, *extra_args],
        "proxy": dict(proxy) if proxy else None,
        # Who is interrupted ends the walk first, then the browser: a terminal tells the driver as well.
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
    browser, advice = await _start_sandboxed(playwright, options, user_data)
    pid = await _pid(browser)
    group = os.getpgid(pid) if sys.platform != "win32" else None
    return browser, LaunchFacts(browser.version, advice is None, advice, pid, group, chromium.path)


async def _start_sandboxed(
    playwright: Playwright, options: dict[str, Any], user_data: Path | None
) -> tuple[Browser, Bilingual | None]:
    """With the sandbox; where the system does not allow it, without and with advice."""
    from playwright.async_api import Error

    if sys.platform == "linux" and os.geteuid() == 0:
        return await _start(playwright, options, user_data, sandbox=False), both("environment.sandbox-root")
    try:
        return await _start(playwright, options, user_data, sandbox=True), None
    except Error as error:
        if sys.platform != "linux" or "sandbox" not in str(error).lower():
            raise _not_starting(options, error) from error
    return await _start(playwright, options, user_data, sandbox=False), both("environment.sandbox-namespaces")


async def _start(playwright: Playwright, options: dict[str, Any], user_data: Path | None, *, sandbox: bool) -> Browser:
    from playwright.async_api import Error

    chromium = playwright.chromium
    try:
        if user_data is None:
            return await chromium.launch(chromium_sandbox=sandbox, **options)
        context = await chromium.launch_persistent_context(user_data, chromium_sandbox=sandbox, **options)
    except Error as error:
        if sandbox:
            raise
        raise _not_starting(options, error) from error
    if context.browser is None:
        raise _not_starting(options, "no browser")
    return context.browser


def _not_starting(options: Mapping[str, Any], error: object) -> EnvironmentNotReadyError:
    why = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return EnvironmentNotReadyError(both("environment.chromium-not-starting", path=options["executable_path"], why=why))


async def _pid(browser: Browser) -> int:
    session = await browser.new_browser_cdp_session()
    try:
        processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
    finally:
        await session.detach()
    return next(int(one["id"]) for one in processes if one["type"] == "browser")
