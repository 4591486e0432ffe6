"""The store: one SQLite file, in which every item is in exactly one state at every moment.

Plain sqlite3, not an object mapper: there are three tables and some twenty statements, each of which is one
transaction whose text is the proof of what it does; a mapper would hide just that, and cost 0.3 s at each start.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from qraudit.batch.item import Item
from qraudit.batch.schema import migrate
from qraudit.errors import RunError
from qraudit.models import now
from qraudit.text import both

__all__ = ["Answer", "Lease", "Store", "Unread"]


@dataclass(frozen=True)
class Unread:
    """An item whose code is not known yet."""

    id: int
    source: str
    photo: Path | None
    given: str
    scenario: str


@dataclass(frozen=True)
class Lease:
    """An audit to be done; `attempt` counts from 1."""

    audit: int
    host: str
    found: str
    asked: str
    attempt: int = 0


@dataclass(frozen=True)
class Answer:
    """What an audit came to."""

    run: str
    scenario: str | None
    outcome: str
    reached: str
    verdict: str
    status: int
    reason: Mapping[str, str] | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0


class Store:
    """One batch's state. Used by one thread; readers of other processes see the last transaction."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        try:
            self._db = _connect(path, read_only=read_only)
            if not read_only:
                migrate(self._db, path)
        except sqlite3.Error as error:
            raise RunError(both("batch.error.store", path=path, detail=error)) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file up; what was committed is in it."""
        self._db.close()

    # -- what came in

    def add(self, items: Iterable[Item]) -> int:
        """Take items in; one that is here already (by its origin) is not taken twice. How many were new."""
        with self._transaction() as db:
            before = db.total_changes
            db.executemany(
                "INSERT INTO items (origin, source, photo, given, merchant, place, scenario, note)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (origin) DO NOTHING",
                (
                    (
                        *(one.origin, one.source, str(one.photo.resolve()) if one.photo else None, one.payload),
                        *(one.merchant, one.place, one.scenario, one.note),
                    )
                    for one in items
                ),
            )
            return db.total_changes - before

    def unread(self) -> list[Unread]:
        """The items whose code is not known yet, in order."""
        rows = self._db.execute("SELECT id, source, photo, given, scenario FROM items WHERE audit IS NULL ORDER BY id")
        return [
            Unread(number, source, Path(photo) if photo else None, given or "", asked)
            for number, source, photo, given, asked in rows
        ]

    def link(self, item: int, key: str, audit: Mapping[str, str], facts: Mapping[str, Any]) -> Lease | None:
        """Say which code an item holds; the audit to be queued where it is the first with that code."""
        with self._transaction() as db:
            known = db.execute("SELECT id FROM audits WHERE key = ?", (key,)).fetchone()
            number = known[0] if known else self._new_audit(key, audit)
            db.execute(
                "UPDATE items SET audit = ?, taken = ?, latitude = ?, longitude = ?, sha256 = ? WHERE id = ?",
                (number, *(facts.get(name) for name in ("taken", "latitude", "longitude", "sha256")), item),
            )
        return None if known else Lease(number, audit["host"], audit["found"], audit["asked"])

    def _new_audit(self, key: str, audit: Mapping[str, str]) -> int:
        names = ("found", "payload", "kind", "asked", "host")
        made = self._db.execute(
            "INSERT INTO audits (key, state, found, payload, kind, asked, host) VALUES (?, 'queued', ?, ?, ?, ?, ?)",
            (key, *(audit[name] for name in names)),
        )
        return int(made.lastrowid or 0)

    # -- what is done

    def recover(self) -> int:
        """Queue again what was under way when an earlier process ended; how many."""
        with self._transaction() as db:
            db.execute("UPDATE attempts SET result = 'interrupted' WHERE result = 'under-way'")
            changed = db.execute("UPDATE audits SET state = 'queued' WHERE state = 'working'")
            return changed.rowcount

    def retry_failed(self) -> int:
        """Queue again what could not be audited for a reason that may have passed; how many."""
        with self._transaction() as db:
            db.execute("UPDATE attempts SET result = 'given-up' WHERE audit IN (SELECT id FROM retriable)")
            changed = db.execute(
                "UPDATE audits SET state = 'queued', landing = NULL, run = NULL, outcome = NULL, reached = 'none',"
                " verdict = 'not-audited', status = NULL, reason = NULL, findings = '[]'"
                " WHERE id IN (SELECT id FROM retriable)"
            )
            return changed.rowcount

    def queued(self) -> list[Lease]:
        """Every audit that waits to be done, in order."""
        rows = self._db.execute("SELECT id, host, found, asked FROM audits WHERE state = 'queued' ORDER BY id")
        return [Lease(*row) for row in rows]

    def begin(self, lease: Lease) -> Lease:
        """An audit is under way from now on."""
        with self._transaction() as db:
            last = db.execute("SELECT MAX(number) FROM attempts WHERE audit = ?", (lease.audit,)).fetchone()[0]
            number = (last or 0) + 1
            db.execute("UPDATE audits SET state = 'working' WHERE id = ?", (lease.audit,))
            db.execute(
                "INSERT INTO attempts (audit, number, started) VALUES (?, ?, ?)",
                (lease.audit, number, now().isoformat(timespec="milliseconds")),
            )
        return Lease(lease.audit, lease.host, lease.found, lease.asked, number)

    def put_back(self, lease: Lease, result: str = "interrupted", detail: str = "", run: str | None = None) -> None:
        """An attempt came to nothing; the audit waits again."""
        with self._transaction() as db:
            self._end_attempt(lease, result, detail, run)
            db.execute("UPDATE audits SET state = 'queued', landing = NULL WHERE id = ?", (lease.audit,))

    def lost(self, audit: int) -> int:
        """How many of an audit's attempts came to nothing through no fault of the page."""
        found = self._db.execute("SELECT COUNT(*) FROM attempts WHERE audit = ? AND result = 'lost'", (audit,))
        return int(found.fetchone()[0])

    def claim(self, audit: int, landing: str) -> int | None:
        """An audit has come to a page: None where it is the first there, else the audit that was."""
        with self._transaction() as db:
            asked = db.execute("SELECT asked FROM audits WHERE id = ?", (audit,)).fetchone()[0]
            first = db.execute(
                "SELECT id FROM audits WHERE landing = ? AND asked = ? AND state <> 'same' AND id <> ?",
                (landing, asked, audit),
            ).fetchone()
            if first is None:
                db.execute("UPDATE audits SET landing = ? WHERE id = ?", (landing, audit))
            return int(first[0]) if first else None

    def same(self, lease: Lease, other: int) -> None:
        """An audit leads where another one does, which answers for both."""
        with self._transaction() as db:
            self._end_attempt(lease, "same", "", None)
            db.execute(
                "UPDATE audits SET state = 'same', same_as = ?, landing = NULL WHERE id = ?", (other, lease.audit)
            )
            db.execute("UPDATE audits SET same_as = ? WHERE same_as = ?", (other, lease.audit))

    def finish(self, lease: Lease, answer: Answer, *, failed: bool = False) -> None:
        """An audit is done; `failed` where the tool failed at it rather than the page."""
        with self._transaction() as db:
            self._end_attempt(lease, "lost" if failed else "done", "", answer.run)
            db.execute(
                "UPDATE audits SET state = ?, run = ?, scenario = ?, outcome = ?, reached = ?, verdict = ?, status = ?,"
                " reason = ?, findings = ?, seconds = ?, finished = ? WHERE id = ?",
                (
                    "failed" if failed else "done",
                    *(answer.run, answer.scenario, answer.outcome, answer.reached, answer.verdict, answer.status),
                    json.dumps(answer.reason, ensure_ascii=False) if answer.reason else None,
                    json.dumps(answer.findings, ensure_ascii=False),
                    answer.seconds,
                    now().isoformat(timespec="seconds"),
                    lease.audit,
                ),
            )

    def _end_attempt(self, lease: Lease, result: str, detail: str, run: str | None) -> None:
        self._db.execute(
            "UPDATE attempts SET finished = ?, result = ?, detail = ?, run = ? WHERE audit = ? AND number = ?",
            (now().isoformat(timespec="milliseconds"), result, detail[:500], run, lease.audit, lease.attempt),
        )

    # -- what is known

    def results(self) -> Iterator[dict[str, Any]]:
        """One row for each item, in the order in which they came in."""
        cursor = self._db.execute("SELECT * FROM results ORDER BY id")
        names = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(names, values, strict=True))
            row["findings"] = json.loads(row["findings"])
            row["reason"] = json.loads(row["reason"]) if row["reason"] else None
            yield row

    def states(self) -> dict[str, int]:
        """How many items are in each state."""
        return dict(self._db.execute("SELECT state, COUNT(*) FROM results GROUP BY state").fetchall())

    def verdicts(self) -> dict[str, int]:
        """How many finished items have each verdict."""
        rows = self._db.execute(
            "SELECT verdict, COUNT(*) FROM results WHERE state IN ('done', 'failed') GROUP BY verdict"
        )
        return dict(rows.fetchall())

    def statuses(self) -> set[int]:
        """The exit statuses of what is done."""
        rows = self._db.execute("SELECT DISTINCT status FROM results WHERE status IS NOT NULL")
        return {status for (status,) in rows}

    def note(self, **facts: str) -> None:
        """Keep facts about the whole batch."""
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    def fact(self, name: str) -> str | None:
        """A fact about the whole batch."""
        found = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    if read_only:
        return _reader(path)
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")  # readers are never in the way
    connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last audit, never the store
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _reader(path: Path) -> sqlite3.Connection:
    """Also where nothing can be written beside the file, such as on a write-protected disk."""
    address = f"file:{quote(path.absolute().as_posix())}?mode=ro"
    connection = sqlite3.connect(address, uri=True, timeout=30)
    try:
        connection.execute("SELECT 1 FROM items LIMIT 1")
    except sqlite3.OperationalError:
        connection.close()
        return sqlite3.connect(f"{address}&immutable=1", uri=True)
    return connection
