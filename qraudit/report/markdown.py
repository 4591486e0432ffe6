"""Markdown for a pull request or a job summary."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qraudit.models import Bilingual, Finding, Lang, Report, Walk
from qraudit.report.escaping import markdown, plain
from qraudit.report.narration import answer_of, ended, law_line, tell_attempt, tell_grade, tell_source, tell_subject
from qraudit.report.selection import cited, sort_findings
from qraudit.report.standing import tell_decisions, tell_settings, tell_state, tell_verdict
from qraudit.report.words import scenario, translate, word

__all__ = ["render_report"]

_SIGNS = {"violations": "❌", "needs-review": "⚠️", "clean": "✅", "not-audited": "⏸️"}


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> str:
    """The verdict, a table of what was found, and each finding folded below it."""
    return _Markdown(report, walk, lang).text()


class _Markdown:
    def __init__(self, report: Report, walk: Walk, lang: Lang) -> None:
        self._report = report
        self._walk = walk
        self._lang = lang
        self._findings = sort_findings(report)

    def text(self) -> str:
        lines = [*self._head(), *self._table(), *self._details(), *self._foot()]
        return "\n".join(lines).rstrip() + "\n"

    def _head(self) -> list[str]:
        report = self._report
        says = self._say(tell_verdict(report))
        rows = [
            ("target", _plain(tell_source(report.target))),
            ("page", _plain(report.target.payload)),
            ("guise", word("device", report.tool.device)),
            ("scenario", scenario(report.target.scenario)),
            ("reached", word("milestone", report.reached)),
            ("outcome", word("outcome", report.outcome)),
            ("grade", tell_grade(report)),
        ]
        facts = [f"- **{self._say(translate(f'terminal.{key}'))}**: {self._say(value)}" for key, value in rows]
        end = ended(report, self._walk.end)
        told = [f"- {self._say(end)}"] if end else []
        title = self._say(word("verdict", report.verdict))
        return [f"## {_SIGNS[report.verdict]} qraudit: {title}", "", says, "", *facts, *told, ""]

    def _table(self) -> list[str]:
        if not self._findings.shown:
            return []
        names = ("rule", "result", "why")
        head = " | ".join(self._say(translate(f"html.{name}")) for name in names)
        rows = [self._row(finding) for finding in self._findings.shown]
        return [f"| {head} |", "| --- | --- | --- |", *rows, ""]

    def _row(self, finding: Finding) -> str:
        subject = tell_subject(finding)
        name = f"`{finding.rule}`" + (f" ({self._say(subject)})" if subject else "")
        counts = finding.outcome == "violation" and tell_decisions(finding) is None
        return f"| {name} | {'❌' if counts else '⚠️'} {self._say(tell_state(finding))} | {self._say(finding.message)} |"

    def _details(self) -> list[str]:
        return [line for finding in self._findings.shown for line in self._finding(finding)]

    def _finding(self, finding: Finding) -> list[str]:
        tags = [word("severity", finding.severity), word("proof", finding.proof)]
        summary = " · ".join(
            escape(plain(text.zh if self._lang == "zh" else text.en)) for text in [finding.title, *tags]
        )
        lines = [f"<details><summary>{summary}</summary>", "", self._say(finding.message), ""]
        decided = tell_decisions(finding)
        lines += [f"*{self._say(decided)}*", ""] if decided else []
        for attempt in finding.attempts:
            lines.append(f"- {self._say(tell_attempt(attempt))} → {self._say(word('result', attempt.result))}")
            answer = answer_of(attempt)
            lines += [f"  {self._say(answer)}"] if answer else []
        lines += ["", *(f"> {self._say(law_line(law))}\n" for law in cited(finding, self._report))]
        if finding.remedy is not None:
            lines.append(f"**{self._say(translate('terminal.remedy'))}**: {self._say(finding.remedy)}")
        return [*lines, "", "</details>", ""]

    def _foot(self) -> list[str]:
        counts = {"passed": len(self._findings.passed), "skipped": len(self._findings.skipped)}
        settings = [f"\n{self._say(one)}" for one in tell_settings(self._report.tool)]
        return [self._say(translate("terminal.passed", **counts)), *settings]

    def _say(self, text: Bilingual) -> str:
        return markdown(text.zh if self._lang == "zh" else text.en)


def _plain(text: str) -> Bilingual:
    return Bilingual(zh=text, en=text)
