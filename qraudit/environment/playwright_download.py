"""Playwright's own Chromium: downloaded where its servers can be reached."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from queue import Empty, Queue

from qraudit.environment.distribution import package_rules
from qraudit.environment.runner import Ran, Runner

__all__ = ["COMMAND", "download_chromium", "reachable"]

COMMAND = "playwright install chromium"
_PROBE_SECONDS = 6.0
_DOWNLOAD_SECONDS = 900.0


def reachable() -> bool:
    """Whether any server of Playwright's answers within seconds: its installer tries for minutes."""
    own = os.environ.get("PLAYWRIGHT_DOWNLOAD_HOST")
    hosts = [own] if own else package_rules()["playwright_hosts"]
    answers: Queue[bool] = Queue()
    for host in hosts:
        threading.Thread(target=lambda host=host: answers.put(_answers(host)), daemon=True).start()
    end = time.monotonic() + _PROBE_SECONDS
    with contextlib.suppress(Empty):
        return any(answers.get(timeout=max(0, end - time.monotonic())) for _ in hosts)
    return False


def download_chromium(runner: Runner) -> Ran:
    """The full browser without its reduced headless twin, which qraudit does not use."""
    command = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    return runner.run(command, seconds=_DOWNLOAD_SECONDS)


def _answers(host: str) -> bool:
    request = urllib.request.Request(host, method="HEAD")  # noqa: S310 - an https address of ours or of the user's
    try:
        with urllib.request.urlopen(request, timeout=_PROBE_SECONDS):  # noqa: S310
            return True
    except urllib.error.HTTPError:
        return True  # any answer at all is one
    except (OSError, ValueError):
        return False
