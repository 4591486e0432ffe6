"""What the judge says of a walk as a whole."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from qraudit.judge import judge, load_rules, provisions, verdict
from qraudit.judge.fingerprint import route
from qraudit.models import Finding, Step, Walk
from tests.judge.walks import follow_wall, walk

RULES = load_rules()


def findings(of: Walk, rule: str) -> list[Finding]:
    return [one for one in judge(of, RULES) if one.rule == rule]


def only(of: Walk, rule: str) -> Finding:
    (finding,) = findings(of, rule)
    return finding


def test_every_rule_in_force_says_something() -> None:
    judged = judge(walk(), RULES)
    assert [one.rule for one in judged] == [rule.id for rule in RULES.rules]
    assert {one.outcome for one in judged} == {"not-applicable"}


def test_the_same_walk_gets_the_same_findings() -> None:
    seen = walk(prompts=[follow_wall()], fields=[{"category": "phone", "label": "手机号", "required": True}])
    assert judge(seen, RULES) == judge(Walk.model_validate_json(seen.model_dump_json()), RULES)


def test_a_message_names_what_was_seen_in_both_languages() -> None:
    message = only(walk(prompts=[follow_wall(text="关注公众号后点餐")]), "follow-wall").message
    assert "关注公众号后点餐" in message.zh
    assert "返回键" in message.zh
    assert "the back key" in message.en


def test_a_message_says_pixels_and_contrast() -> None:
    advert = {"controls": [{"text": "×", "width": 9, "height": 10, "contrast": 1.25}], "attempts": ["close passed"]}
    finding = only(walk(adverts=[{**advert, "closed": True, "closed_by": "close", "clicks": 1}]), "ad-close-hidden")
    assert "9 × 10" in finding.message.en
    assert "1.2" in finding.message.en


def test_long_page_texts_are_cut_in_messages() -> None:
    message = only(walk(prompts=[follow_wall(text="关注" * 500)]), "follow-wall").message
    assert len(message.zh) < 300


def test_a_finding_without_attempts_is_observed_not_tested() -> None:
    box = {"text": "同意", "covers": ["privacy"], "ticked_at_first": True}
    assert only(walk(boxes=[box]), "consent-preticked").proof == "observed"
    assert only(walk(boxes=[{**box, "attempts": ["untick passed"]}]), "consent-preticked").proof == "tested"


def test_evidence_says_where_it_stands_and_on_which_picture() -> None:
    seen = walk(
        fields=[{"category": "phone", "label": "手机号", "selector": "#p", "box": [1, 2, 3, 4], "required": True}]
    )
    seen.steps[0].screenshot = "steps/00.png"
    (evidence,) = only(seen, "data-required").evidence
    assert (evidence.selector, evidence.box, evidence.screenshot) == ("#p", (1, 2, 3, 4), "steps/00.png")
    assert evidence.url == seen.steps[0].url


def test_a_rule_that_cannot_be_decided_asks_for_a_person() -> None:
    rule = RULES.rule("follow-wall")
    assert rule is not None
    broken = replace(rule.judgements[0].when, program=__import__("cel").compile("it.nothing > 1"))
    rules = replace(RULES, rules=(replace(rule, judgements=(replace(rule.judgements[0], when=broken),)),))
    (finding,) = judge(walk(prompts=[follow_wall()]), rules)
    assert finding.outcome == "needs-review"


def test_provisions_are_quoted_only_where_the_text_was_checked() -> None:
    judged = judge(walk(prompts=[follow_wall()]), RULES)
    cited = provisions(judged, RULES)
    assert {one.id for one in cited} == {law_id for finding in judged for law_id in finding.law}
    assert all((one.quote is not None) == (one.checked == "text") for one in cited)


class TestVerdict:
    def test_a_violation_counts_whatever_the_outcome(self) -> None:
        blocked = walk(outcome="blocked", reached="landing", prompts=[follow_wall()])
        assert verdict(blocked, judge(blocked, RULES)) == "violations"

    def test_clean_takes_a_completed_flow(self) -> None:
        assert verdict(walk(), judge(walk(), RULES)) == "clean"
        blocked = walk(outcome="blocked", reached="landing", reason="captcha")
        assert verdict(blocked, judge(blocked, RULES)) == "not-audited"

    def test_what_a_person_must_look_at_is_not_clean(self) -> None:
        seen = walk(fields=[{"category": "gender", "label": "性别", "required": False}])
        assert verdict(seen, judge(seen, RULES)) == "needs-review"

    def test_what_is_waived_does_not_count(self) -> None:
        seen = walk(prompts=[follow_wall()])
        judged = [one.model_copy(update={"waiver": {"reason": "x"}}) for one in judge(seen, RULES)]
        assert verdict(seen, judged) == "clean"


class TestFingerprint:
    def test_it_does_not_change_with_text_query_session_or_number(self) -> None:
        first = walk(prompts=[follow_wall(text="关注一")])
        second = walk(prompts=[follow_wall(text="关注二", id="other")])
        first.steps[0].url = "https://shop.example/t/17/order;jsessionid=A1?desk=3"
        second.steps[0].url = "https://shop.example/t/98231/order?desk=4&sid=zz#top"
        assert only(first, "follow-wall").fingerprint == only(second, "follow-wall").fingerprint

    def test_it_changes_with_rule_subject_and_page(self) -> None:
        seen = walk(
            fields=[
                {"category": "phone", "label": "手机号", "required": True},
                {"category": "name", "label": "姓名", "required": True},
            ],
            boxes=[{"text": "同意", "covers": ["privacy"], "ticked_at_first": True}],
        )
        marks = [one.fingerprint for one in judge(seen, RULES)]
        assert len(marks) == len(set(marks))

    def test_the_route_in_a_hash_counts(self) -> None:
        assert route("https://shop.example/m#/menu/12?x=1") == "shop.example/m/menu/*"
        assert route("https://shop.example/m#/pay") != route("https://shop.example/m#/menu")


def test_two_boxes_for_one_purpose_on_one_page_are_one_finding() -> None:
    boxes = [{"text": text, "covers": ["marketing"], "ticked_at_first": True} for text in ("短信", "推送")]
    finding = only(walk(boxes=boxes), "marketing-preticked")
    assert [one.text for one in finding.evidence] == ["短信", "推送"]


def test_the_order_of_steps_does_not_matter_to_where_a_finding_stands() -> None:
    seen = walk(prompts=[follow_wall(step=1)])
    later = seen.model_copy(update={"steps": [Step.model_validate(one.model_dump()) for one in reversed(seen.steps)]})
    assert only(later, "follow-wall").step == 1


def test_the_digest_names_the_rules_in_force() -> None:
    assert len(RULES.digest) == len(hashlib.sha256().hexdigest())
    assert load_rules().digest == RULES.digest
