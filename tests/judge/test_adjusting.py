"""A configuration's say in the rules: switched off, thresholds of the project's own set otherwise."""

from __future__ import annotations

import pytest

from qraudit.errors import UsageError
from qraudit.judge import adjusted, judge, load_rules, mistakes
from qraudit.models import RuleSettings
from tests.judge.walks import walk

RULES = load_rules()
CROSS = {"controls": [{"text": "×", "width": 30, "height": 30, "contrast": 5.0}], "attempts": ["close passed"]}
AD = walk(adverts=[{**CROSS, "closed": True, "closed_by": "close", "clicks": 1}])


def outcomes(settings: RuleSettings) -> dict[str, str]:
    return {one.rule: one.outcome for one in judge(AD, adjusted(RULES, settings))}


def test_a_threshold_decides_and_a_whole_number_will_do() -> None:
    assert outcomes(RuleSettings())["ad-close-hidden"] == "pass"
    assert outcomes(RuleSettings(thresholds={"ad-close-hidden": {"size": 40}}))["ad-close-hidden"] == "violation"


def test_a_rule_that_is_off_says_nothing_and_the_others_do() -> None:
    assert set(outcomes(RuleSettings())) - set(outcomes(RuleSettings(off=["ad-close-hidden"]))) == {"ad-close-hidden"}


def test_the_digest_is_that_of_what_is_in_force() -> None:
    changes = [
        RuleSettings(),
        RuleSettings(off=["ad-close-hidden"]),
        RuleSettings(thresholds={"ad-close-hidden": {"size": 40}}),
        RuleSettings(thresholds={"ad-close-hidden": {"size": 41}}),
    ]
    digests = [adjusted(RULES, settings).digest for settings in changes]
    assert digests[0] == RULES.digest
    assert len(set(digests)) == len(digests)


@pytest.mark.parametrize(
    ("settings", "place", "says"),
    [
        (RuleSettings(off=["ad-close-hiden"]), ("off", 0), "did you mean 'ad-close-hidden'?"),
        (RuleSettings(thresholds={"nothing": {"size": 1}}), ("thresholds", "nothing"), "no rule nothing"),
        (
            RuleSettings(thresholds={"ad-close-hidden": {"sise": 1}}),
            ("thresholds", "ad-close-hidden", "sise"),
            "did you mean 'size'?",
        ),
        (
            RuleSettings(thresholds={"ad-close-hidden": {"size": "big"}}),
            ("thresholds", "ad-close-hidden", "size"),
            "has to be a number",
        ),
        (
            RuleSettings(thresholds={"ad-close-multi": {"clicks": 9}}),
            ("thresholds", "ad-close-multi", "clicks"),
            "is the law's number",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(settings: RuleSettings, place: tuple[object, ...], says: str) -> None:
    ((found, message),) = mistakes(RULES, settings)
    assert found == place
    assert says in message.en


def test_a_wrong_threshold_is_refused_and_a_rule_of_other_targets_passed_over() -> None:
    with pytest.raises(UsageError, match="size"):
        adjusted(RULES, RuleSettings(thresholds={"ad-close-hidden": {"size": "big"}}))
    assert adjusted(RULES, RuleSettings(off=["another-targets-rule"])) == RULES
