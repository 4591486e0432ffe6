"""The distribution's package manager, where there is one and it may be used without asking."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import yaml

from qraudit.environment.runner import Ran, Runner
from qraudit.resources import rules_dir

__all__ = ["Distribution", "Need", "package_rules"]

Need = Literal["chromium", "font", "zbar"]


@cache
def package_rules() -> dict[str, Any]:
    """rules/packages.yaml."""
    read: dict[str, Any] = yaml.safe_load((rules_dir() / "packages.yaml").read_text(encoding="utf-8"))
    return read


@dataclass
class Distribution:
    """One package manager. `prefix` is what lets it change the system; None where nothing does."""

    name: str
    rules: dict[str, Any]
    prefix: tuple[str, ...] | None
    refreshed: bool = False

    @classmethod
    def found(cls, runner: Runner) -> Distribution | None:
        """The first known package manager of this machine."""
        for name, rules in package_rules()["managers"].items():
            if sys.platform != "win32" and runner.which(name):
                return cls(name, rules, _privilege(runner) if rules["root"] else ())
        return None

    def has(self, need: Need) -> bool:
        """Whether it has a package for that."""
        return need in self.rules["alternatives"]

    def command(self, needs: Sequence[Need]) -> str:
        """What a person would type, with the first name of each."""
        names = [self.rules["alternatives"][need][0] for need in needs if self.has(need)]
        sudo = ["sudo"] if self.rules["root"] and self.prefix != () else []
        plain = [word for word in self.rules["install"] if not word.startswith(("-o", "DPkg", "--setopt"))]
        return shlex.join([*sudo, *plain, *names])

    def install(self, need: Need, runner: Runner) -> Ran:
        """Install what is needed under the first name that the manager knows."""
        self._refresh(runner)
        ran = Ran(None)
        for name in self.rules["alternatives"][need]:
            ran = self._run([*self.rules["install"], name], runner)
            if ran.ok:
                break
        return ran

    def _refresh(self, runner: Runner) -> None:
        """A package list may be years old or absent; one dead source among it is no reason to stop."""
        if self.rules["refresh"] and not self.refreshed:
            self._run(self.rules["refresh"], runner)
        self.refreshed = True

    def _run(self, command: Sequence[str], runner: Runner) -> Ran:
        assert self.prefix is not None
        settings = self.rules.get("environment", {})
        told = ["env", *(f"{name}={value}" for name, value in settings.items())] if settings else []
        return runner.run([*self.prefix, *told, *command], seconds=package_rules()["seconds"])


def _privilege(runner: Runner) -> tuple[str, ...] | None:
    if runner.is_root():
        return ()
    if runner.which("sudo") and runner.run(["sudo", "-n", "true"], seconds=10).ok:
        return ("sudo", "-n")
    return None
