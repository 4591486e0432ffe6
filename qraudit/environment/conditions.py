"""What is here and what is missing; nothing is changed by looking."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qraudit.environment.distribution import Distribution, Need
from qraudit.environment.playwright_download import COMMAND
from qraudit.environment.runner import Runner
from qraudit.errors import EnvironmentNotReadyError
from qraudit.text import both

if TYPE_CHECKING:
    from qraudit.models import Bilingual
    from qraudit.walk.browser.chromium import Chromium, LaunchFacts

__all__ = ["Condition", "chromium_here", "examine", "font_is_here", "mending", "zbar_is_here"]

_ZBAR_ON_WINDOWS = "https://www.microsoft.com/download/details.aspx?id=40784"
"""pyzbar's Windows wheel brings zbar, which needs Visual C++ 2013's runtime."""


@dataclass(frozen=True)
class Condition:
    """One thing that qraudit needs (`required`) or does better with, and the command that mends it."""

    name: Literal["python", "chromium", "sandbox", "font", "zbar", "models"]
    ok: bool
    said: Bilingual
    mend: str = ""
    required: bool = True


def examine(runner: Runner | None = None) -> list[Condition]:
    """Look at everything; the browser is started and closed again."""
    runner = runner or Runner()
    distribution = Distribution.found(runner)
    return [
        _python(),
        *_chromium(distribution),
        _font(runner, distribution),
        _zbar(distribution),
        _models(),
    ]


def chromium_here() -> Chromium | None:
    """The Chromium that would be used, if it can be run at all."""
    from qraudit.walk.browser.chromium import find_chromium

    found = find_chromium()
    return found if found and (found.version or sys.platform == "win32") else None


def font_is_here(runner: Runner) -> bool:
    """Whether Chinese text is drawn as more than empty boxes; macOS and Windows bring fonts along."""
    if sys.platform != "linux":
        return True
    listed = runner.run(["fc-list", ":lang=zh-cn", "family"], seconds=30)
    return listed.ok and bool(listed.output.strip())


def zbar_is_here() -> bool:
    """Whether zbar's shared library can be loaded."""
    try:
        import pyzbar.pyzbar  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def mending(need: Need, distribution: Distribution | None) -> str:
    """The command that a person types to get it."""
    if distribution and distribution.has(need):
        return distribution.command([need])
    if need == "zbar":
        return _ZBAR_ON_WINDOWS if sys.platform == "win32" else ""
    return COMMAND if need == "chromium" else ""


def _python() -> Condition:
    version = ".".join(map(str, sys.version_info[:3]))
    return Condition("python", True, both("environment.python", version=version, path=sys.executable))


def _chromium(distribution: Distribution | None) -> list[Condition]:
    from qraudit.walk.browser.chromium import find_chromium

    mend = mending("chromium", distribution)
    try:
        if find_chromium() is None:
            return [Condition("chromium", False, both("environment.chromium-none"), mend="qraudit setup")]
        facts = asyncio.run(_started())
    except EnvironmentNotReadyError as error:
        said = error.args[0]
        return [Condition("chromium", False, said, mend=mend)]
    said = both("environment.chromium-starts", version=facts.version, path=facts.path)
    return [Condition("chromium", True, said), _sandbox(facts)]


def _sandbox(facts: LaunchFacts) -> Condition:
    said = facts.advice or both("environment.sandbox-on")
    return Condition("sandbox", facts.sandboxed, said, required=False)


async def _started() -> LaunchFacts:
    from playwright.async_api import async_playwright

    from qraudit.walk.browser.chromium import launch

    async with async_playwright() as playwright:
        browser, facts = await launch(playwright)
        await browser.close()
        return facts


def _font(runner: Runner, distribution: Distribution | None) -> Condition:
    return _simple("font", lambda: font_is_here(runner), mending("font", distribution), required=False)


def _zbar(distribution: Distribution | None) -> Condition:
    return _simple("zbar", zbar_is_here, mending("zbar", distribution))


def _simple(name: Literal["font", "zbar"], check: Callable[[], bool], mend: str, *, required: bool = True) -> Condition:
    if check():
        return Condition(name, True, both(f"environment.{name}-here"), required=required)
    return Condition(name, False, both(f"environment.{name}-none"), mend=mend, required=required)


def _models() -> Condition:
    from qraudit.codes import models

    lost = models.lost()
    if lost is None:
        return Condition("models", True, both("environment.models-here", folder=models.folder()), required=False)
    return Condition("models", False, lost, mend="qraudit setup --models", required=False)
