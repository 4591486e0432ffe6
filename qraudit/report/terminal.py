"""The report on a terminal: compact on 80 columns."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from qraudit.models import Bilingual, Finding, Lang, Report, Walk
from qraudit.report.escaping import plain
from qraudit.report.narration import (
    answer_of,
    ended,
    law_line,
    law_names,
    tell_action,
    tell_advert,
    tell_attempt,
    tell_concession,
    tell_grade,
    tell_handoff,
    tell_prompt,
    tell_source,
    tell_subject,
)
from qraudit.report.selection import Sorted, StepStory, cited, sort_findings, tell_steps
from qraudit.report.standing import tell_decisions, tell_settings, tell_state, tell_verdict
from qraudit.report.words import joined, scenario, translate, word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["print_terminal", "render_report"]

_WIDTH = 80
_OWN_SERVICE = "chromium-service"
"""A refusal that says nothing of the merchant."""
_LABEL = {"zh": 8, "en": 12}
"""Cells that a label takes."""
_COLOURS = {"violations": "red", "needs-review": "yellow", "clean": "green", "not-audited": "blue"}
_MARKS = {"passed": ("✓", "green"), "asked-again": ("✓", "yellow"), "came-back": ("✗", "yellow")}


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> str:
    """The terminal report as plain text, for pipes and files."""
    from rich.console import Console

    console = Console(file=StringIO(), width=_WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    print_terminal(report, console, lang, run)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def print_terminal(report: Report, console: Console, lang: Lang, run: Path | None = None) -> None:
    """Print the report on a console."""
    _Terminal(console, lang).report(report, run)


class _Terminal:
    def __init__(self, console: Console, lang: Lang) -> None:
        self._console = console
        self._lang: Lang = lang

    def report(self, report: Report, run: Path | None) -> None:
        findings = sort_findings(report)
        self._verdict(report)
        self._facts(report)
        self._path(report)
        for number, finding in enumerate(findings.shown, 1):
            self._finding(number, finding, report)
        self._close(report, findings, run)

    def _verdict(self, report: Report) -> None:
        colour = _COLOURS[report.verdict]
        title = self._say(word("verdict", report.verdict))
        self._console.rule(self._text((translate("terminal.title"), "dim")), style="dim")
        self._line((f"■ {title}", f"bold {colour}"))
        self._line((tell_verdict(report), ""), indent=2)

    def _facts(self, report: Report) -> None:
        target = report.target
        self._console.print()
        self._fact("target", tell_source(target))
        if target.payload and target.payload != tell_source(target):
            self._fact("page", target.payload)
        self._fact("guise", word("device", report.tool.device))
        known_from = word("scenario-from", target.scenario_from)
        self._fact("scenario", translate("detail", text=scenario(target.scenario), detail=known_from))
        self._fact("reached", word("milestone", report.reached))
        self._fact("outcome", word("outcome", report.outcome))
        if report.grade is not None:
            self._fact("grade", tell_grade(report))

    def _path(self, report: Report) -> None:
        if not report.steps:
            return
        self._heading("path")
        for story in tell_steps(report, None):
            self._step(story)
        end = ended(report, "none")
        if end is not None:
            self._row(("■", "dim"), (end, ""), indent=2, hang=4)

    def _step(self, story: StepStory) -> None:
        milestone = word("milestone", story.step.milestone)
        number = (str(story.step.index), "dim")
        told = translate("detail", text=tell_action(story.step.action), detail=milestone)
        self._row(number, (told, ""), indent=2, hang=4)
        for prompt in story.prompts:
            mark = ("✗", "red") if prompt.passed is False else ("✓" if prompt.passed else "·", "green")
            self._row(mark, (tell_prompt(prompt), ""), indent=6)
        for advert in story.adverts:
            mark = ("✓", "green") if advert.closed else ("✗", "red")
            self._row(mark, (tell_advert(advert), ""), indent=6)
        for concession in story.concessions:
            self._row(("!", "yellow"), (tell_concession(concession), ""), indent=6)
        for handoff in story.handoffs:
            self._row(("→", "cyan"), (tell_handoff(handoff), ""), indent=6)

    def _finding(self, number: int, finding: Finding, report: Report) -> None:
        self._console.print()
        colour = "red" if finding.outcome == "violation" else "yellow"
        tags = joined([tell_state(finding), word("severity", finding.severity), word("proof", finding.proof)])
        subject = tell_subject(finding)
        title = finding.title if subject is None else translate("label", name=finding.title, value=subject)
        self._row((f"{number}.", f"bold {colour}"), (title, f"bold {colour}"), hang=3)
        self._line(
            (translate("detail", text=Bilingual(zh=finding.rule, en=finding.rule), detail=tags), "dim"), indent=3
        )
        decided = tell_decisions(finding)
        if decided is not None:
            self._line((decided, "dim"), indent=3)
        self._line((finding.message, ""), indent=3)
        self._tried(finding)
        laws = cited(finding, report)
        if laws:
            self._labelled("law", law_line(laws[0]))  # one in full; the others' wording is in the HTML report
        if laws[1:]:
            self._labelled("law-too", law_names(laws[1:]))
        if finding.remedy is not None:
            self._labelled("remedy", finding.remedy)

    def _tried(self, finding: Finding) -> None:
        for attempt in finding.attempts:
            mark, colour = _MARKS.get(attempt.result, ("✗", "red"))
            answer = answer_of(attempt)
            told = translate("tried-line", what=tell_attempt(attempt), result=word("result", attempt.result))
            told = joined([told, answer], "clause") if answer else told
            self._row((mark, colour), (told, ""), indent=5)

    def _close(self, report: Report, findings: Sorted, run: Path | None) -> None:
        self._console.print()
        counts = {"passed": len(findings.passed), "skipped": len(findings.skipped)}
        self._line((translate("terminal.passed", **counts), "dim"))
        for setting in tell_settings(report.tool):
            self._line((setting, "yellow"))
        refused = [one for one in report.refused if one.reason != _OWN_SERVICE]
        if refused:
            hosts = ", ".join(sorted({plain(refusal.host, 60) for refusal in refused})[:8])
            count = sum(refusal.count for refusal in refused)
            self._line((translate("terminal.refused", count=count, hosts=hosts), "yellow"))
        if report.tool.sandboxed is False:
            self._line((translate("terminal.unsandboxed"), "yellow"))
        if run is not None:
            self._fact("files", str(run))
            if (run / "report.html").is_file():
                self._fact("", str(run / "report.html"))

    def _heading(self, key: str) -> None:
        self._console.print()
        self._line((translate(f"terminal.{key}"), "bold"))

    def _fact(self, key: str, value: Bilingual | str) -> None:
        label = translate(f"terminal.{key}") if key else ""
        self._row((label, "dim"), (value, ""), hang=_LABEL[self._lang])

    def _labelled(self, key: str, value: Bilingual) -> None:
        self._row((translate(f"terminal.{key}"), "cyan"), (value, ""), indent=3, hang=_LABEL[self._lang] - 3)

    def _line(self, *parts: tuple[Bilingual | str, str], indent: int = 0) -> None:
        self._print(self._text(*parts), indent)

    def _row(
        self, lead: tuple[Bilingual | str, str], *parts: tuple[Bilingual | str, str], indent: int = 0, hang: int = 2
    ) -> None:
        """A mark or label, and a text that hangs beside it."""
        from rich.cells import cell_len

        head = self._text(lead)
        head.append(" " * max(hang - cell_len(head.plain), 1))
        self._print(self._text(*parts), indent, head)

    def _print(self, text: Text, indent: int, head: Text | None = None) -> None:
        from rich.cells import cell_len
        from rich.text import Text

        from qraudit.report.wrapping import wrap

        lead = Text(" " * indent) + (head or Text())
        for number, line in enumerate(wrap(text, self._console.width - cell_len(lead.plain))):
            margin = Text(" " * cell_len(lead.plain)) if number else lead
            self._console.print(margin + line, no_wrap=True, overflow="ignore", crop=False, highlight=False)

    def _text(self, *parts: tuple[Bilingual | str, str]) -> Text:
        from rich.text import Text

        text = Text()
        for part, style in parts:
            text.append(plain(self._say(part) if isinstance(part, Bilingual) else part), style=style or None)
        return text

    def _say(self, text: Bilingual) -> str:
        return text.zh if self._lang == "zh" else text.en
