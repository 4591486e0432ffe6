"""Which data are needed for what."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from qraudit.judge import judge, load_rules
from qraudit.models import Category
from tests.judge.walks import walk

RULES = load_rules()

CONTRACT = {
    "dine-in", "delivery", "parking", "retail", "vending", "rental", "ev-charging", "utilities", "invoice", "ticketing",
    "lodging", "medical",
}  # fmt: skip

NEVER_NEEDED = {"contacts", "wechat-profile", "occupation", "marital-status", "password", "album"}


def required(scenario: str | None, category: str, **facts: Any) -> str:
    """The outcome of a field that had to be filled in."""
    field = {"category": category, "label": category, "required": True, "attempts": ["leave-empty refused"], **facts}
    (finding,) = [one for one in judge(walk(scenario, fields=[field]), RULES) if one.rule == "data-required"]
    return finding.outcome


def test_the_twelve_scenarios_of_the_contract_are_there() -> None:
    assert set(RULES.scenarios) >= CONTRACT


def test_a_datum_stands_in_one_list_unless_a_condition_moves_it() -> None:
    for scenario in RULES.scenarios.values():
        plain = [datum.datum for _, datum in scenario.listed() if datum.when is None]
        assert len(plain) == len(set(plain)), scenario.id
        assert set(plain) <= set(get_args(Category))


@pytest.mark.parametrize("scenario", sorted(RULES.scenarios))
def test_following_and_profiles_are_needed_for_nothing(scenario: str) -> None:
    assert {required(scenario, category) for category in NEVER_NEEDED} == {"violation"}


@pytest.mark.parametrize(
    ("scenario", "category", "outcome"),
    [
        ("dine-in", "phone", "violation"),
        ("delivery", "phone", "pass"),
        ("delivery", "address", "pass"),
        ("parking", "license-plate", "pass"),
        ("parking", "phone", "violation"),
        ("vending", "phone", "violation"),
        ("utilities", "id-number", "violation"),
        ("lodging", "name", "pass"),
        ("medical", "id-number", "pass"),
        ("transit", "id-number", "pass"),
        ("ticketing", "id-number", "needs-review"),
        ("rental", "phone", "needs-review"),
        ("ev-charging", "license-plate", "needs-review"),
        (None, "phone", "needs-review"),
        ("no-such-scenario", "phone", "needs-review"),
    ],
)
def test_what_may_be_demanded(scenario: str | None, category: str, outcome: str) -> None:
    assert required(scenario, category) == outcome


class TestInvoice:
    def test_a_tax_number_is_for_companies(self) -> None:
        assert required("invoice", "tax-id", within="invoice", for_company=True) == "pass"
        assert required("invoice", "tax-id", within="invoice") == "needs-review"

    def test_one_way_of_receiving_it_is_enough(self) -> None:
        assert required("invoice", "phone", within="invoice") == "pass"
        both = [
            {"category": category, "label": category, "within": "invoice", "required": True}
            for category in ("email", "phone")
        ]
        judged = judge(walk("invoice", fields=both), RULES)
        assert [one.subject for one in judged if one.outcome == "violation"] == ["phone"]

    def test_it_can_be_had_in_any_flow(self) -> None:
        assert required("parking", "email", within="invoice") == "pass"
        assert required("parking", "email") == "violation"
