"""What the score counts: violations by merchant, rule and, where it counts, subject."""

from __future__ import annotations

import socket

import pytest

from qraudit.errors import UsageError
from qraudit.samples import load_samples
from qraudit.samples.score import Score, compare, photographed
from qraudit.samples.server import PHOTOGRAPHED_PORT


def report(
    *violations: tuple[str, str | None], reached: str = "payment", outcome: str = "completed"
) -> dict[str, object]:
    findings = [{"rule": rule, "subject": subject, "outcome": "violation"} for rule, subject in violations]
    return {"findings": findings, "reached": reached, "outcome": outcome}


BEIYU = load_samples(["beiyu"])[0]
RIGHT = report(("ad-close-fake", None), ("data-required", "phone"))


def test_the_truth_itself_is_right() -> None:
    outcome = compare(BEIYU, RIGHT)
    assert outcome.right
    assert Score([outcome]).f1 == 1


def test_another_subject_is_another_finding_where_it_counts() -> None:
    outcome = compare(BEIYU, report(("ad-close-fake", "anything"), ("data-required", "name")))
    assert (outcome.hit, outcome.missed, outcome.false) == (
        ["ad-close-fake"],
        ["data-required:phone"],
        ["data-required:name"],
    )


def test_only_violations_count() -> None:
    found = report(("ad-close-fake", None), ("data-required", "phone"), ("follow-induced", None))
    found["findings"][2]["outcome"] = "needs-review"  # type: ignore[index]
    assert compare(BEIYU, found).right


def test_no_report_misses_everything() -> None:
    outcome = compare(BEIYU, {}, failure="no browser")
    assert len(outcome.missed) == 2
    assert not outcome.reached_right
    assert Score([outcome]).f1 == 0


def test_an_unknown_merchant_is_said_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="beiyu"):
        load_samples(["nobody"])


def test_photographs_are_taken_anew_where_the_port_is_not_free() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", PHOTOGRAPHED_PORT))
        except OSError:
            pytest.skip("the port is somebody else's")
        taken.listen()
        with photographed([BEIYU]) as photos:
            assert photos["beiyu"] != BEIYU.photograph
            assert photos["beiyu"].is_file()
