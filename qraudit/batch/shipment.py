"""An audit on its way to another machine and back: everything it needs goes with it, everything it made comes back."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from qraudit.batch.reading import found_of, text_of
from qraudit.batch.store import Answer
from qraudit.options import AuditOptions

if TYPE_CHECKING:
    from qraudit.batch.auditing import Assignment
    from qraudit.terms import Terms

__all__ = ["Delivery", "Shipment", "packed", "put_in_place", "shipment_of", "unpacked"]

_FILES = ("identity", "storage_state", "flow")
_MOST_UNPACKED = 2 << 30


@dataclass(frozen=True)
class Shipment:
    """What a worker is sent: no path of the sender's machine is of any use to it, so contents go along."""

    found: str
    asked: str
    run: str
    photo: bytes | None
    options: str
    files: Mapping[str, bytes]
    """Relative names to contents: `rules-0/…`, `identity.yaml` …"""
    rest: Any
    """What has no file: the waivers, the settings of rules and what a baseline knew, as they are."""
    alone: bool
    publish: str | None
    """Where the run folder goes (an fsspec address); None where it comes back with the delivery."""


@dataclass(frozen=True)
class Delivery:
    """What comes back. `same` is the number of the audit that was at the page first, where there was one."""

    answer: Answer | None
    failure: str | None
    same: int | None
    landing: str | None
    run: bytes | None
    thumbnail: bytes | None


def shipment_of(work: Assignment, terms: Terms, *, alone: bool, publish: str | None) -> Shipment:
    """Pack an assignment."""
    options, files = _options(terms.options)
    photo = work.found.photo
    return Shipment(
        found=text_of(work.found),
        asked=work.asked,
        run=f"{work.out.parent.name}/{work.out.name}",
        photo=photo.read_bytes() if photo else None,
        options=options,
        files=files,
        rest=(terms.waivers, terms.settings, terms.known),
        alone=alone,
        publish=publish,
    )


def _options(options: AuditOptions) -> tuple[str, dict[str, bytes]]:
    """The options with their files by names that hold everywhere, and those files."""
    files: dict[str, bytes] = {}
    changed: dict[str, Any] = {"out": None, "waivers": None, "baseline": None, "format": [], "rules": []}
    for number, folder in enumerate(options.rules):
        inside = sorted(folder.rglob("*.y*ml")) if folder.is_dir() else [folder]
        base = folder if folder.is_dir() else folder.parent
        files |= {f"rules-{number}/{one.relative_to(base).as_posix()}": one.read_bytes() for one in inside}
        changed["rules"].append(Path(f"rules-{number}"))
    for name in _FILES:
        file = getattr(options, name)
        if file is not None:
            changed[name] = Path(f"{name}{file.suffix}")
            files[str(changed[name])] = file.read_bytes()
    return options.model_copy(update=changed).model_dump_json(), files


def unpacked(shipment: Shipment, folder: Path) -> tuple[Any, Terms]:
    """The target (with its photograph in `folder`) and the terms, on the machine that does the audit."""
    from qraudit.terms import terms_of

    for name, content in shipment.files.items():
        file = folder / _inside(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    options = AuditOptions.model_validate_json(shipment.options)
    places = {name: folder / getattr(options, name) for name in _FILES if getattr(options, name) is not None}
    rules = [folder / one for one in options.rules]
    waivers, settings, known = shipment.rest
    terms = terms_of(options.model_copy(update={**places, "rules": rules}), waivers, settings)
    return _found(shipment, folder), replace(terms, known=known)


def _found(shipment: Shipment, folder: Path) -> Any:
    tree = json.loads(shipment.found)
    if shipment.photo is not None:
        photo = folder / f"photo{PurePosixPath(tree['photo'].replace(chr(92), '/')).suffix}"
        photo.write_bytes(shipment.photo)
        tree["photo"] = str(photo)
    return found_of(json.dumps(tree))


def packed(folder: Path) -> bytes:
    """A run folder as one archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not file.is_symlink():
                archive.write(file, file.relative_to(folder).as_posix())
    return stream.getvalue()


def put_in_place(archive: bytes, folder: Path) -> None:
    """A run folder out of its archive; nothing in it may lead out of the folder."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        if sum(entry.file_size for entry in opened.infolist()) > _MOST_UNPACKED:
            raise ValueError("archive too large")
        for entry in opened.infolist():
            file = folder / _inside(entry.filename)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(opened.read(entry))


def _inside(name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith("/") or ":" in name or "\\" in name:
        raise ValueError(f"not a name inside: {name[:100]!r}")
    return Path(*parts)
