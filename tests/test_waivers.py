"""Waivers: what they cover stays visible and does not count; when their time is over, it is told."""

from __future__ import annotations

from datetime import date

from qraudit.models import Bilingual, Finding, FindingOutcome, Target
from qraudit.waivers import WaiverEntry, expired, waive

TEXT = Bilingual(zh="字", en="text")
TARGET = Target(source="photos/table-07.jpg", payload="https://merchant.example/7?a=[1]", kind="web")
TODAY = date(2027, 1, 15)


def finding(
    rule: str = "data-requested", subject: str | None = "phone", outcome: FindingOutcome = "violation"
) -> Finding:
    return Finding(
        rule=rule, outcome=outcome, severity="serious", proof="tested", subject=subject, title=TEXT, message=TEXT
    )


def waiver(
    rule: str = "data-requested", target: str = "*", subject: str | None = None, until: date = TODAY
) -> WaiverEntry:
    return WaiverEntry(rule=rule, target=target, subject=subject, reason="known", who="Wang", until=until)


def is_waived(one: Finding, by: WaiverEntry) -> bool:
    return waive([one], TARGET, [by], TODAY)[0].waiver is not None


def test_a_waiver_says_who_why_and_until_when() -> None:
    (waived,) = waive([finding()], TARGET, [waiver()], TODAY)
    assert waived.waiver is not None
    assert (waived.waiver.reason, waived.waiver.who, waived.waiver.until) == ("known", "Wang", "2027-01-15")


def test_it_covers_its_rule_and_subject_only() -> None:
    assert is_waived(finding(), waiver(subject="phone"))
    assert is_waived(finding(), waiver(rule="data-*"))
    assert not is_waived(finding(), waiver(subject="name"))
    assert not is_waived(finding(), waiver(rule="follow-wall"))


def test_it_concerns_its_target_by_address_pattern_or_file_name() -> None:
    assert is_waived(finding(), waiver(target="https://merchant.example/7?a=[1]"))
    assert is_waived(finding(), waiver(target="https://merchant.example/*"))
    assert is_waived(finding(), waiver(target="table-07.jpg"))
    assert not is_waived(finding(), waiver(target="https://other.example/*"))


def test_what_passed_needs_no_waiver() -> None:
    assert not is_waived(finding(outcome="pass"), waiver())


def test_its_last_day_counts_and_the_day_after_it_has_expired() -> None:
    yesterday = waiver(until=date(2027, 1, 14))
    assert is_waived(finding(), waiver(until=TODAY))
    assert not is_waived(finding(), yesterday)
    assert expired(TARGET, [waiver(), yesterday], TODAY) == [yesterday]


def test_the_expired_waiver_of_another_target_is_not_this_ones_trouble() -> None:
    assert expired(TARGET, [waiver(target="other", until=date(2020, 1, 1))], TODAY) == []
