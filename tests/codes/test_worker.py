"""Native code that crashes or hangs costs one attempt, and no picture costs a process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from qraudit.codes import photo as reading
from qraudit.codes import read_photos
from qraudit.codes.worker import client
from qraudit.codes.worker.client import Worker
from tests.photographs import take


def test_a_crash_and_a_hang_cost_one_attempt_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client._SILENCE_SECONDS, "normal", 3.0)
    blank = tmp_path / "blank.png"
    Image.linear_gradient("L").resize((300, 300)).save(blank)
    with Worker("tests.codes.faulty_worker") as worker:
        answer = worker.read_file(blank, "normal")
    assert answer.lost == ["1:zxing/equalised", "1:zxing/levelled"]
    assert "1:zxing/median" in answer.tried
    assert answer.why_nothing == "no-code"


def test_a_worker_lives_on_from_picture_to_picture(tmp_path: Path) -> None:
    started: list[int] = []
    files = []
    for seed in range(4):
        file = tmp_path / f"{seed}.jpg"
        file.write_bytes(take(seed, 1, size=(500, 500), says=[f"table {seed}"]).data)
        files.append(file)
    with Worker() as worker:
        for file in files:
            worker.read_file(file, "normal")
            assert worker._process is not None
            started.append(worker._process.pid)
    assert len(set(started)) == 1


def test_pictures_come_back_in_the_order_given(tmp_path: Path) -> None:
    files = []
    for seed in (3, 1, 2, 0, 5, 4, 7, 6):
        file = tmp_path / f"{seed}.jpg"
        file.write_bytes(take(seed, 1, size=(400, 400), says=[f"table {seed}"]).data if seed != 2 else b"no picture")
        files.append(file)
    photos = list(read_photos(files, workers=2))
    assert [Path(photo.source) for photo in photos] == files
    assert [photo.codes[0].payload for photo in photos if photo.codes] == [
        f"table {file.stem}" for file in files if file.stem != "2"
    ]


def test_leaving_early_leaves_no_process_behind(tmp_path: Path) -> None:
    file = tmp_path / "one.jpg"
    file.write_bytes(take(1, 1, size=(400, 400)).data)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = set(children.read_text(encoding="ascii").split()) if children.exists() else set()
    photos = read_photos([file] * 20, workers=2)
    next(photos)
    photos.close()  # type: ignore[attr-defined]
    if children.exists():
        shared = reading._shared._process
        kept = before | ({str(shared.pid)} if shared is not None else set())
        assert set(children.read_text(encoding="ascii").split()) <= kept
