"""A complaint's draft: facts only, suspected, with the consumer's own details left blank."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from qraudit.errors import UsageError
from qraudit.models import Bilingual, Finding, Lang, Report, Walk
from qraudit.report.escaping import plain
from qraudit.report.narration import answer_of, ended, law_line, tell_attempt, tell_source, tell_subject
from qraudit.report.paper import Paper, Text
from qraudit.report.sealing import read_seal
from qraudit.report.selection import cited, sort_findings
from qraudit.report.words import joined, scenario, translate, word
from qraudit.text import both

__all__ = ["Complaint", "check", "draft"]

_DAY = "%Y-%m-%d"
_MOST_ATTEMPTS = 12
_FOLLOWING = "follow-"
"""How the rules about following are called: the association has a mailbox for these alone."""


@dataclass(frozen=True)
class Complaint:
    """The two files of a draft."""

    letter: bytes
    """.docx"""
    mail: bytes
    """.eml with the report and the letter's evidence attached."""


def draft(report: Report, walk: Walk, run: Path, pdf: bytes, lang: Lang) -> Complaint:
    """Draft the complaint of one run.

    Raises:
        UsageError: the run found nothing to complain about.

    """
    author = _Author(report, walk, run, check(report, run), lang)
    letter = author.letter()
    return Complaint(letter, author.mail(letter, pdf))


def check(report: Report, run: Path) -> list[Finding]:
    """What there is to complain about: violations, and what an authority should look at.

    Raises:
        UsageError: there is nothing.

    """
    matters = [finding for finding in sort_findings(report).shown if finding.waiver is None]
    if not matters:
        raise UsageError(both("report.complaint.nothing", path=run))
    return matters


class _Author:
    def __init__(self, report: Report, walk: Walk, run: Path, matters: list[Finding], lang: Lang) -> None:
        self._report = report
        self._walk = walk
        self._run = run
        self._matters = matters
        self._lang: Lang = lang
        seal = read_seal(run)
        self._digest: Text = seal.digest if seal else _say("no-digest")
        self._hashes = {record.path: record.sha256 for record in seal.manifest.files} if seal else {}

    def letter(self) -> bytes:
        paper, blank = Paper(self._lang), translate("paper.blank")
        paper.title(_say("title"))
        paper.paragraph(self._note(), small=True)
        paper.heading(_say("you"))
        paper.facts([(_say(key), blank) for key in ("name", "phone", "home", "when", "paid")])
        paper.heading(_say("them"))
        target = self._report.target
        known = {"page": self._name(), "url": plain(target.payload, 400), "photo": plain(tell_source(target), 200)}
        paper.facts(
            [(_say("shop"), blank), (_say("shop-address"), blank), *((_say(key), text) for key, text in known.items())]
        )
        paper.heading(_say("facts"))
        paper.paragraph(self._facts())
        for number, finding in enumerate(self._matters, 1):
            self._matter(paper, number, finding)
        self._close(paper, blank)
        return paper.save()

    def mail(self, letter: bytes, pdf: bytes) -> bytes:
        message = EmailMessage(policy=SMTP)
        if self._on_following:
            message["To"] = self._in(_say("mailbox"))
        message["Subject"] = self._subject()
        message["X-Unsent"] = "1"  # mail programs open it as a draft
        letter_lines = self._in(self._letter_in_short()).splitlines()
        message.set_content("\n".join(map(plain, letter_lines)))
        message.add_attachment(pdf, "application", "pdf", filename="report.pdf")
        kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
        message.add_attachment(letter, "application", kind, filename="complaint.docx")
        for name in ("report.json", "manifest.json"):
            if (self._run / name).is_file():
                message.add_attachment((self._run / name).read_bytes(), "application", "json", filename=name)
        return message.as_bytes()

    @property
    def _on_following(self) -> bool:
        """Whether it is about what the association's mailbox is for."""
        return any(finding.rule.startswith(_FOLLOWING) for finding in self._matters)

    def _note(self) -> Bilingual:
        return _say("note", where=_say("where-follow" if self._on_following else "where-other"))

    def _subject(self) -> str:
        matters, count = self._matters[0].title, len(self._matters)
        if count > 1:
            matters = _say("and-more", first=matters, count=count)
        return plain(self._in(_say("subject", name=self._name(), matters=matters)), 200)

    def _letter_in_short(self) -> Bilingual:
        lines = [self._title(number, finding) for number, finding in enumerate(self._matters, 1)]
        told = [
            Bilingual(zh=f"{line.zh}。{finding.message.zh}", en=f"{line.en}. {finding.message.en}")
            for line, finding in zip(lines, self._matters, strict=True)
        ]
        items = Bilingual(zh="\n".join(line.zh for line in told), en="\n".join(line.en for line in told))
        return _say("mail", name=self._name(), facts=self._facts(), items=items, digest=self._digest, note=self._note())

    def _facts(self) -> Bilingual:
        report = self._report
        return _say(
            "facts-says",
            date=report.started.strftime(_DAY),
            url=plain(report.target.payload, 300) or "–",
            guise=word("device", report.tool.device),
            scenario=scenario(report.target.scenario),
            reached=word("milestone", report.reached),
            ended=ended(report, self._walk.end) or Bilingual(zh="", en=""),
        )

    def _title(self, number: int, finding: Finding) -> Bilingual:
        subject = tell_subject(finding)
        title = finding.title if subject is None else translate("label", name=finding.title, value=subject)
        if finding.outcome == "needs-review":
            title = translate("detail", text=title, detail=word("finding", finding.outcome))
        return _say("item", number=number, title=title)

    def _matter(self, paper: Paper, number: int, finding: Finding) -> None:
        paper.subheading(self._title(number, finding))
        paper.paragraph(finding.message)
        for attempt in finding.attempts[:_MOST_ATTEMPTS]:
            told = translate("tried-line", what=tell_attempt(attempt), result=word("result", attempt.result))
            answer = answer_of(attempt)
            paper.bullets([joined([told, answer], "clause") if answer else told])
        names = list(dict.fromkeys(place.screenshot for place in finding.evidence if place.screenshot))
        captions = [(name, _say("picture", file=name, sha256=self._hashes.get(name, "–"))) for name in names]
        paper.pictures(self._run, captions)

    def _close(self, paper: Paper, blank: Bilingual) -> None:
        cited_by_any = {law.id: law for finding in self._matters for law in cited(finding, self._report)}
        paper.heading(_say("law"))
        paper.bullets([law_line(law) for law in cited_by_any.values()])
        paper.paragraph(_say("law-note"), small=True)
        paper.heading(_say("want"))
        paper.paragraph(blank)
        paper.heading(_say("evidence"))
        paper.paragraph(_say("evidence-says", digest=self._digest))
        paper.facts([(_say("signature"), blank), (translate("record.date"), blank)], together=True)

    def _name(self) -> str:
        titles = [step.title for step in self._report.steps if step.title.strip()]
        return plain(titles[0] if titles else tell_source(self._report.target), 60)

    def _in(self, text: Bilingual) -> str:
        return text.zh if self._lang == "zh" else text.en


def _say(key: str, **values: object) -> Bilingual:
    return translate(f"complaint.{key}", **values)
