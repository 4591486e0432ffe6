"""Reading the photographs' codes, in processes beside the audits, and saying which code each item holds."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from qraudit.batch.store import Lease, Store, Unread
from qraudit.errors import UsageError
from qraudit.models import Bilingual, Photo, Target
from qraudit.targets import Found, find_target, found_in
from qraudit.text import both

__all__ = ["found_of", "read_items", "text_of"]

_STAND_IN = "photo"


@dataclass(frozen=True)
class _Read:
    item: Unread
    found: Found
    facts: dict[str, Any]


async def read_items(
    store: Store, *, workers: int, stopped: Callable[[], bool], told: Callable[[Lease | None], None]
) -> None:
    """Link every item to its code; `told` hears of each, with the audit to be done where the code is a new one.

    What is being read when `stopped` turns true is not believed: the interruption may have reached its process too.
    """
    unread = store.unread()
    for item in unread:
        if item.photo is None and not stopped():
            told(_link(store, _Read(item, _from_payload(item), {})))
    reading = _photographs([item for item in unread if item.photo is not None], workers)
    try:
        while (read := await asyncio.to_thread(next, reading, None)) is not None and not stopped():
            told(_link(store, read))
    finally:
        await asyncio.shield(asyncio.to_thread(reading.close))


def _photographs(items: list[Unread], workers: int) -> Any:
    """A generator, so that closing it ends the processes that read."""
    from qraudit.codes import read_photos

    def generate() -> Iterator[_Read]:
        photos = read_photos((item.photo for item in items if item.photo), workers=workers)
        for item, photo in zip(items, photos, strict=True):
            found = found_in(photo, item.source, item.photo or Path())
            yield _Read(item, found if photo.readable else _without_copy(found), _facts(photo))

    return generate()


def _without_copy(found: Found) -> Found:
    """What cannot be opened is not copied into a run folder either."""
    return Found(found.target, None, found.undecodable, found.reason)


def _facts(photo: Photo) -> dict[str, Any]:
    latitude, longitude = photo.position or (None, None)
    return {"taken": photo.taken, "latitude": latitude, "longitude": longitude, "sha256": photo.sha256}


def _from_payload(item: Unread) -> Found:
    try:
        return find_target(item.source, item.given)
    except UsageError as error:
        said = error.args[0] if item.given.strip() else both("batch.reason.no-source")
        reason = said if isinstance(said, Bilingual) else Bilingual(zh=str(said), en=str(said))
        return Found(Target(source=item.source), None, "unreadable", reason)


def _link(store: Store, read: _Read) -> Lease | None:
    target = read.found.target
    audit = {
        "found": text_of(read.found),
        "payload": target.payload,
        "kind": target.kind,
        "asked": read.item.scenario,
        "host": _host(target),
    }
    return store.link(read.item.id, _key(read), audit, read.facts)


def _key(read: _Read) -> str:
    """What makes two items one audit: the payload where there is one, else the very file."""
    target = read.found.target
    content = target.payload or f"{_STAND_IN}:{target.sha256 or read.item.photo or read.item.id}"
    return hashlib.sha256(f"{read.item.scenario}\0{content}".encode("utf-8", "surrogatepass")).hexdigest()


def _host(target: Target) -> str:
    return (urlsplit(target.payload).netloc.rpartition("@")[2].lower() or "?") if target.kind == "web" else ""


def text_of(found: Found) -> str:
    return json.dumps(
        {
            "target": found.target.model_dump(mode="json"),
            "photo": str(found.photo.resolve()) if found.photo else None,
            "undecodable": found.undecodable,
            "reason": found.reason.model_dump() if found.reason else None,
        },
        ensure_ascii=False,
    )


def found_of(text: str) -> Found:
    """The target that `text_of` had written down."""
    tree = json.loads(text)
    return Found(
        target=Target.model_validate(tree["target"]),
        photo=Path(tree["photo"]) if tree["photo"] else None,
        undecodable=tree["undecodable"],
        reason=Bilingual.model_validate(tree["reason"]) if tree["reason"] else None,
    )
