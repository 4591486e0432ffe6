"""Finding a Chromium: the environment's word, Playwright's own download, then what the system has."""

from __future__ import annotations

import importlib.util
import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from qraudit.errors import EnvironmentNotReadyError
from qraudit.text import both

__all__ = ["Chromium", "ChromiumSource", "find_chromium", "playwright_browsers_dir"]

ChromiumSource = Literal["environment", "playwright", "chromium", "chrome", "edge"]

_LINUX_COMMANDS: tuple[tuple[ChromiumSource, str], ...] = (
    ("chromium", "chromium"),
    ("chromium", "chromium-browser"),
    ("chrome", "google-chrome-stable"),
    ("chrome", "google-chrome"),
    ("edge", "microsoft-edge-stable"),
    ("edge", "microsoft-edge"),
)
_MAC_BUNDLES: tuple[tuple[ChromiumSource, str], ...] = (
    ("chromium", "Chromium.app/Contents/MacOS/Chromium"),
    ("chrome", "Google Chrome.app/Contents/MacOS/Google Chrome"),
    ("edge", "Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
)
_WINDOWS_PROGRAMS: tuple[tuple[ChromiumSource, str], ...] = (
    ("chromium", "Chromium/Application/chrome.exe"),
    ("chrome", "Google/Chrome/Application/chrome.exe"),
    ("edge", "Microsoft/Edge/Application/msedge.exe"),
)
_PLAYWRIGHT_EXECUTABLES = (
    "chrome-*/chrome",
    "chrome-*/chrome.exe",
    "chrome-*/*.app/Contents/MacOS/*",
    "chrome-*/chrome-headless-shell",
    "chrome-*/chrome-headless-shell.exe",
    "chrome-*/headless_shell",
    "chrome-*/headless_shell.exe",
)
_VERSION = re.compile(r"\d+(?:\.\d+){3}")


@dataclass(frozen=True)
class Chromium:
    """A browser of the Chromium family on this machine."""

    path: Path
    source: ChromiumSource

    @cached_property
    def version(self) -> str:
        """Its version without opening a page; empty where it cannot be told."""
        return _bundle_version(self.path) or _folder_version(self.path) or _printed_version(self.path)


def find_chromium() -> Chromium | None:
    """The first Chromium found, or None.

    Raises:
        EnvironmentNotReadyError: QRAUDIT_CHROMIUM is set and names no program.

    """
    if named := os.environ.get("QRAUDIT_CHROMIUM"):
        return _from_environment(named)
    return next(_candidates(), None)


def playwright_browsers_dir() -> Path:
    """Where Playwright keeps the browsers that it downloads."""
    if chosen := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return _driver_package() / ".local-browsers" if chosen == "0" else Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "ms-playwright"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"


def _from_environment(named: str) -> Chromium:
    path = shutil.which(named)
    if path is None:
        raise EnvironmentNotReadyError(both("environment.chromium-named-missing", path=named))
    return Chromium(Path(path), "environment")


def _candidates() -> Iterator[Chromium]:
    for path in _downloaded():
        yield Chromium(path, "playwright")
    for source, path in _installed():
        if _is_program(path):
            yield Chromium(path, source)


def _downloaded() -> Iterator[Path]:
    """Playwright's own: only the revision that the installed Playwright was made for, and only a whole one."""
    folders = [playwright_browsers_dir() / name for name in _wanted_revisions()]
    for folder in folders:
        if not (folder / "INSTALLATION_COMPLETE").exists():
            continue
        for pattern in _PLAYWRIGHT_EXECUTABLES:
            yield from (path for path in sorted(folder.glob(pattern)) if _is_program(path))


def _wanted_revisions() -> list[str]:
    """Folder names such as `chromium-1255`: the full browser first, its reduced headless build second."""
    try:
        listed = json.loads((_driver_package() / "browsers.json").read_text(encoding="utf-8"))["browsers"]
    except (OSError, ValueError, KeyError):
        return []
    revisions = {one["name"]: one["revision"] for one in listed}
    names = [name for name in ("chromium", "chromium-headless-shell") if name in revisions]
    return [f"{name.replace('-', '_')}-{revisions[name]}" for name in names]


def _driver_package() -> Path:
    spec = importlib.util.find_spec("playwright")
    root = Path(spec.origin).parent if spec and spec.origin else Path()
    return root / "driver" / "package"


def _installed() -> Iterator[tuple[ChromiumSource, Path]]:
    if sys.platform == "win32":
        yield from _on_windows()
    elif sys.platform == "darwin":
        for root in (Path("/Applications"), Path.home() / "Applications"):
            yield from ((source, root / bundle) for source, bundle in _MAC_BUNDLES)
    for source, command in _LINUX_COMMANDS:
        if path := shutil.which(command):
            yield source, Path(path)


def _on_windows() -> Iterator[tuple[ChromiumSource, Path]]:
    variables = ("LOCALAPPDATA", "PROGRAMFILES", "PROGRAMFILES(X86)")
    roots = [Path(os.environ[name]) for name in variables if os.environ.get(name)]
    for source, program in _WINDOWS_PROGRAMS:
        yield from ((source, root / program) for root in roots)


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK) and not _is_snap_stub(path)


def _is_snap_stub(path: Path) -> bool:
    """Ubuntu's chromium-browser without its snap is a script that only says how to install it."""
    if sys.platform != "linux" or Path("/snap/bin/chromium").exists():
        return False
    with path.open("rb") as file:
        head = file.read(4096)
    return head.startswith(b"#!") and b"/snap/bin/chromium" in head


def _bundle_version(path: Path) -> str:
    information = path.parent.parent / "Info.plist"
    if sys.platform != "darwin" or not information.is_file():
        return ""
    with information.open("rb") as file:
        return str(plistlib.load(file).get("CFBundleShortVersionString", ""))


def _folder_version(path: Path) -> str:
    """On Windows a browser prints no version, but keeps its files in a folder of that name."""
    if sys.platform != "win32":
        return ""
    names = [folder.name for folder in path.parent.iterdir() if folder.is_dir() and _VERSION.fullmatch(folder.name)]
    return max(names, key=lambda name: [int(part) for part in name.split(".")], default="")


def _printed_version(path: Path) -> str:
    if sys.platform == "win32":
        return ""
    try:
        printed = subprocess.run(  # noqa: S603 - the program was found by us or named by the user
            [path, "--version"], capture_output=True, text=True, timeout=20, check=False, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.search(printed.stdout)
    return found.group() if found else ""
