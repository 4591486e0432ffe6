"""Whatever is changed in a closed run, `verify` names it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from qraudit.errors import RunError
from qraudit.evidence import attach, verify
from tests.report.sample_run import sample_run


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = sample_run(tmp_path_factory.mktemp("closed") / "run")
    run.attach("report.html", b"<!doctype html>")
    return run.path


@pytest.fixture
def run(closed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(closed, tmp_path / "run"))


def test_an_untouched_run_is_intact(run: Path) -> None:
    found = verify(run)

    assert found.intact
    assert found.checked == len([path for path in run.rglob("*") if path.is_file()]) - 1
    assert found.manifest is not None


def test_one_changed_bit_of_any_file_is_named(run: Path) -> None:
    for path in [path for path in run.rglob("*") if path.is_file()]:
        original = path.read_bytes()
        for place in (0, len(original) // 2, len(original) - 1):
            changed = bytearray(original)
            changed[place] ^= 1
            path.write_bytes(changed)
            found = verify(run)
            assert (found.altered, found.missing, found.added) == ([path.relative_to(run).as_posix()], [], [])
            assert not found.intact
        path.write_bytes(original)
    assert verify(run).intact


def test_what_is_missing_and_what_was_added_are_named(run: Path) -> None:
    (run / "steps" / "01.png").unlink()
    (run / "steps" / "99.png").write_bytes(b"")

    found = verify(run)

    assert (found.altered, found.missing, found.added) == ([], ["steps/01.png"], ["steps/99.png"])


def test_a_rewritten_list_of_hashes_does_not_hide_changed_evidence(run: Path) -> None:
    (run / "walk.json").write_bytes(b"{}")
    attach(run, "note.txt", b"")  # renews SHA256SUMS over the altered file

    assert verify(run).altered == ["walk.json"]


def test_a_link_is_no_evidence(run: Path, tmp_path: Path) -> None:
    picture = run / "steps" / "00.png"
    picture.rename(tmp_path / "00.png")
    picture.symlink_to(tmp_path / "00.png")

    assert verify(run).altered == ["steps/00.png"]


def test_a_manifest_that_leads_out_of_the_folder_is_refused(run: Path) -> None:
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][0]["path"] = "../../etc/passwd"
    (run / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (run / "SHA256SUMS").unlink()

    with pytest.raises(RunError):
        verify(run)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_plain_sha256sum_reads_the_list(run: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=run, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
