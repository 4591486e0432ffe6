"""The inspector's record: 电子数据提取笔录, as a Word document to be completed and signed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from qraudit.models import Bilingual, Finding, Lang, Report, Walk
from qraudit.report.escaping import plain
from qraudit.report.narration import (
    ended,
    law_line,
    tell_action,
    tell_attempt,
    tell_concession,
    tell_handoff,
    tell_moment,
    tell_source,
    tell_subject,
)
from qraudit.report.paper import Paper, Text
from qraudit.report.sealing import Seal, read_seal
from qraudit.report.selection import cited, sort_findings, tell_steps
from qraudit.report.standing import tell_decisions, tell_settings, tell_state, tell_typed
from qraudit.report.words import joined, translate, word

__all__ = ["render_report"]

_MOST_HOSTS = 40


def render_report(report: Report, walk: Walk, run: Path | None, lang: Lang) -> bytes:
    """The record as a .docx file."""
    return _Record(report, walk, run, lang).write()


class _Record:
    def __init__(self, report: Report, walk: Walk, run: Path | None, lang: Lang) -> None:
        self._report = report
        self._walk = walk
        self._run = run
        self._seal = read_seal(run)
        self._paper = Paper(lang, foot=_say("foot"))
        self._stories = tell_steps(report, walk)

    def write(self) -> bytes:
        self._paper.title(_say("title"))
        self._paper.paragraph(_say("basis"), small=True)
        self._paper.paragraph(_say("draft"), small=True)
        self._particulars()
        self._steps()
        self._tried()
        self._findings()
        self._handoffs()
        self._integrity(self._seal)
        self._pictures()
        self._signatures()
        return self._paper.save()

    def _particulars(self) -> None:
        report, blank = self._report, translate("paper.blank")
        self._paper.heading(_say("about"))
        rows: list[tuple[Text, Text]] = [
            (_say(key), blank) for key in ("case", "place", "party", "officers", "witness")
        ]
        rows += [
            (_say("time"), f"{tell_moment(report.started)} — {tell_moment(report.finished)}"),
            (_say("clock"), _clock(self._seal)),
            (_say("object"), _object(report)),
            (_say("payload"), _payload(report)),
            (_say("hosts"), plain(", ".join(self._walk.hosts[:_MOST_HOSTS])) or "–"),
            (_say("address"), _addresses(self._walk)),
            (_say("tool"), _tool(report)),
            (_say("machine"), _machine(self._seal)),
            (_say("guise"), word("device", report.tool.device)),
            (_say("command"), plain(report.tool.command, 400) or "–"),
            (_say("method"), _say("method-says", typed=tell_typed(report.tool))),
        ]
        self._paper.facts(rows)

    def _steps(self) -> None:
        self._paper.heading(_say("steps"))
        head = [_say(key) for key in ("number", "at", "did", "url", "file")]
        rows: list[list[Text]] = []
        for story in self._stories:
            step = story.step
            at = (self._report.started + timedelta(milliseconds=step.at_ms)).strftime("%H:%M:%S")
            did = translate("detail", text=tell_action(step.action), detail=word("milestone", step.milestone))
            row: list[Text] = [str(step.index), at, did, plain(step.url, 200), step.screenshot or "–"]
            rows.append(row)
        self._paper.table(head, rows, [1.1, 1.8, 5.2, 5.9, 2.6])
        end = ended(self._report, self._walk.end)
        if end is not None:
            self._paper.paragraph(end)

    def _tried(self) -> None:
        self._paper.heading(_say("tried"))
        rows: list[list[Text]] = []
        for story in self._stories:
            for one in story.attempts:
                pictures = " → ".join(name for name in (one.before, one.after) if name) or "–"
                told: list[Text] = [
                    str(one.step),
                    tell_attempt(one),
                    word("result", one.result),
                    plain(one.reply, 160) or "–",
                    pictures,
                ]
                rows.append(told)
            for conceded in story.concessions:
                rows.append([str(conceded.step), _say("conceded", what=tell_concession(conceded)), "–", "–", "–"])
        if not rows:
            self._paper.paragraph(_say("nothing-tried"))
            return
        head = [_say(key) for key in ("number", "attempt", "result", "reply", "file")]
        self._paper.table(head, rows, [1.1, 5.2, 2.4, 4.2, 3.7])

    def _findings(self) -> None:
        self._paper.heading(_say("findings"))
        findings = sort_findings(self._report).shown
        if not findings:
            self._paper.paragraph(_say("nothing-found"))
        for number, finding in enumerate(findings, 1):
            self._finding(number, finding)

    def _finding(self, number: int, finding: Finding) -> None:
        subject = tell_subject(finding)
        title = finding.title if subject is None else translate("label", name=finding.title, value=subject)
        self._paper.subheading(Bilingual(zh=f"{number}. {title.zh}", en=f"{number}. {title.en}"))
        tags = joined([tell_state(finding), word("severity", finding.severity), word("proof", finding.proof)])
        self._paper.paragraph(translate("detail", text=_same(finding.rule), detail=tags), small=True)
        decided = tell_decisions(finding)
        if decided is not None:
            self._paper.paragraph(decided, small=True)
        self._paper.paragraph(finding.message)
        self._paper.bullets([law_line(law) for law in cited(finding, self._report)])

    def _handoffs(self) -> None:
        self._paper.heading(_say("handoffs"))
        if not self._report.handoffs:
            self._paper.paragraph(_say("no-handoffs"))
        for handoff in self._report.handoffs:
            step = translate("html.step", index=handoff.step)
            self._paper.paragraph(translate("label", name=step, value=tell_handoff(handoff)))

    def _integrity(self, seal: Seal | None) -> None:
        self._paper.heading(_say("integrity"))
        if seal is None:
            self._paper.paragraph(_say("unsealed"))
            return
        stamp: Text = _say("no-stamp")
        if seal.stamp is not None:
            stamp = f"{seal.stamp.time.isoformat()} {seal.stamp.authority}"
        self._paper.facts([(_say("digest"), seal.digest), (_say("stamp"), stamp)])
        head: list[Text] = [_say("path"), _say("size"), "SHA-256"]
        rows: list[list[Text]] = [[one.path, str(one.size), one.sha256] for one in seal.manifest.files]
        self._paper.hashes(head, rows, [4.3, 1.6, 10.7])

    def _pictures(self) -> None:
        if self._run is None:
            return
        hashes = {record.path: record.sha256 for record in self._seal.manifest.files} if self._seal else {}
        names: dict[str, Text] = {name: name for name in hashes if name.startswith("photo.")}
        for story in self._stories:
            told = [story.step.screenshot, *(name for one in story.attempts for name in (one.before, one.after))]
            for name in filter(None, told):
                names.setdefault(name, name)
        names = {name: f"{name} SHA-256: {hashes.get(name, '–')[:16]}…" for name in names}
        self._paper.heading(_say("pictures"))
        self._paper.pictures(self._run, list(names.items()))

    def _signatures(self) -> None:
        self._paper.heading(_say("signatures"))
        blank = translate("paper.blank")
        lines = ("officer", "officer", "party-signs", "witness-signs", "date")
        self._paper.facts([(_say(line), blank) for line in lines], together=True)


def _say(key: str, **values: object) -> Bilingual:
    return translate(f"record.{key}", **values)


def _same(text: str) -> Bilingual:
    shown = plain(text, 400)
    return Bilingual(zh=shown, en=shown)


def _object(report: Report) -> Bilingual:
    target = report.target
    source = plain(tell_source(target), 200)
    return _say("photo", source=source, sha256=target.sha256) if target.sha256 else _say("source", source=source)


def _addresses(walk: Walk) -> Text:
    """Each host with the addresses at which it answered; to be filled in where the browser was not the tool's own."""
    known = [f"{host} ({', '.join(answered)})" for host, answered in walk.addresses.items() if answered]
    return plain("; ".join(known[:_MOST_HOSTS])) or translate("paper.blank")


def _payload(report: Report) -> Bilingual:
    kind = word("code-kind", report.target.kind)
    return translate("detail", text=_same(report.target.payload), detail=kind)


def _tool(report: Report) -> Bilingual:
    tool = report.tool
    says = _say("tool-says", version=tool.version, browser=plain(tool.browser) or "–", rules=tool.rules)
    return joined([says, *tell_settings(tool)], "clause")


def _clock(seal: Seal | None) -> Text:
    if seal is None:
        return "–"
    clock = seal.manifest.clock
    sync = {True: "clock-synced", False: "clock-unsynced", None: "clock-unknown"}[clock.synchronised]
    return _say("clock-says", zone=clock.zone, offset=clock.offset, sync=_say(sync))


def _machine(seal: Seal | None) -> str:
    if seal is None:
        return "–"
    host = seal.manifest.host
    return f"{host.system} {host.machine}; Python {host.python}; Playwright {host.playwright or '–'}"
