"""JUnit XML: one suite a code, one case a finding, so that trends keep what passed."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from qraudit.models import Bilingual, Finding, Lang, Report, Walk
from qraudit.report.escaping import xml_text
from qraudit.report.narration import tell_attempt, tell_subject
from qraudit.report.standing import tell_decisions, tell_settings
from qraudit.report.words import word

__all__ = ["render_report"]


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> str:
    """The whole document."""
    suites = ET.Element("testsuites", name="qraudit")
    suite = ET.SubElement(suites, "testsuite", name=xml_text(report.target.source, 300))
    _properties(suite, report)
    for finding in report.findings:
        _case(suite, finding, lang)
    if report.verdict == "not-audited":
        case = ET.SubElement(suite, "testcase", classname="qraudit", name="audit", time="0")
        _node(case, "error", report.reason_text or word("verdict", report.verdict), report.outcome, lang)
    seconds = f"{(report.finished - report.started).total_seconds():.3f}"
    counts = {
        "tests": str(len(suite.findall("testcase"))),
        "failures": str(len(suite.findall("testcase/failure"))),
        "errors": str(len(suite.findall("testcase/error"))),
        "skipped": str(len(suite.findall("testcase/skipped"))),
        "time": seconds,
    }
    suites.attrib.update(counts)
    suite.attrib.update(counts, timestamp=report.started.isoformat(timespec="seconds"))
    ET.indent(suites, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _properties(suite: ET.Element, report: Report) -> None:
    properties = ET.SubElement(suite, "properties")
    facts = {
        "payload": report.target.payload,
        "scenario": report.target.scenario or "",
        "device": report.tool.device,
        "outcome": report.outcome,
        "reached": report.reached,
        "verdict": report.verdict,
    }
    facts |= {"settings": "; ".join(one.en for one in settings)} if (settings := tell_settings(report.tool)) else {}
    for name, value in facts.items():
        ET.SubElement(properties, "property", name=name, value=xml_text(value, 2000))


def _case(suite: ET.Element, finding: Finding, lang: Lang) -> None:
    name = f"{finding.rule} ({finding.subject})" if finding.subject else finding.rule
    case = ET.SubElement(suite, "testcase", classname="qraudit", name=xml_text(name, 200), time="0")
    decided = tell_decisions(finding)
    if decided is not None:
        _node(case, "skipped", decided, "waived" if finding.waiver else "baseline", lang)
    elif finding.outcome == "violation":
        _node(case, "failure", finding.message, finding.severity, lang).text = _story(finding, lang)
    elif finding.outcome != "pass":
        _node(case, "skipped", finding.message, finding.outcome, lang)


def _node(case: ET.Element, tag: str, message: Bilingual, kind: str, lang: Lang) -> ET.Element:
    return ET.SubElement(case, tag, message=xml_text(_in(message, lang)), type=kind)


def _story(finding: Finding, lang: Lang) -> str:
    lines = [_in(finding.title, lang)]
    subject = tell_subject(finding)
    lines += [_in(subject, lang)] if subject else []
    lines += [f"{_in(tell_attempt(one), lang)} → {_in(word('result', one.result), lang)}" for one in finding.attempts]
    lines += [_in(finding.remedy, lang)] if finding.remedy else []
    lines += [place.screenshot for place in finding.evidence if place.screenshot]
    return "\n".join(xml_text(line) for line in lines)


def _in(text: Bilingual, lang: Lang) -> str:
    return text.zh if lang == "zh" else text.en
