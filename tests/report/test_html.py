"""The HTML report is one file that asks for nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from qraudit.models import Handoff
from qraudit.report import render
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
