"""The truths are well formed, know the contract's rules, and together tempt and trigger every one of them."""

from __future__ import annotations

from typing import get_args

import pytest

from qraudit.models import Category
from qraudit.samples import Sample, load_samples
from qraudit.samples.truth import SUBJECT_COUNTS

SAMPLES = load_samples()
RULES = {
    "follow-wall",
    "follow-preselected",
    "follow-nag",
    "follow-induced",
    "membership-wall",
    "app-wall",
    "contact-wall",
    "data-required",
    "data-requested",
    "profile-wall",
    "permission-unnecessary",
    "consent-preticked",
    "consent-bundled",
    "consent-no-refuse",
    "consent-nagging",
    "notice-missing",
    "data-leak-early",
    "data-third-party",
    "data-insecure",
    "ad-no-close",
    "ad-close-hidden",
    "ad-close-delayed",
    "ad-close-fake",
    "ad-close-multi",
    "ad-reappears",
    "marketing-preticked",
    "marketing-no-optout",
    "addon-preticked",
}
SCENARIOS = {
    "dine-in",
    "delivery",
    "parking",
    "retail",
    "vending",
    "rental",
    "ev-charging",
    "utilities",
    "invoice",
    "ticketing",
    "lodging",
    "medical",
}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
class TestEveryTruth:
    def test_is_named_after_its_folder(self, sample: Sample) -> None:
        assert sample.slug == sample.folder.name

    def test_has_a_scenario_and_rules_of_the_contract(self, sample: Sample) -> None:
        truth = sample.truth
        assert truth.scenario in SCENARIOS
        named = {expected.rule for expected in (*truth.violations, *truth.tolerated, *truth.review)}
        assert named | set(truth.tempts) <= RULES

    def test_names_subjects_where_they_count(self, sample: Sample) -> None:
        for expected in (*sample.truth.violations, *sample.truth.review):
            if expected.rule == "data-third-party":
                assert expected.subject and expected.subject.endswith(".example")
            elif expected.rule in SUBJECT_COUNTS or expected.rule == "data-insecure":
                assert expected.subject in get_args(Category)
            else:
                assert expected.subject is None

    def test_does_not_tempt_to_what_it_does(self, sample: Sample) -> None:
        done = {expected.key for expected in (*sample.truth.violations, *sample.truth.tolerated)}
        assert not done & set(sample.truth.tempts)

    def test_says_why_in_both_languages(self, sample: Sample) -> None:
        assert sample.truth.reason.zh
        assert sample.truth.reason.en
        assert sample.truth.tags


class TestAllTogether:
    def test_cover_every_scenario_half_of_them_clean(self) -> None:
        clean = [sample for sample in SAMPLES if not sample.truth.violations]
        assert {sample.truth.scenario for sample in SAMPLES} == SCENARIOS
        assert len(SAMPLES) >= 24
        assert 0.4 <= len(clean) / len(SAMPLES) <= 0.6

    def test_trigger_every_rule(self) -> None:
        expected = {e.rule for sample in SAMPLES for e in (*sample.truth.violations, *sample.truth.review)}
        assert RULES - expected == set()

    def test_tempt_to_every_rule_that_they_spare(self) -> None:
        assert RULES - {rule for sample in SAMPLES for rule in sample.truth.tempts} == set()
