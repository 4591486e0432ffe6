"""The run folder while it is being written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

from qraudit.errors import RunError, UsageError
from qraudit.evidence.files import LOG, MANIFEST, REPORT, STAMP_FACTS, STAMP_TOKEN, SUMS, WALK, inside, write_whole
from qraudit.evidence.manifest import canonical, evidence_names, seal, write_manifest
from qraudit.evidence.masking import Masker
from qraudit.evidence.traces import TRACE, mask_trace
from qraudit.evidence.vocabulary import codes_of
from qraudit.models import Noun, Report, Snapshot, Stamp, Walk, now
from qraudit.text import both

__all__ = ["RunFolder", "attach"]

_Noun = TypeVar("_Noun", bound=Noun)
_NOT_SUFFIX = re.compile(r"[^a-z0-9-]+")


class RunFolder:
    """One audit's folder: filled step by step, closed by `finish`, after which nothing in it may change.

    `masker` is applied to everything written through this object; None keeps the raw values (`--keep-raw`).
    Whoever writes a file of its own into `path` (a trace, a video) does so before `finish`.
    """

    def __init__(self, path: Path, masker: Masker | None = None) -> None:
        self.path = path
        self.masker = masker
        self.digest: str | None = None

    @classmethod
    def create(cls, path: Path, masker: Masker | None = None) -> RunFolder:
        """Make the folder, which must not exist or be empty.

        Raises:
            UsageError: it holds something already, or cannot be written.

        """
        try:
            path.mkdir(parents=True, exist_ok=True)
            occupied = any(path.iterdir())
            if not occupied:
                (path / "steps").mkdir()
        except OSError as error:
            raise UsageError(both("evidence.error.create", path=path, why=error.strerror or error)) from error
        if occupied:
            raise UsageError(both("evidence.error.occupied", path=path))
        run = cls(path.resolve(), masker)
        run.log(f"qraudit run, started {now().isoformat(timespec='seconds')}")
        return run

    def screenshot_path(self, index: int, suffix: str = "") -> tuple[Path, str]:
        """Where a step's screenshot goes: the absolute path, and the name by which models refer to it."""
        return self.step_path(index, suffix, "png")

    def step_path(self, index: int, suffix: str, ending: str) -> tuple[Path, str]:
        """Where any file of a step goes, such as `steps/03-before.png`."""
        tail = _NOT_SUFFIX.sub("-", suffix.lower()).strip("-")[:40]
        name = f"steps/{index:02d}{'-' + tail if tail else ''}.{ending}"
        return inside(self.path, name), name

    def write_snapshot(self, index: int, snapshot: Snapshot, suffix: str = "") -> str:
        """Keep what a step's page looked like: its structure as JSON and its words as text."""
        _, name = self.step_path(index, suffix, "json")
        self._write_noun(name, snapshot)
        self.write_text(self.step_path(index, suffix, "txt")[1], snapshot.text)
        return name

    def write_text(self, name: str, text: str) -> str:
        """Keep a text, such as a step's DOM (`steps/00.dom.txt`: never as .html, which would run when opened)."""
        masked = self.masker.text(text) if self.masker else text
        write_whole(inside(self.path, name), masked.encode("utf-8", "replace"))
        return name

    def write_har(self, har: Path) -> str:
        """Take over the browser's HAR, masked; the raw file is kept only with `--keep-raw`."""
        try:
            data = har.read_bytes()
            write_whole(self.path / "network.har", self.masker.har(data) if self.masker else data)
            if har.resolve() != self.path / "network.har":
                har.unlink()
        except (OSError, ValueError) as error:
            har.unlink(missing_ok=True)
            raise RunError(both("evidence.error.har", path=har, why=error)) from error
        return "network.har"

    def log(self, line: str) -> None:
        """Add a line to the run's log, while the run is open."""
        if self.digest is not None:
            return
        masked = self.masker.text(line) if self.masker else line
        try:
            with (self.path / LOG).open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(f"{now().isoformat(timespec='milliseconds')} {' '.join(masked.splitlines())}\n")
        except OSError as error:
            raise RunError(both("evidence.error.write", path=self.path / LOG, why=error.strerror or error)) from error

    def finish(self, report: Report, walk: Walk) -> tuple[Report, Walk]:
        """Write report and walk, then hash everything and close the folder.

        What is returned is what was stored (masked): reports made from it are those that the folder gives later.
        """
        trace = self.path / TRACE
        if self.masker and trace.is_file() and not mask_trace(trace, self.masker):
            self.log("the trace could not be masked and was removed")
        stored = self._write_noun(REPORT, report), self._write_noun(WALK, walk)
        self.log("finished")
        self.digest = write_manifest(self.path, stored[0].tool, masked=self.masker is not None)
        seal(self.path)
        return stored

    def stamp(self, url: str) -> Stamp:
        """Have the finished run time-stamped (RFC 3161), before its report is rendered."""
        from qraudit.evidence.timestamp import stamp

        return stamp(self.path, url)

    def attach(self, name: str, data: bytes) -> Path:
        """Add what was made from the finished run (its HTML report, say), and renew the list of hashes."""
        return attach(self.path, name, data)

    def _write_noun(self, name: str, noun: _Noun) -> _Noun:
        tree = noun.model_dump(mode="json")
        masked = self.masker.tree(tree, codes_of(type(noun))) if self.masker else tree
        write_whole(inside(self.path, name), canonical(masked))
        return type(noun).model_validate(masked)


def attach(run: Path, name: str, data: bytes) -> Path:
    """Add a file to a finished run and renew the list of hashes; the evidence itself is never overwritten.

    Raises:
        UsageError: the name is that of a file of the evidence.

    """
    path = inside(run, name)
    if name in {MANIFEST, SUMS, STAMP_TOKEN, STAMP_FACTS, *evidence_names(run)}:
        raise UsageError(both("evidence.error.evidence", path=path))
    write_whole(path, data)
    seal(run)
    return path
