"""The HTML report is one file that asks for nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from qraudit.models import Attempt, Bilingual, Handoff
from qraudit.report import render
from qraudit.report.pictures import Embedded, within
from tests.report.sample_run import sample_report, sample_walk


def page(run: Path | None, lang: str = "zh") -> str:
    return str(render(sample_report(), sample_walk(), run, "html", lang))  # type: ignore[arg-type]


def test_the_policy_allows_this_files_own_style_and_script_only(run: Path) -> None:
    made = page(run)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', made)
    assert policy is not None

    for tag in ("style", "script"):
        [content] = re.findall(rf"<{tag}>(.*?)</{tag}>", made, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]


def test_nothing_is_loaded_from_anywhere(run: Path) -> None:
    made = page(run)

    assert not re.findall(r'\b(?:src|href|action|srcset|data)="(?!#|data:image/webp)', made)
    assert "url(" not in made
    assert "@import" not in made


def test_each_picture_is_carried_once(run: Path) -> None:
    made = page(run)

    data = re.findall(r'href="(data:[^"]+)"', made)
    assert len(data) == len(set(data)) == 8
    assert len(made) < 400_000


def test_the_place_is_marked_where_the_finding_says(run: Path) -> None:
    assert 'class="mark" x="32.0" y="177.0" width="326.0" height="446.0"' in page(run)


def test_a_frame_around_the_whole_screen_can_be_seen() -> None:
    picture = Embedded("p", "", 390.0, 844.0)

    for box in [(0.0, 0.0, 390.0, 844.0), (-50.0, -50.0, 900.0, 2000.0), (380.0, 840.0, 40.0, 40.0)]:
        left, top, width, height = within(picture, box)
        assert left >= 3
        assert top >= 3
        assert left + width <= 387
        assert top + height <= 841


def test_an_attempt_that_changed_nothing_shows_one_picture_for_both_moments(run: Path) -> None:
    made = page(run)

    assert made.count("之前与之后（画面相同）") == 3
    assert made.count('<figcaption><span lang="zh-CN">之后</span>') == 4


def test_what_got_past_is_not_said_to_have_changed_nothing(run: Path) -> None:
    report = sample_report()
    [finding] = [one for one in report.findings if one.rule == "data-required"]
    finding.attempts = [Attempt(kind="fill", target="手机号", result="passed", step=3, before="steps/04.png",
                                after="steps/04.png")]  # fmt: skip
    made = str(render(report, sample_walk(), run, "html", "zh"))
    [card] = re.findall(r"<article[^>]*>(?:(?!</article>).)*data-required.*?</article>", made, re.DOTALL)

    assert "画面相同" not in card
    assert '<figcaption><span lang="zh-CN">之后</span>' in card
    assert '<figcaption><span lang="zh-CN">之前</span>' not in card


def test_the_top_names_each_finding_and_leads_to_it(run: Path) -> None:
    made = page(run)
    [summary] = re.findall(r'<ol class="summary".*?</ol>', made, re.DOTALL)

    anchors = re.findall(r'href="#(f\d)"', summary)
    assert anchors == ["f1", "f2", "f3", "f4"]
    assert all(f'<h3 id="{anchor}">' in made for anchor in anchors)


def test_what_does_not_apply_says_so_once(run: Path) -> None:
    report = sample_report()
    for finding in report.findings:
        if finding.outcome == "not-applicable":
            finding.message = Bilingual(zh="流程中没有这种情形。", en="Nothing of the kind.")
    made = str(render(report, sample_walk(), run, "html", "zh"))

    assert made.count("流程中没有这种情形。") == 1
    assert "profile-wall" in made
    assert "addon-preticked" in made


def test_every_file_of_the_run_is_listed_with_its_hash(run: Path) -> None:
    made = page(run)

    for path in (run / "steps").iterdir():
        assert hashlib.sha256(path.read_bytes()).hexdigest() in made
    assert hashlib.sha256((run / "manifest.json").read_bytes()).hexdigest() in made


def test_a_payment_request_is_told_and_that_nothing_was_paid(run: Path) -> None:
    report = sample_report()
    report.handoffs = [Handoff(way="wechat-jsapi", step=4, payee="青禾小馆", amount="¥44.00")]

    made = str(render(report, sample_walk(), run, "html", "zh"))

    assert "微信支付（页面内调起）、青禾小馆、¥44.00" in made
    assert "没有付款" in made


def test_without_a_folder_it_still_tells_everything_but_the_evidence() -> None:
    made = page(None, "en")

    assert "there is no list of evidence" in made
    assert "without having followed, tapped" in made


def test_pictures_outside_the_run_are_not_taken_in(run: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes((run / "steps/00.png").read_bytes())
    report = sample_report()
    report.steps[0].screenshot = "../secret.png"
    inner = tmp_path / "run" / "steps"
    inner.mkdir(parents=True)

    made = str(render(report, sample_walk(), inner.parent, "html", "zh"))

    assert "data:image" not in made
