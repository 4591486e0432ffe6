"""Text from a stranger's page does no harm where it lands."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.models import Bilingual, Evidence, Finding, Report
from qraudit.report import FORMATS, render
from qraudit.report.escaping import csv_cell, markdown, plain, xml_text
from tests.report.sample_run import sample_report, sample_walk

NASTY = (
    "\x1b]0;owned\x07\x1b[31m \u202egnp.exe\u2066 \x00\x08 </script><script>alert(1)</script>"
    "<img src=x onerror=alert(1)> =cmd|'/c calc'!A1 @team #1 https://evil.example [x](javascript:1) {{7*7}} {0} \ud800"
)


def nasty_report() -> Report:
    walk = sample_walk()
    text = Bilingual(zh=NASTY, en=NASTY)
    finding = Finding(
        rule="follow-wall", outcome="violation", severity="critical", proof="tested", step=0, title=text, message=text,
        remedy=text, subject=NASTY,
        evidence=[Evidence(text=NASTY, selector=NASTY, url=NASTY, screenshot="../../x.png")],
        attempts=[walk.prompts[0].attempts[2].model_copy(update={"reply": NASTY, "led_to": NASTY, "target": NASTY})],
    )  # fmt: skip
    report = sample_report(walk)
    step = report.steps[0].model_copy(update={"title": NASTY, "url": NASTY})
    target = report.target.model_copy(update={"source": NASTY, "payload": NASTY})
    refused = [report.refused[0].model_copy(update={"host": NASTY, "reason": NASTY})]
    update = {"findings": [finding], "target": target, "steps": [step], "refused": refused, "reason": NASTY}
    return report.model_copy(update=update)


def test_every_format_bears_it(run: Path) -> None:
    for name in FORMATS:
        if name != "wacz":  # an archive keeps bytes as they came
            made = render(nasty_report(), sample_walk(), run, name, "zh")
            assert made.encode("utf-8") if isinstance(made, str) else made


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("wacz", "record", "json")])
def test_no_control_or_bidirectional_character_comes_through(run: Path, name: str) -> None:
    made = str(render(nasty_report(), sample_walk(), run, name, "en"))

    bad = {char for char in made if unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\r\t"}
    assert not bad
    assert not set("\u202e\u2066\u200b") & set(made)


def test_html_has_no_script_but_its_own(run: Path) -> None:
    class Scripts(HTMLParser):
        found = 0
        handlers: list[str] = []  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found += tag == "script"
            self.handlers += [name for name, _ in attrs if name.startswith("on")]

    parser = Scripts()
    parser.feed(str(render(nasty_report(), sample_walk(), run, "html", "zh")))

    assert (parser.found, parser.handlers) == (1, [])


def test_json_keeps_what_was_seen(run: Path) -> None:
    text = str(render(nasty_report(), sample_walk(), run, "json", "zh"))
    told = json.loads(text)

    assert not set("\u202e\u2066") & set(text)
    assert "\u202e" in told["findings"][0]["message"]["zh"]


@given(st.text(min_size=1))
def test_no_cell_is_a_formula(text: str) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerow([csv_cell(text)])
    [[cell]] = csv.reader(io.StringIO(stream.getvalue())) or [[""]]

    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(st.text())
def test_xml_takes_whatever_comes(text: str) -> None:
    node = ET.Element("a", b=xml_text(text))
    node.text = xml_text(text)

    assert ET.fromstring(ET.tostring(node, encoding="unicode")).get("b") == xml_text(text)


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_plain_text_is_one_short_line(text: str, limit: int) -> None:
    made = plain(text, limit)

    assert len(made) <= limit
    assert len(made.splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("<b>", "<b>"),
        ("[a](b)", "[a]("),
        ("a|b", "a|b"),
        ("@team", "@team"),
        ("#12", "#12"),
        ("http://x.cn", "http://"),
    ],
)
def test_markdown_marks_nothing_up(text: str, gone: str) -> None:
    assert gone not in markdown(text).replace("\\", "\0")
