"""The law files: cited exactly, and never more than was checked."""

from __future__ import annotations

import pytest

from qraudit.judge import load_rules

RULES = load_rules()


def test_a_text_is_quoted_only_where_it_was_checked() -> None:
    for quote in RULES.law.values():
        assert (quote.quote is not None) == (quote.checked == "text"), quote.id
        assert quote.checked != "text" or quote.source, quote.id


def test_every_rule_rests_on_at_least_one_provision_whose_text_was_checked() -> None:
    for rule in RULES.rules:
        cited = [RULES.law[law_id] for law_id in rule.stated.law]
        if rule.id != "follow-induced":  # outside two cities only a platform's rules speak of it; see its `about`
            assert any(quote.checked == "text" for quote in cited), rule.id


def test_penalties_point_at_provisions_and_are_no_ground_of_a_rule() -> None:
    assert set(RULES.penalties) <= set(RULES.law)
    penalties = {one for several in RULES.penalties.values() for one in several}
    assert not penalties & {law_id for rule in RULES.rules for law_id in rule.stated.law}


def test_the_close_button_has_its_own_penalty() -> None:
    assert "advertising-law-62-2" in RULES.penalties["advertising-law-44"]
    assert not any("63" in law_id for law_id in RULES.law if law_id.startswith("advertising-law"))


def test_the_renumbered_article_carries_both_numbers() -> None:
    assert RULES.law["csl-43"].article.zh == "第四十三条（2026年前为第四十一条）"


@pytest.mark.parametrize("draft", ["需要倒计时结束", "实现单个广告的关闭"])
def test_the_draft_of_the_advertising_measures_is_not_quoted(draft: str) -> None:
    assert not any(draft in (quote.quote or "") for quote in RULES.law.values())
