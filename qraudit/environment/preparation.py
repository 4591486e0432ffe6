"""`qraudit setup`: gets what is missing, says what it did, and does nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qraudit.environment.conditions import chromium_here, font_is_here, mending, zbar_is_here
from qraudit.environment.distribution import Distribution, Need
from qraudit.environment.playwright_download import download_chromium, reachable
from qraudit.environment.runner import Ran, Runner
from qraudit.errors import EnvironmentNotReadyError
from qraudit.text import both

if TYPE_CHECKING:
    from qraudit.models import Bilingual

__all__ = ["Told", "prepare"]

Told = Callable[["Bilingual"], None]


def prepare(told: Told, *, models: bool = False, runner: Runner | None = None) -> None:
    """Get a Chromium, a Chinese font and zbar's library; WeChat's networks where `models` asks for them.

    Raises:
        EnvironmentNotReadyError: something could not be got; the message has the command to type.

    """
    preparation = _Preparation(told, runner or Runner())
    preparation.chromium()
    preparation.font()
    preparation.zbar()
    if models:
        _download_models(told)
    preparation.finish()


class _Preparation:
    """One run of `setup`: goes through everything before it complains."""

    def __init__(self, told: Told, runner: Runner) -> None:
        self._told = told
        self._runner = runner
        self._distribution = Distribution.found(runner)
        self._missing: list[Need] = []

    def chromium(self) -> None:
        """Playwright's download first: it is the build that Playwright was tested with."""
        if found := chromium_here():
            self._say("chromium-found", version=found.version, path=found.path)
            return
        if not self._download():
            self._install("chromium")
        if found := chromium_here():
            self._say("chromium-got", version=found.version, path=found.path)
        else:
            self._missing.append("chromium")

    def font(self) -> None:
        """Without one, screenshots of Chinese pages are empty boxes; audits still work."""
        if font_is_here(self._runner):
            self._say("font-here")
        elif self._install("font") and font_is_here(self._runner):
            self._say("font-got")
        else:
            self._say("font-none")
            self._say_command("font")

    def zbar(self) -> None:
        """One of the engines that read codes."""
        if zbar_is_here():
            self._say("zbar-here")
        elif self._install("zbar") and zbar_is_here():
            self._say("zbar-got")
        else:
            self._missing.append("zbar")

    def finish(self) -> None:
        """Say that all is there, or fail with what to type."""
        if not self._missing:
            self._say("ready")
            return
        names = both("environment.list." + "-and-".join(self._missing))
        raise EnvironmentNotReadyError(both("environment.not-got", names=names, command=self._command()))

    def _download(self) -> bool:
        if not reachable():
            self._say("download-unreachable")
            return False
        self._say("download-begins")
        ran = download_chromium(self._runner)
        if not ran.ok:
            self._say("failed", what="playwright install", why=_why(ran))
        return ran.ok and chromium_here() is not None

    def _install(self, need: Need) -> bool:
        distribution = self._distribution
        if distribution is None or not distribution.has(need) or distribution.prefix is None:
            return False
        self._say("installing", command=distribution.command([need]))
        ran = distribution.install(need, self._runner)
        if not ran.ok:
            self._say("failed", what=distribution.name, why=_why(ran))
        return ran.ok

    def _command(self) -> str:
        commands = [mending(need, self._distribution) for need in self._missing]
        if self._distribution and all(map(self._distribution.has, self._missing)):
            commands = [self._distribution.command(self._missing)]
        return " && ".join(command for command in commands if command) or "qraudit doctor"

    def _say_command(self, need: Need) -> None:
        if command := mending(need, self._distribution):
            self._say("type", command=command)

    def _say(self, key: str, **values: object) -> None:
        self._told(both(f"environment.{key}", **values))


def _why(ran: Ran) -> str:
    return ran.last_line or f"exit {ran.status}"


def _download_models(told: Told) -> None:
    from qraudit.codes import models

    written = models.download(lambda address: told(both("environment.models-begin", address=address)))
    key = "models-got" if written else "models-here"
    told(both(f"environment.{key}", folder=models.folder()))
