"""Every format says the same, from the one report object, and a stored run says it again."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from qraudit.errors import UsageError
from qraudit.evidence import load_run
from qraudit.exit_status import against
from qraudit.models import Lang, Report, RuleSettings, Waiver
from qraudit.report import FORMATS, render
from tests.report.sample_run import sample_report, sample_walk

ALL = Counter({"violation": 3, "needs-review": 1, "pass": 4, "not-applicable": 2})


def text(run: Path, name: str, lang: Lang = "zh") -> str:
    made = render(sample_report(), sample_walk(), run, name, lang)
    assert isinstance(made, str)
    return made


def test_json_is_the_contract_and_valid_against_the_schema(run: Path) -> None:
    tree = json.loads(text(run, "json"))

    jsonschema.validate(tree, Report.model_json_schema(mode="serialization"))
    assert tree["schema"] == "qraudit/report/1"
    assert Counter(finding["outcome"] for finding in tree["findings"]) == ALL
    assert tree["findings"][0]["evidence"][0]["box"] == [35.0, 180.0, 320.0, 440.0]


def test_csv_has_a_row_a_finding(run: Path) -> None:
    table = text(run, "csv")
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))

    assert table.startswith("\ufeff")
    assert list(rows[0]) == ["rule", "outcome", "subject", "severity", "step", "proof", "message", "law"]
    assert Counter(row["outcome"] for row in rows) == ALL


def test_junit_has_a_case_a_finding(run: Path) -> None:
    suites = ET.fromstring(text(run, "junit"))

    assert suites.attrib | {"time": ""} == {
        "name": "qraudit", "tests": "10", "failures": "3", "errors": "0", "skipped": "3", "time": "",
    }  # fmt: skip
    failed = [case.get("name") for case in suites.iter("testcase") if case.find("failure") is not None]
    assert failed == ["follow-wall", "data-required (phone)", "ad-close-fake"]


def test_junit_calls_an_audit_without_verdict_an_error(run: Path) -> None:
    report = sample_report().model_copy(update={"verdict": "not-audited", "findings": []})

    suites = ET.fromstring(str(render(report, sample_walk(), run, "junit", "en")))

    assert (suites.get("tests"), suites.get("errors")) == ("1", "1")


def test_sarif_fails_for_violations_and_asks_for_review(run: Path) -> None:
    for name in ("sarif", "sarif-github"):
        [tree] = json.loads(text(run, name))["runs"]
        kinds = Counter((result["kind"], result["level"]) for result in tree["results"])
        assert kinds == {("fail", "error"): 3, ("review", "none"): 1}
        assert {rule["id"] for rule in tree["tool"]["driver"]["rules"]} == {
            one.rule for one in sample_report().findings
        }


def test_sarif_carries_the_evidence_and_the_law(run: Path) -> None:
    [tree] = json.loads(text(run, "sarif"))["runs"]

    hashes = {item["location"]["uri"]: item["hashes"]["sha-256"] for item in tree["artifacts"]}
    attached = [item["artifactLocation"]["uri"] for result in tree["results"] for item in result["attachments"]]
    assert attached
    assert set(attached) <= set(hashes)
    assert tree["taxonomies"][0]["name"] == "消费者权益保护法"
    assert tree["results"][0]["partialFingerprints"] == {"qrauditFinding/v1": "f0110wa11"}


def test_githubs_profile_holds_no_absolute_address(run: Path) -> None:
    log = text(run, "sarif-github")

    assert "://" not in log
    assert str(run) not in log
    [first, *_] = json.loads(log)["runs"][0]["results"]
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "table-A07.jpg"
    page = first["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert page == "order.qinghe-xiaoguan.example/t/A07/order"


READABLE = ("terminal", "html", "markdown", "csv")


def rendered(report: Report, run: Path, name: str) -> str:
    made = render(report, sample_walk(), run, name, "zh")
    assert isinstance(made, str)
    return made


def test_a_waiver_stays_visible_everywhere_and_fails_nothing(run: Path) -> None:
    report = sample_report()
    report.findings[0].waiver = Waiver(reason="改版中", who="王工", until="2027-03-31")

    suites = ET.fromstring(rendered(report, run, "junit"))

    assert suites.get("failures") == "2"
    assert [node.get("message") for node in suites.iter("skipped") if node.get("type") == "waived"] == [
        "豁免：改版中（王工，至 2027-03-31）"
    ]
    for name in ("sarif", "sarif-github"):
        [tree] = json.loads(rendered(report, run, name))["runs"]
        [waived] = [one for one in tree["results"] if "suppressions" in one]
        assert waived["ruleId"] == "follow-wall"
        assert waived["suppressions"][0]["justification"] == "改版中"
    for name in READABLE:
        assert "豁免：改版中（王工，至 2027-03-31）" in rendered(report, run, name), name


def test_what_the_baseline_had_already_is_marked_everywhere_and_fails_nothing(run: Path) -> None:
    report = sample_report()
    report.findings = against(frozenset({report.findings[0].fingerprint}), report.findings)

    [tree] = json.loads(rendered(report, run, "sarif"))["runs"]
    suites = ET.fromstring(rendered(report, run, "junit"))

    states = {result["ruleId"]: result["baselineState"] for result in tree["results"]}
    assert states["follow-wall"] == "unchanged"
    assert {state for rule, state in states.items() if rule != "follow-wall"} == {"new"}
    assert suites.get("failures") == "2"
    for name in READABLE:
        assert "作为基线的那次审计已有此项" in rendered(report, run, name), name


def test_a_report_names_what_the_configuration_changed_in_the_rules(run: Path) -> None:
    report = sample_report()
    report.tool.settings = RuleSettings(off=["ad-not-labelled"], thresholds={"ad-close-hidden": {"size": 20}})

    for name in ("terminal", "html", "markdown"):
        told = rendered(report, run, name)
        assert "ad-not-labelled" in told and "ad-close-hidden.size = 20" in told, name
    [tree] = json.loads(rendered(report, run, "sarif"))["runs"]
    assert tree["properties"]["settings"]["off"] == ["ad-not-labelled"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("wacz", "record")])
def test_a_stored_run_is_rendered_again_with_the_same_result(run: Path, name: str, lang: Lang) -> None:
    report, walk = load_run(run)

    assert render(report, walk, run, name, lang) == text(run, name, lang)


def test_an_unknown_format_is_a_wrong_call(run: Path) -> None:
    with pytest.raises(UsageError, match="sarif-github"):
        text(run, "xlsx")
