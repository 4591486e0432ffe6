"""SARIF 2.1.0: violations as `fail`, what needs review as `review`; evidence attached, law as taxonomies."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import quote

from qraudit.models import Bilingual, Evidence, Finding, Lang, LawQuote, Report, Severity, Waiver, Walk
from qraudit.report.escaping import plain
from qraudit.report.narration import tell_action, tell_attempt
from qraudit.report.sealing import Seal, read_seal
from qraudit.report.selection import sort_findings
from qraudit.report.words import word

__all__ = ["render_report", "sarif_log"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"critical": "error", "serious": "error", "moderate": "warning", "minor": "note"}
_URI_SAFE = "/:?#[]@!$&'()*+,;=%-._~"
_MOST_PLACES = 500


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> str:
    """The full profile: pages by their addresses, with the request that shows them."""
    return json.dumps(sarif_log(report, walk, run, lang), ensure_ascii=False, indent=1) + "\n"


def sarif_log(report: Report, walk: Walk, run: Path | None, lang: Lang) -> dict[str, Any]:
    """The SARIF log as a tree."""
    runs = [_Run(report, walk, read_seal(run), lang).tree()]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": _harmless(runs)}


class _Run:
    def __init__(self, report: Report, walk: Walk, seal: Seal | None, lang: Lang) -> None:
        self._report = report
        self._walk = walk
        self._seal = seal
        self._lang: Lang = lang
        self._other: Lang = "en" if lang == "zh" else "zh"
        self._rules = list({finding.rule: finding for finding in report.findings}.values())
        self._indexes = {finding.rule: index for index, finding in enumerate(self._rules)}
        self._instruments = list({law.instrument.zh: law.instrument for law in report.law}.values())

    def tree(self) -> dict[str, Any]:
        findings = sort_findings(self._report)
        tree: dict[str, Any] = {
            "tool": {"driver": self._driver(self._lang) | {"version": self._report.tool.version}},
            "automationDetails": {"id": _category(self._report)},
            "language": _tag(self._lang),
            "invocations": [self._invocation()],
            "results": [self._result(finding) for finding in findings.shown],
            "taxonomies": [self._taxonomy(instrument) for instrument in self._instruments],
            "translations": [self._driver(self._other) | {"language": _tag(self._other)}],
            "originalUriBaseIds": {"RUN": {"description": {"text": "run folder"}}},
            "properties": self._facts(),
        }
        if self._seal is not None:
            tree["artifacts"] = [self._artifact(record.path, record.sha256) for record in self._seal.manifest.files]
        return tree

    def _facts(self) -> dict[str, Any]:
        report = self._report
        facts: dict[str, Any] = {
            "verdict": report.verdict,
            "outcome": report.outcome,
            "reached": report.reached,
            "payload": report.target.payload,
            "scenario": report.target.scenario,
            "device": report.tool.device,
        }
        if report.tool.settings is not None:
            facts["settings"] = report.tool.settings.model_dump(mode="json")
        return facts | ({"manifest": self._seal.digest} if self._seal else {})

    def _driver(self, lang: Lang) -> dict[str, Any]:
        return {"name": "qraudit", "rules": [self._rule(finding, lang) for finding in self._rules]}

    def _rule(self, finding: Finding, lang: Lang) -> dict[str, Any]:
        title = _text(finding.title, lang)
        rule: dict[str, Any] = {
            "id": finding.rule,
            "name": "".join(part.capitalize() for part in finding.rule.split("-")),
            "shortDescription": {"text": title},
        }
        if lang != self._lang:
            return rule
        remedy = _text(finding.remedy, lang) if finding.remedy else title
        rule["help"] = {"text": remedy}
        rule["defaultConfiguration"] = {"level": _LEVELS[finding.severity]}
        rule["properties"] = {"tags": ["consumer-protection", finding.severity], "precision": "high"}
        cited = {law for other in self._report.findings if other.rule == finding.rule for law in other.law}
        rule["relationships"] = [
            {"target": self._taxon(law), "kinds": ["relevant"]} for law in self._report.law if law.id in cited
        ]
        return rule

    def _taxon(self, law: LawQuote) -> dict[str, Any]:
        index = [instrument.zh for instrument in self._instruments].index(law.instrument.zh)
        return {"id": law.id, "toolComponent": {"name": _text(law.instrument, self._lang), "index": index}}

    def _taxonomy(self, instrument: Bilingual) -> dict[str, Any]:
        laws = [law for law in self._report.law if law.instrument.zh == instrument.zh]
        return {"name": _text(instrument, self._lang), "taxa": [self._provision(law) for law in laws]}

    def _provision(self, law: LawQuote) -> dict[str, Any]:
        quoted = law.quote if law.checked == "text" else None
        return {
            "id": law.id,
            "shortDescription": {"text": _text(law.article, self._lang)},
            "fullDescription": {"text": quoted or _text(law.gloss, self._lang)},
        }

    def _invocation(self) -> dict[str, Any]:
        report = self._report
        invocation: dict[str, Any] = {
            "executionSuccessful": report.verdict != "not-audited",
            "startTimeUtc": _utc(report.started),
            "endTimeUtc": _utc(report.finished),
        }
        if report.tool.command:
            invocation["commandLine"] = report.tool.command
        if report.reason_text is not None:
            text = _text(report.reason_text, self._lang)
            level = "error" if report.verdict == "not-audited" else "note"
            invocation["toolExecutionNotifications"] = [{"level": level, "message": {"text": text}}]
        return invocation

    def _result(self, finding: Finding) -> dict[str, Any]:
        failed = finding.outcome == "violation"
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self._indexes[finding.rule],
            "kind": "fail" if failed else "review",
            "level": _LEVELS[finding.severity] if failed else "none",
            "message": {"text": _text(finding.message, self._lang)},
            "locations": [self._location(place, finding) for place in self._places(finding)],
            "codeFlows": [{"threadFlows": [{"locations": self._flow(finding)}]}],
            "attachments": self._attachments(finding),
            "properties": self._properties(finding),
        }
        if finding.fingerprint:
            result["partialFingerprints"] = {"qrauditFinding/v1": finding.fingerprint}
        if (url := self._url(finding.step)) is not None:
            result["webRequest"] = {"target": url, "method": "GET"}
        if finding.waiver is not None:
            result["suppressions"] = [_suppression(finding.waiver)]
        if finding.baseline is not None:
            result["baselineState"] = finding.baseline
        return {key: value for key, value in result.items() if value != []}

    def _properties(self, finding: Finding) -> dict[str, Any]:
        return {
            "outcome": finding.outcome,
            "severity": finding.severity,
            "proof": finding.proof,
            "subject": finding.subject,
            "step": finding.step,
            f"message-{self._other}": _text(finding.message, self._other),
            "law": finding.law,
        }

    def _places(self, finding: Finding) -> list[Evidence]:
        return finding.evidence[:_MOST_PLACES] or [Evidence(step=finding.step)]

    def _location(self, place: Evidence, finding: Finding) -> dict[str, Any]:
        step = place.step if place.step is not None else finding.step
        uri = _uri(place.url) if place.url else self._url(step)
        location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri or "about:blank"}}}
        name = "/".join(part for part in (f"step-{step or 0:02d}", plain(place.selector or "", 200)) if part)
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "element"}]
        if place.text.strip():
            location["message"] = {"text": plain(place.text, 300)}
        return location

    def _flow(self, finding: Finding) -> list[dict[str, Any]]:
        """The way to the finding, then what was tried there."""
        last = finding.step if finding.step is not None else -1
        steps = [(step.index, tell_action(step.action)) for step in self._report.steps if step.index <= last]
        told = [(index, _text(text, self._lang)) for index, text in steps]
        for attempt in finding.attempts[:_MOST_PLACES]:
            words = f"{_text(tell_attempt(attempt), self._lang)} → {_text(word('result', attempt.result), self._lang)}"
            told.append((attempt.step, words))
        found = [self._flow_place(index, text) for index, text in told[:_MOST_PLACES]]
        return found or [self._flow_place(0, _text(finding.message, self._lang))]

    def _flow_place(self, step: int, text: str) -> dict[str, Any]:
        place = {"artifactLocation": {"uri": self._url(step) or "about:blank"}}
        return {"location": {"physicalLocation": place, "message": {"text": text}}}

    def _attachments(self, finding: Finding) -> list[dict[str, Any]]:
        pictures: dict[str, list[Evidence]] = {}
        for place in finding.evidence:
            if place.screenshot:
                pictures.setdefault(place.screenshot, []).append(place)
        for attempt in finding.attempts:
            for name in (attempt.before, attempt.after):
                if name:
                    pictures.setdefault(name, [])
        return [_attachment(name, places) for name, places in pictures.items()]

    def _artifact(self, name: str, sha256: str) -> dict[str, Any]:
        artifact: dict[str, Any] = {"location": _in_run(name), "hashes": {"sha-256": sha256}}
        kind, _ = mimetypes.guess_type(name)
        return artifact | ({"mimeType": kind} if kind else {})

    def _url(self, step: int | None) -> str | None:
        steps = {one.index: one.url for one in self._report.steps}
        url = steps.get(step if step is not None else -1) or self._report.target.payload
        return _uri(url) if url else None


def _category(report: Report) -> str:
    """One audited code in one guise: what a later upload of the same replaces, and no other."""
    source = report.target.source.partition("://")[2] or report.target.source
    return f"qraudit/{plain(source.partition('?')[0], 120).strip('/')}/{report.tool.device}/"


def _suppression(waiver: Waiver) -> dict[str, Any]:
    decided = {"who": waiver.who, "until": waiver.until}
    return {"kind": "external", "status": "accepted", "justification": waiver.reason, "properties": decided}


def _harmless(tree: Any) -> Any:
    """Every string as one line without control or invisible characters."""
    if isinstance(tree, str):
        return plain(tree)
    if isinstance(tree, list):
        return [_harmless(item) for item in tree]
    return {key: _harmless(item) for key, item in tree.items()} if isinstance(tree, dict) else tree


def _attachment(name: str, places: list[Evidence]) -> dict[str, Any]:
    attachment: dict[str, Any] = {"artifactLocation": _in_run(name)}
    boxes = [place.box for place in places if place.box is not None]
    if boxes:
        attachment["rectangles"] = [
            {"left": x, "top": y, "right": round(x + width, 1), "bottom": round(y + height, 1)}
            for x, y, width, height in boxes
        ]
    return attachment


def _in_run(name: str) -> dict[str, str]:
    return {"uri": quote(name), "uriBaseId": "RUN"}


def _uri(url: str) -> str:
    """An address as a valid URI reference, whatever a page put into it."""
    return quote(plain(url, 2000), safe=_URI_SAFE)


def _text(text: Bilingual, lang: Lang) -> str:
    return text.zh if lang == "zh" else text.en


def _tag(lang: Lang) -> str:
    return "zh-CN" if lang == "zh" else "en-US"


def _utc(moment: Any) -> str:
    from datetime import UTC

    return str(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]) + "Z"
