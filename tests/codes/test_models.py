"""The files of the networks: pinned, optional, looked for in one place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qraudit.codes import models
from qraudit.errors import EnvironmentNotReadyError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(models.VARIABLE, str(tmp_path))
    models.find.cache_clear()
    yield tmp_path
    models.find.cache_clear()


def test_without_them_it_is_said_what_is_lost(folder: Path) -> None:
    text = models.lost()
    assert text is not None
    assert "detect.onnx" in text.en
    assert "qraudit setup --models" in text.zh


def test_an_altered_file_is_not_used(folder: Path) -> None:
    (folder / "detect.onnx").write_bytes(b"something else")
    assert models.find("detect") is None


def test_what_is_downloaded_must_be_what_it_should_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_fetched", lambda url: b"something else")
    with pytest.raises(EnvironmentNotReadyError, match=r"detect\.onnx"):
        models.download()
    assert not list(folder.iterdir())


def test_no_network_is_one_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(url: str) -> bytes:
        raise OSError("no route to host")

    monkeypatch.setattr(models, "_fetched", unreachable)
    with pytest.raises(EnvironmentNotReadyError, match="no route to host"):
        models.download()
