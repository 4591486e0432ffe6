"""Masking Playwright's trace: what was typed, and cookies and credentials, in all that it holds as text."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from qraudit.evidence.masking import Masker

__all__ = ["TRACE", "mask_trace"]

TRACE = "trace.zip"
_EVENTS = (".trace", ".network", ".stacks")
_PICTURES = (".jpeg", ".jpg", ".png", ".webp", ".gif", ".woff", ".woff2", ".mp4", ".webm")


def mask_trace(file: Path, masker: Masker) -> bool:
    """Mask a trace where it lies. One that cannot be masked is removed: nobody knows what it holds."""
    masked = file.with_suffix(".masked")
    try:
        with zipfile.ZipFile(file) as raw, zipfile.ZipFile(masked, "w", zipfile.ZIP_DEFLATED) as made:
            for member in raw.infolist():
                made.writestr(member, _member(member.filename, raw.read(member), masker))
        masked.replace(file)
    except (OSError, ValueError, zipfile.BadZipFile):
        masked.unlink(missing_ok=True)
        file.unlink(missing_ok=True)
        return False
    return True


def _member(name: str, data: bytes, masker: Masker) -> bytes:
    if name.endswith(_PICTURES):
        return data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data  # a picture or other binary: nothing typed stands in it as text
    if name.endswith(_EVENTS):
        return "\n".join(_event(line, masker) for line in text.split("\n")).encode()
    return masker.text(text).encode()


def _event(line: str, masker: Masker) -> str:
    """One line of JSON; an exchange with a server is an entry as in a HAR."""
    if not line.strip():
        return line
    event: Any = json.loads(line)
    if isinstance(event, dict) and isinstance(entry := event.get("snapshot"), dict):
        masker.exchange(entry)
    return json.dumps(masker.tree(event), ensure_ascii=False)
