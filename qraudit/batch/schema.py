"""The store's tables, and how a store of an earlier version becomes one of this."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from qraudit.errors import RunError
from qraudit.text import both

__all__ = ["MIGRATIONS", "migrate"]

_FIRST = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE audits (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- the payload (or, where there is none, the photograph) and the scenario given
    found TEXT NOT NULL,                -- the target, as JSON
    payload TEXT NOT NULL,
    kind TEXT NOT NULL,
    asked TEXT NOT NULL,                -- the scenario given, or nothing
    host TEXT NOT NULL,                 -- whose patience is used; nothing where no page is opened
    state TEXT NOT NULL CHECK (state IN ('queued', 'working', 'done', 'failed', 'same')),
    same_as INTEGER REFERENCES audits (id),
    landing TEXT,
    run TEXT,
    scenario TEXT,
    outcome TEXT,
    reached TEXT NOT NULL DEFAULT 'none',
    verdict TEXT NOT NULL DEFAULT 'not-audited',
    status INTEGER,
    reason TEXT,                        -- in both languages, as JSON
    findings TEXT NOT NULL DEFAULT '[]',
    seconds REAL,
    finished TEXT,
    CHECK ((state = 'same') = (same_as IS NOT NULL)),
    CHECK (state NOT IN ('done', 'failed') OR outcome IS NOT NULL)
);
CREATE INDEX audits_by_state ON audits (state);
CREATE UNIQUE INDEX audits_by_landing ON audits (landing, asked) WHERE landing IS NOT NULL AND state <> 'same';

CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    origin TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    photo TEXT,
    given TEXT,                         -- the payload, where no photograph has to be read for it
    merchant TEXT NOT NULL,
    place TEXT NOT NULL,
    scenario TEXT NOT NULL,
    note TEXT NOT NULL,
    taken TEXT,
    latitude REAL,
    longitude REAL,
    sha256 TEXT,
    audit INTEGER REFERENCES audits (id)
);
CREATE INDEX items_by_audit ON items (audit);

CREATE TABLE attempts (
    audit INTEGER NOT NULL REFERENCES audits (id),
    number INTEGER NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    result TEXT NOT NULL DEFAULT 'under-way',
    run TEXT,
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (audit, number)
) WITHOUT ROWID;

-- What could not be audited for a reason that may have passed.
CREATE VIEW retriable AS
SELECT id FROM audits WHERE state = 'failed' OR (state = 'done' AND outcome IN ('unreachable', 'exhausted'));

-- Where every item is: not read yet, or in the state of the audit that answers for it. Never in two, never in none.
CREATE VIEW results AS
SELECT items.id, items.source, items.photo, items.merchant, items.place, items.note, items.taken, items.latitude,
       items.longitude, items.sha256, items.scenario AS asked,
       COALESCE(own.payload, '') AS payload, COALESCE(own.kind, 'other') AS kind,
       COALESCE(answer.state, 'waiting') AS state, answer.id AS audit,
       answer.scenario, answer.outcome, COALESCE(answer.reached, 'none') AS reached,
       COALESCE(answer.verdict, 'not-audited') AS verdict, answer.status, answer.reason, answer.run,
       COALESCE(answer.findings, '[]') AS findings, answer.seconds, answer.finished, answer.landing
FROM items
LEFT JOIN audits AS own ON own.id = items.audit
LEFT JOIN audits AS answer ON answer.id = COALESCE(own.same_as, own.id);
"""

MIGRATIONS: Sequence[str] = (_FIRST,)
"""Each takes a store from one version to the next; none is ever changed once it was released."""


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Bring a store to this version, each step in one piece.

    Raises:
        RunError: a later version of qraudit wrote it.

    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(migrations):
        raise RunError(both("batch.error.newer", path=path, version=version, known=len(migrations)))
    for number, script in enumerate(migrations[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
