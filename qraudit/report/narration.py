"""What was done and met, told in sentences that an inspector understands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import PureWindowsPath

from qraudit.models import (
    Action,
    Advert,
    Attempt,
    Bilingual,
    Concession,
    Finding,
    Handoff,
    LawQuote,
    Prompt,
    Report,
    Target,
)
from qraudit.report.escaping import plain
from qraudit.report.words import joined, quoted, translate, word

__all__ = [
    "answer_of",
    "ended",
    "law_line",
    "law_names",
    "tell_action",
    "tell_advert",
    "tell_attempt",
    "tell_concession",
    "tell_grade",
    "tell_handoff",
    "tell_moment",
    "tell_prompt",
    "tell_reasons",
    "tell_source",
    "tell_subject",
    "tell_title",
]

_ADDRESS = 44
_STANDARD_INPUT = "-"
_ABROAD = ("paypal", "stripe")
"""Ways to pay whose amounts may be in any currency."""
_NUMBER = re.compile(r"\d+(\.\d+)?")


def tell_action(action: Action) -> Bilingual:
    """What one step did."""
    target = _address(action.target) if action.kind == "open" else action.target
    told = translate(f"action.{action.kind}", target=quoted(target, _ADDRESS))
    return Bilingual(zh=told.zh.rstrip("："), en=told.en.rstrip(":"))


def tell_source(target: Target) -> str:
    """What was given to be audited; of a photograph its name, not the folders of whoever took it."""
    if target.source == _STANDARD_INPUT:
        return target.payload or target.source
    return (PureWindowsPath(target.source).name or target.source) if target.sha256 else target.source


def tell_moment(moment: datetime) -> str:
    """A moment with its zone, as a reader writes it down."""
    offset = moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M:%S}" + (f" (UTC{offset[:3]}:{offset[3:5]})" if offset else "")


def tell_reasons(report: Report) -> list[tuple[Bilingual, Finding | None]]:
    """Why the code is a clean one or not: a finding by its title, since it is told in full elsewhere."""
    findings = {finding.message.zh: finding for finding in report.findings}
    whys = report.grade.because if report.grade else []
    return [(tell_title(found) if (found := findings.get(why.zh)) else why, found) for why in whys]


def tell_grade(report: Report) -> Bilingual:
    """The clean-code grade in one line."""
    grade = report.grade
    if grade is None or grade.clean_code is None:
        return translate("grade.unknown")
    head = translate("grade.is" if grade.clean_code else "grade.is-not")
    reasons = [
        Bilingual(zh=why.zh.rstrip("。"), en=f"{why.en[:1].lower()}{why.en[1:]}".rstrip("."))
        for why, _ in tell_reasons(report)
    ]
    return translate("label", name=head, value=joined(reasons, "clause")) if reasons else head


def tell_title(finding: Finding) -> Bilingual:
    """A finding's title with its subject."""
    subject = tell_subject(finding)
    return finding.title if subject is None else translate("label", name=finding.title, value=subject)


def _address(url: str) -> str:
    """An address as people say it."""
    return url.partition("://")[2].rstrip("/") or url


def tell_attempt(attempt: Attempt) -> Bilingual:
    """What was tried."""
    if attempt.kind == "wait" and attempt.waited_ms:
        return translate("attempt.wait-for", seconds=round(attempt.waited_ms / 1000, 1))
    target = _address(attempt.target) if attempt.kind == "direct" else attempt.target
    return translate(f"attempt.{attempt.kind}", target=quoted(target))


def answer_of(attempt: Attempt) -> Bilingual | None:
    """What came of it beyond the bare result: the page's words, and where it led."""
    parts = []
    if attempt.reply.strip():
        parts.append(translate("replied", reply=plain(attempt.reply, 160)))
    if attempt.led_to.strip():
        parts.append(translate("led-to", where=plain(attempt.led_to, 120)))
    return joined(parts, "clause") if parts else None


def tell_prompt(prompt: Prompt) -> Bilingual:
    """What the page asked for."""
    return word("prompt", prompt.kind)


def tell_advert(advert: Advert) -> Bilingual:
    """That an advertisement came up, and whether it could be closed."""
    return word("advert", "closed" if advert.closed else "stuck")


def tell_concession(concession: Concession) -> Bilingual:
    """What had to be given up."""
    what = word("category", concession.category) if concession.category else None
    named = quoted(what.zh if what else concession.what), quoted(what.en if what else concession.what)
    return translate(f"concession.{concession.kind}", what=Bilingual(zh=named[0].zh, en=named[1].en))


def tell_handoff(handoff: Handoff) -> Bilingual:
    """A request for payment: way, payee and amount where known."""
    amount = handoff.amount.strip()
    if handoff.way not in _ABROAD and _NUMBER.fullmatch(amount):
        amount = f"¥{amount}"
    known = [plain(part, 60) for part in (handoff.payee, amount) if part.strip()]
    return joined([word("handoff", handoff.way), *(Bilingual(zh=part, en=part) for part in known)])


def tell_subject(finding: Finding) -> Bilingual | None:
    """What a finding is about: a category in words, or a host."""
    return word("category", finding.subject) if finding.subject else None


def ended(report: Report, end: str) -> Bilingual | None:
    """How the walk ended: the reason where there is one, else its end."""
    if report.reason_text is not None:
        return report.reason_text
    return None if end == "none" else word("end", end)


def law_line(law: LawQuote) -> Bilingual:
    """Instrument and article, with the wording where it was verified and the sense elsewhere."""
    head = Bilingual(zh=f"《{law.instrument.zh}》{law.article.zh}", en=f"{law.instrument.en}, {law.article.en}")
    if law.quote and law.checked == "text":
        return Bilingual(zh=f"{head.zh}：“{law.quote}”", en=f"{head.en}: {law.gloss.en}")
    return Bilingual(
        zh=f"{head.zh}（{translate('law.sense').zh}：{law.gloss.zh}）", en=f"{head.en} (sense: {law.gloss.en})"
    )


def law_names(laws: Iterable[LawQuote]) -> Bilingual:
    """Articles by name alone, each instrument once."""
    articles: dict[str, list[LawQuote]] = {}
    for law in laws:
        articles.setdefault(law.instrument.zh, []).append(law)
    named = [
        Bilingual(
            zh=f"《{name}》{'、'.join(law.article.zh for law in found)}",
            en=f"{found[0].instrument.en}, {', '.join(law.article.en for law in found)}",
        )
        for name, found in articles.items()
    ]
    return joined(named, "clause")
