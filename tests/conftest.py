"""A way to call the command line as a user would, without a new process each time."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import settings

from qraudit.cli import main

settings.register_profile("qraudit", deadline=None)
settings.load_profile("qraudit")  # how long an example takes tells of what else the machine does


@dataclass
class Answer:
    status: int
    out: str
    err: str


Call = Callable[..., Answer]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run `qraudit` in English and collect what it says; `lang="zh"` for Chinese, `stdin` for what is piped in."""

    def run(*arguments: object, lang: str = "en", stdin: str = "") -> Answer:
        monkeypatch.setenv("QRAUDIT_LANG", lang)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Answer(int(end.value.code or 0), said.out, said.err)

    return run
