"""From what a user names (a photograph, an address, a payload) to the target of an audit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qraudit.errors import UsageError
from qraudit.models import Bilingual, Photo, Target
from qraudit.text import both

__all__ = ["STDIN", "Found", "find_target", "found_in", "is_address"]

STDIN = "-"

_LONGEST_PAYLOAD = 8192
"""The largest QR code holds 7,089 digits."""
_LONGEST_SHOWN = 200


@dataclass(frozen=True)
class Found:
    """A target, the photograph it was read from, and why no code was read where none was."""

    target: Target
    photo: Path | None = None
    undecodable: str | None = None
    reason: Bilingual | None = None


def is_address(source: str) -> bool:
    """Whether a source is a web address rather than a file's name."""
    return source.lower().startswith(("http://", "https://"))


def find_target(source: str, payload: str | None = None) -> Found:
    """The target that `source` names; `payload` is what it says where that is known (standard input).

    Raises:
        UsageError: there is no such file, it is no picture, or the payload is empty or too long.

    """
    if payload is not None or is_address(source):
        return Found(_from_payload(source, source if payload is None else payload))
    if not source.strip():
        raise UsageError(both("cli.error.empty-target"))
    file = Path(source)
    if not _is_there(file):
        raise UsageError(both("cli.error.no-such-photo", file=_short(source)))
    if file.is_dir():
        raise UsageError(both("cli.error.folder-given", file=source))
    return _from_photo(source, file)


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except (OSError, ValueError):  # no name that a file can have: too long, for instance
        return False


def _short(source: str) -> str:
    return source if len(source) <= _LONGEST_SHOWN else f"{source[:_LONGEST_SHOWN]}…"


def _from_payload(source: str, payload: str) -> Target:
    from qraudit.codes import classify

    text = payload.strip()
    if not text:
        raise UsageError(both("cli.error.empty-payload"))
    if len(text) > _LONGEST_PAYLOAD:
        raise UsageError(both("cli.error.long-payload", limit=_LONGEST_PAYLOAD))
    code = classify(text)
    return Target(source=source, payload=code.payload, kind=code.kind, code=code)


def _from_photo(source: str, file: Path) -> Found:
    from qraudit.codes import read_photo

    photo = read_photo(file)
    if not photo.readable:
        raise UsageError(both("cli.error.unreadable", file=source, detail=photo.reason or "-"))
    return found_in(photo, source, file)


def found_in(photo: Photo, source: str, file: Path) -> Found:
    """The target in a photograph that has been read already, or why there is none."""
    from qraudit.codes import choose

    code = choose(photo) if photo.readable else None
    if code is None:
        target = Target(source=source, sha256=photo.sha256, other_codes=photo.codes)
        return Found(target, file, photo.reason_id or "no-code", photo.reason)
    others = [one for one in photo.codes if one is not code]
    return Found(
        Target(source=source, sha256=photo.sha256, payload=code.payload, kind=code.kind, code=code, other_codes=others),
        file,
    )
