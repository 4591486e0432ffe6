"""results.junit.xml: one suite for each photograph, so that each that came in is accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from qraudit.models import Lang
from qraudit.report.escaping import xml_text
from qraudit.text import say

__all__ = ["junit_table"]


def junit_table(rows: Iterable[Mapping[str, Any]], folder: Path, lang: Lang) -> str:
    """The whole document."""
    suites = ET.Element("testsuites", name="qraudit batch")
    for row in rows:
        _suite(suites, row, lang)
    for name, path in (("tests", ""), ("failures", "/failure"), ("errors", "/error"), ("skipped", "/skipped")):
        suites.set(name, str(len(suites.findall(f"testsuite/testcase{path}"))))
    ET.indent(suites, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _suite(suites: ET.Element, row: Mapping[str, Any], lang: Lang) -> None:
    suite = ET.SubElement(suites, "testsuite", name=xml_text(row["source"], 300))
    properties = ET.SubElement(suite, "properties")
    for name in ("payload", "merchant", "place", "scenario", "verdict", "outcome", "reached", "run"):
        ET.SubElement(properties, "property", name=name, value=xml_text(row[name] or "", 2000))
    audit = ET.SubElement(suite, "testcase", classname="qraudit", name="audit", time=f"{row['seconds'] or 0:.1f}")
    if row["state"] not in ("done", "failed"):
        ET.SubElement(audit, "skipped", message=say("batch.summary.unfinished", lang))
    elif row["verdict"] == "not-audited":
        message = xml_text((row["reason"] or {}).get(lang) or row["outcome"], 1000)
        ET.SubElement(audit, "error", message=message, type=row["outcome"])
    for finding in row["findings"]:
        _case(suite, finding, lang)
    for name, path in (("tests", ""), ("failures", "/failure"), ("errors", "/error"), ("skipped", "/skipped")):
        suite.set(name, str(len(suite.findall(f"testcase{path}"))))


def _case(suite: ET.Element, finding: Mapping[str, Any], lang: Lang) -> None:
    name = f"{finding['rule']} ({finding['subject']})" if finding["subject"] else finding["rule"]
    case = ET.SubElement(suite, "testcase", classname="qraudit", name=xml_text(name, 200), time="0")
    message = xml_text(finding["message"][lang], 2000)
    if finding["waiver"]:
        ET.SubElement(case, "skipped", message=xml_text(finding["waiver"]["reason"], 1000), type="waived")
    elif finding["outcome"] == "violation":
        ET.SubElement(case, "failure", message=message, type=finding["severity"])
    else:
        ET.SubElement(case, "skipped", message=message, type="needs-review")
