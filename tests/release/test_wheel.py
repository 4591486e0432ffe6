"""The wheel alone: everything that the program needs is in it, and the demonstration runs from it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import qraudit
from tests.photographed_port import photographed_port
from tests.reference import ROOT

DATA = ("rules", "samples")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel is an archive that Python can run from."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("qraudit-*.whl")
    assert wheel.name.startswith(f"qraudit-{qraudit.__version__}-py3-none-any")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def run(unpacked: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    alone = os.environ | {"PYTHONPATH": str(unpacked), "QRAUDIT_LANG": "en", "PYTHONUTF8": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=alone, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_every_file_of_the_program_and_its_data_is_in_it(unpacked: Path) -> None:
    listed = ["git", "-C", str(ROOT), "ls-files", "-z", "qraudit", *DATA]
    tracked = subprocess.run(listed, capture_output=True, encoding="utf-8", check=False).stdout.split("\0")
    if not any(tracked):
        pytest.skip("no git checkout")
    wanted = {f"qraudit/_bundled/{name}" if name.startswith(DATA) else name for name in tracked if name}
    there = {file.relative_to(unpacked).as_posix() for file in unpacked.rglob("*") if file.is_file()}
    assert {name for name in wanted if (ROOT / name.removeprefix("qraudit/_bundled/")).is_file()} <= there


def test_it_is_what_runs_and_it_finds_its_own_rules(unpacked: Path, tmp_path: Path) -> None:
    where = run(unpacked, tmp_path, "-c", "import qraudit.resources as it; print(it.rules_dir(), it.samples_dir())")
    assert where.stdout.split() == [str(unpacked / "qraudit" / "_bundled" / name) for name in DATA]


@pytest.mark.browser
def test_the_demonstration_runs_from_it(unpacked: Path, tmp_path: Path) -> None:
    with photographed_port():
        ended = run(unpacked, tmp_path, "-m", "qraudit", "demo", "--out", "run")
    assert ended.returncode == 0, ended.stderr
    assert "follow-wall" in ended.stdout
    assert str(tmp_path / "run" / "report.html") in ended.stdout
    assert (tmp_path / "run" / "report.html").is_file()


def test_the_version_stands_in_one_place() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert not re.search(r"^version\s*=", project, re.MULTILINE)
    assert 'dynamic = ["version"]' in project
