"""A shell completes commands, options and values, also of commands that are loaded only when they are called."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def completed(words: str) -> list[str]:
    asked = {"_QRAUDIT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    command = [sys.executable, "-c", "from qraudit.cli import main; main()"]
    done = subprocess.run(command, env=os.environ | asked, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("qraudit comp", ["complaint"]),
        ("qraudit audit --dev", ["--device"]),
        ("qraudit audit --device wechat-", ["wechat-android", "wechat-ios", "wechat-harmony"]),
        ("qraudit rules sh", ["show"]),
    ],
)
def test_what_was_begun_is_completed(words: str, offered: list[str]) -> None:
    assert completed(words) == offered
