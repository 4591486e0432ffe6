"""Every item is in exactly one state, whatever happens between two transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from qraudit.batch.folder import BatchFolder
from qraudit.batch.item import Item
from qraudit.batch.schema import MIGRATIONS, migrate
from qraudit.batch.store import Answer, Lease, Store
from qraudit.errors import RunError, UsageError

AUDIT = {"found": "{}", "payload": "https://a.example/", "kind": "web", "asked": "", "host": "a.example"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "batch.sqlite") as opened:
        yield opened


def taken_in(store: Store, count: int) -> list[int]:
    store.add(Item(origin=f"row:{n}", source=f"{n}.jpg", photo=Path(f"{n}.jpg")) for n in range(count))
    return [item.id for item in store.unread()]


def linked(store: Store, item: int, key: str) -> Lease:
    lease = store.link(item, key, AUDIT, {})
    assert lease is not None
    return lease


def answer(verdict: str = "clean", outcome: str = "completed", status: int = 0) -> Answer:
    return Answer("runs/1", "dine-in", outcome, "payment", verdict, status)


def test_what_came_in_is_taken_in_once(store: Store) -> None:
    taken_in(store, 3)
    taken_in(store, 5)
    assert store.states() == {"waiting": 5}


def test_one_audit_answers_for_every_photograph_of_its_code(store: Store) -> None:
    first, second, third = taken_in(store, 3)
    lease = store.begin(linked(store, first, "one"))
    assert store.link(second, "one", AUDIT, {}) is None
    store.finish(lease, answer())
    assert store.link(third, "one", AUDIT, {}) is None
    assert [row["verdict"] for row in store.results()] == ["clean"] * 3
    assert store.verdicts() == {"clean": 3}


def test_what_was_under_way_when_the_process_died_waits_again(tmp_path: Path) -> None:
    with Store(tmp_path / "batch.sqlite") as store:
        first, second, _ = taken_in(store, 3)
        store.begin(linked(store, first, "one"))
        store.finish(store.begin(linked(store, second, "two")), answer())
    with Store(tmp_path / "batch.sqlite") as store:
        assert store.states() == {"working": 1, "done": 1, "waiting": 1}
        assert store.recover() == 1
        assert store.states() == {"queued": 1, "done": 1, "waiting": 1}
        assert store.lost(1) == 0


def test_codes_that_lead_to_one_page_are_one_audit(store: Store) -> None:
    items = taken_in(store, 2)
    long, short = (store.begin(linked(store, item, str(item))) for item in items)
    assert store.claim(long.audit, "https://a.example/t/7") is None
    assert store.claim(short.audit, "https://a.example/t/7") == long.audit
    store.same(short, long.audit)
    assert store.states() == {"working": 2}
    store.finish(long, answer("violations", status=1))
    assert [(row["verdict"], row["run"]) for row in store.results()] == [("violations", "runs/1")] * 2


def test_another_scenario_at_the_same_page_is_another_audit(store: Store) -> None:
    first, second = taken_in(store, 2)
    store.claim(linked(store, first, "one").audit, "https://a.example/")
    other = store.link(second, "two", AUDIT | {"asked": "parking"}, {})
    assert other is not None
    assert store.claim(other.audit, "https://a.example/") is None


def test_only_what_may_have_passed_is_retried(store: Store) -> None:
    ends = [
        ("clean", "completed"),
        ("not-audited", "unreachable"),
        ("not-audited", "undecodable"),
        ("not-audited", "exhausted"),
    ]
    for item, (verdict, outcome) in zip(taken_in(store, 4), ends, strict=True):
        store.finish(store.begin(linked(store, item, str(item))), answer(verdict, outcome, 3))
    assert store.retry_failed() == 2
    assert [row["state"] for row in store.results()] == ["done", "queued", "done", "queued"]


def test_a_lost_browser_is_counted_an_interruption_is_not(store: Store) -> None:
    lease = store.begin(linked(store, taken_in(store, 1)[0], "one"))
    store.put_back(lease, "lost", "disconnected", "runs/1.attempt-1")
    store.put_back(store.begin(lease))
    assert store.lost(lease.audit) == 1
    assert store.begin(lease).attempt == 3


def test_a_store_of_another_version_is_brought_along_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "batch.sqlite"
    with Store(file) as store:
        taken_in(store, 2)
    db = sqlite3.connect(file, isolation_level=None)
    migrate(db, file, [*MIGRATIONS, "ALTER TABLE items ADD COLUMN colour TEXT;"])
    assert db.execute("SELECT COUNT(*), MAX(colour) FROM items").fetchone() == (2, None)
    db.close()
    with pytest.raises(RunError, match="version 2"):
        Store(file)


def test_what_is_no_store_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "batch.sqlite").write_bytes(b"no database at all, but some bytes" * 50)
    with pytest.raises(RunError, match=r"batch\.sqlite"):
        Store(tmp_path / "batch.sqlite")


def test_a_reader_sees_the_last_transaction_while_a_batch_is_at_work(tmp_path: Path) -> None:
    with Store(tmp_path / "batch.sqlite") as writer:
        taken_in(writer, 2)
        with Store(tmp_path / "batch.sqlite", read_only=True) as reader:
            assert reader.states() == {"waiting": 2}


def test_only_one_works_in_a_folder(tmp_path: Path) -> None:
    folder = BatchFolder(tmp_path / "out")
    with folder.locked(), pytest.raises(UsageError, match="Another qraudit"), folder.locked():
        pass
    with folder.locked():
        pass
