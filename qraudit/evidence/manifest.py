"""manifest.json (the evidence, closed once) and SHA256SUMS (everything, renewed when a rendering is added)."""

from __future__ import annotations

import hashlib
import json
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from qraudit.evidence.files import MANIFEST, SUMS, digest_of, files_in, record_of, write_whole
from qraudit.models import Clock, Host, Manifest, Tool, now

__all__ = ["canonical", "evidence_names", "read_sums", "seal", "sums_text", "write_manifest"]

_LINUX_CLOCK = Path("/run/systemd/timesync/synchronized")


def canonical(tree: Any) -> bytes:
    """The one way in which a run's JSON is written, so that any change of a byte shows."""
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def write_manifest(run: Path, tool: Tool, *, masked: bool) -> str:
    """Hash every file of the run and write the manifest; its own SHA-256 is the run's digest."""
    manifest = Manifest(
        made=now(),
        tool=tool,
        host=_host(),
        clock=_clock(),
        masked=masked,
        files=[record_of(run, name) for name in files_in(run) if name not in {MANIFEST, SUMS}],
    )
    data = canonical(manifest.model_dump(mode="json"))
    write_whole(run / MANIFEST, data)
    return hashlib.sha256(data).hexdigest()


def evidence_names(run: Path) -> frozenset[str]:
    """The names that a run's manifest holds; empty where there is none that can be read."""
    try:
        manifest = Manifest.model_validate_json((run / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        return frozenset()
    return frozenset(record.path for record in manifest.files)


def seal(run: Path) -> None:
    """Write SHA256SUMS, which `sha256sum -c` reads; its first line is the hash of the lines that follow."""
    lines = [f"{digest_of(run / name)}  {name}\n" for name in files_in(run) if name != SUMS]
    write_whole(run / SUMS, sums_text(lines).encode())


def sums_text(lines: list[str]) -> str:
    """The lines of SHA256SUMS under the comment that protects them."""
    body = "".join(lines)
    return f"# {hashlib.sha256(body.encode()).hexdigest()}\n{body}"


def read_sums(text: str) -> dict[str, str] | None:
    """Name to hash, or None where the list itself was altered."""
    lines = text.splitlines(keepends=True)[1:]
    if sums_text(lines) != text:
        return None
    return {line[66:].rstrip("\n"): line[:64] for line in lines}


def _host() -> Host:
    try:
        playwright = version("playwright")
    except PackageNotFoundError:
        playwright = ""
    return Host(
        system=f"{platform.system()} {platform.release()}",
        machine=platform.machine(),
        python=platform.python_version(),
        playwright=playwright,
    )


def _clock() -> Clock:
    here = now()
    synchronised = _LINUX_CLOCK.exists() if _LINUX_CLOCK.parent.is_dir() else None
    return Clock(
        source="system clock",
        zone=here.tzname() or time.tzname[0],
        offset=here.isoformat()[-6:],
        synchronised=synchronised,
    )
