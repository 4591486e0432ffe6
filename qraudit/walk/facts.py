"""Notes what pages ask for, as facts of the walk: fields, boxes, notices; each once, with where it was seen."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal
from urllib.parse import urlsplit

from qraudit.models import Category, Control, FieldFact, Notice, Overlay, TickBox, Walk
from qraudit.walk.asking import titles_of
from qraudit.walk.boxes import PRICE, box_covers, box_text, boxes_in, covers_of
from qraudit.walk.browser.parties import Parties
from qraudit.walk.extras import preset_extras
from qraudit.walk.journal import Journal
from qraudit.walk.meaning import Datum, data_in_text, datum_of, fold, phrases
from qraudit.walk.scene import Scene, meanings_of, name_key, words_of
from qraudit.walk.wheels import date_wheel

__all__ = ["Facts", "FormKind", "entries_in", "form_kind"]

FormKind = Literal["flow", "membership", "invoice", "profile", "survey"]
_CHOSEN = frozenset({"gender", "marital-status", "occupation", "age"})
"""Personal data that are asked for by labels to be touched; a height is a size of clothes there."""
_OF_GOODS = re.compile(r"[款装鞋码]|童$")
"""Options that are kinds of goods: clothes for boys say nothing about who buys them."""
_LEADING = frozenset({"pay", "submit", "next", "checkout", "query", "start", "add"})
_LONGEST_CHIP, _LONGEST_TITLE = 12, 20
_FILLED = 0.4
"""An emphasis from which a label is filled with a colour."""
_ENTRY_KINDS = frozenset({"text", "select", "picker", "file"})
_LONGEST_ROW = 60
_SENTENCES = re.compile(r"[。；;!！\n]|\.\s")


def entries_in(scene: Scene, overlay: Overlay | None) -> list[tuple[Control, Datum]]:
    """The fields of a layer or page, each with the datum it asks for; keys and searches are none."""
    entries = [(one, datum_of(one)) for one in scene.controls(overlay) if one.kind in _ENTRY_KINDS]
    typed = [(one, datum) for one, datum in entries if datum.matter != "search" and one.input_type != "search"]
    return typed + _choices(scene, overlay) + _turned(scene, overlay)


def _turned(scene: Scene, overlay: Overlay | None) -> list[tuple[Control, Datum]]:
    """A wheel in a layer that asks when somebody was born; one for a day to come asks for no personal datum."""
    wheel = date_wheel(scene, overlay) if overlay is not None else None
    lines = wheel.name.splitlines() if wheel is not None else []
    asks = next((one for one in lines if any(datum.category == "birthday" for datum in data_in_text(one))), "")
    return [(wheel.model_copy(update={"name": asks[:40]}), Datum("birthday"))] if wheel is not None and asks else []


def _choices(scene: Scene, overlay: Overlay | None) -> list[tuple[Control, Datum]]:
    """Sets of options that ask for a personal datum (gender, marital status), with what is chosen as their value."""
    groups: dict[str, list[Control]] = {}
    for control in scene.controls(overlay):
        if control.kind == "radio":
            groups.setdefault(control.name_attribute or control.group[:80], []).append(control)
    found = []
    for options in groups.values():
        datum = next(iter(data_in_text(options[0].group)), None)
        if datum is not None and datum.category is not None:
            label = options[0].group.splitlines()[0] if options[0].group else datum.category
            chosen = next((words_of(one) for one in options if one.checked), "")
            found.append((options[0].model_copy(update={"name": label[:40], "value": chosen}), datum))
    return found + _chips(scene, overlay)


def _chips(scene: Scene, overlay: Overlay | None) -> list[tuple[Control, Datum]]:
    """The same as labels to be touched: what stands over or beside them says what they ask for."""
    rows: dict[str, list[Control]] = {}
    for control in scene.controls(overlay):
        words = words_of(control)
        if (
            control.kind in ("button", "tab")
            and 0 < len(words) <= _LONGEST_CHIP
            and words in re.split(r"\s+", control.group)
        ):
            rows.setdefault(control.group, []).append(control)
    found = []
    for options in rows.values():
        title = next(iter(titles_of(scene, options[0])), "") if len(options) > 1 else ""
        title = title if len(title) <= _LONGEST_TITLE else ""
        datum = next((one for one in data_in_text(title) if one.category in _CHOSEN), None)
        goods = any(_OF_GOODS.search(words_of(one)) for one in options)
        if datum is not None and not goods and not any(meanings_of(one) & _LEADING for one in options):
            more = {"kind": "radio", "name": title[:40], "value": _chosen(options), "label_from": "group"}
            found.append((options[0].model_copy(update=more), datum))
    return found


def _chosen(options: list[Control]) -> str:
    """Which of some labels is chosen: it is marked, or it alone looks different from all others."""
    marked = next((one for one in options if one.checked), None)
    if marked is not None:
        return words_of(marked)
    looks = Counter(one.emphasis >= _FILLED for one in options)
    return next((words_of(one) for one in options if one.emphasis >= _FILLED), "") if looks[True] == 1 else ""


def form_kind(scene: Scene, overlay: Overlay | None) -> FormKind:
    """What a form is for: the service, or a registration that the service does not need."""
    text = fold(scene.words(overlay))
    says = phrases("statements").all_in(text)
    entries = entries_in(scene, overlay)
    leading = frozenset().union(
        *(phrases("controls").meanings(words_of(one)) for one in scene.controls(overlay)), frozenset()
    )
    if _registers(says, leading, [datum for _, datum in entries]):
        return "membership"
    if "survey" in says and not leading & {"pay"}:
        return "survey"
    invoice = any(datum.category in ("company", "tax-id") for _, datum in entries)
    return "invoice" if invoice else "flow"


_OTHER_WAYS = frozenset({"pay", "submit", "query", "checkout", "next", "start"})
_OF_A_MEMBER = frozenset(
    {"name", "phone", "birthday", "gender", "age", "email", "password", "wechat-profile", "occupation"}
)


def _registers(says: frozenset[str], leading: frozenset[str], data: list[Datum]) -> bool:
    """Whether a form makes a member of whoever fills it in: it asks only about the person, and sells nothing."""
    matters = {datum.matter for datum in data if datum.category is None}
    if matters - {"sms-code", "captcha", "unknown"} or {datum.category for datum in data} - _OF_A_MEMBER - {None}:
        return False
    if "sms-code" in matters and "send-code" in leading:
        return True
    if "register" in leading and not leading & _OTHER_WAYS:
        return bool(says & {"member-mention", "member-demand"})
    return "member-demand" in says and bool(data) and "price" not in says


class Facts:
    """The facts of one walk, each noted once."""

    def __init__(self, walk: Walk, journal: Journal) -> None:
        self.walk = walk
        self.journal = journal
        self._fields: dict[tuple[str, str], FieldFact] = {}
        self._boxes: dict[str, TickBox] = {}
        self._notices: dict[str, Notice] = {}
        self.notice_links: dict[str, str] = {}
        """Page -> the address of its notice's link."""
        self.touched: set[str] = set()
        """Boxes that the walker itself has ticked or unticked."""

    # -- fields

    def field(self, scene: Scene, control: Control, category: Category, within: FormKind) -> FieldFact:
        """The fact about one field, noted at first sight."""
        key = (category, name_key(control.name or control.placeholder))
        fact = self._fields.get(key)
        if fact is None:
            fact = self._new_field(scene, control, category, within)
            self._fields[key] = fact
            self.walk.fields.append(fact)
        return fact

    def _new_field(self, scene: Scene, control: Control, category: Category, within: FormKind) -> FieldFact:
        says = phrases("statements").meanings(f"{control.name}{control.placeholder}{control.group[:60]}")
        around = f"{control.name} {control.placeholder}"
        return FieldFact(
            category=category,
            label=_telling_label(control)[:60],
            step=scene.step,
            page=scene.route,
            selector=control.selector,
            box=control.box,
            within=within,
            marked_required=control.required_mark or "marked-required" in says,
            marked_optional="marked-optional" in says,
            for_company=category == "tax-id"
            or (category == "company" and "抬头" not in around and within == "invoice"),
            prefilled=bool(control.value),
            secure=self._secure(scene),
            evidence=[self.journal.evidence(control.name or control.placeholder, control=control)],
        )

    @staticmethod
    def _secure(scene: Scene) -> bool:
        parts = urlsplit(scene.snapshot.url)
        return parts.scheme != "http" or Parties.is_loopback(parts.hostname or "")

    # -- boxes

    def box(self, scene: Scene, control: Control) -> TickBox:
        """The fact about one box, noted at first sight, before the walker touches it."""
        key = name_key(box_text(control))
        fact = self._boxes.get(key)
        if fact is None:
            text = box_text(control)
            price = PRICE.search(text) or _price_in_row(control)
            fact = TickBox(
                step=scene.step,
                text=text[:300],
                selector=control.selector,
                box=control.box,
                covers=covers_of(control),
                ticked_at_first=bool(control.checked) and key not in self.touched,
                told_by=control.checked_from,
                price=price.group(0).strip() if price else "",
                documents=control.links[:10],
                evidence=[self.journal.evidence(text, control=control)],
            )
            self._boxes[key] = fact
            self.walk.boxes.append(fact)
        return fact

    def extras(self, scene: Scene, overlay: Overlay | None) -> None:
        """Paid extras that an order counts though nobody chose them."""
        for extra in preset_extras(scene, overlay, self.journal.touched):
            control, key = extra.control, name_key(extra.name)
            if key in self._boxes:
                continue
            told = f"{extra.name} {extra.price}" + (f" × {control.value}" if control.value else "")
            fact = TickBox(
                step=scene.step, text=extra.name[:300], selector=control.selector, box=control.box,
                covers=["addon"], ticked_at_first=True, told_by="count", price=extra.price,
                evidence=[self.journal.evidence(told, control=control)],
            )  # fmt: skip
            self._boxes[key] = fact
            self.walk.boxes.append(fact)

    def touch(self, control: Control) -> None:
        """The walker has set this box itself."""
        self.touched.add(name_key(box_text(control)))

    def implied(self, scene: Scene, overlay: Overlay | None) -> None:
        """A sentence by which going on is agreeing, where there is no box for it."""
        boxed = {cover for one in boxes_in(scene, overlay) for cover in box_covers(box_text(one))}
        text = scene.words(overlay) if overlay is not None else scene.snapshot.text
        for sentence in _SENTENCES.split(text):
            covers = box_covers(sentence)
            key = name_key(sentence)
            if (
                key in self._boxes
                or set(covers) <= boxed
                or not phrases("statements").says(sentence, "consent-implied")
            ):
                continue
            line = next((one for one in scene.snapshot.lines if one.text and one.text[:12] in sentence), None)
            fact = TickBox(
                step=scene.step,
                text=sentence.strip()[:300],
                box=line.box if line else None,
                covers=covers,
                implied=True,
                evidence=[self.journal.evidence(sentence.strip(), box=line.box if line else None)],
            )
            self._boxes[key] = fact
            self.walk.boxes.append(fact)

    # -- notices

    def notice(self, scene: Scene, overlay: Overlay | None, categories: list[Category]) -> Notice:
        """What the page says about the data that it asks for; the link is opened later."""
        notice = self._notices.get(scene.route)
        if notice is None:
            notice = self._new_notice(scene, overlay)
            self._notices[scene.route] = notice
            self.walk.notices.append(notice)
        notice.collects += [one for one in categories if one not in notice.collects]
        return notice

    def _new_notice(self, scene: Scene, overlay: Overlay | None) -> Notice:
        link = self.legal_link(scene)
        self.notice_links[scene.route] = link.href if link else ""
        purpose = _purpose(scene.words(None))
        return Notice(
            step=scene.step,
            page=scene.route,
            on_page=purpose,
            link=words_of(link) if link else _document(scene.words(overlay)),
            link_font_size=link.font_size if link else None,
            link_contrast=link.contrast if link else None,
            taps=1 if link else None,
            evidence=[self.journal.evidence(words_of(link) if link else purpose, control=link)],
        )

    @staticmethod
    def legal_link(scene: Scene) -> Control | None:
        """The control that leads to the privacy notice, the most telling first."""
        legal = [
            one
            for one in scene.snapshot.controls
            if "legal" in phrases("controls").meanings(words_of(one)) and one.kind != "key"
        ]
        own = sorted((one for one in legal if one.kind in ("link", "button")), key=lambda one: len(words_of(one)))
        return next(
            (one for one in own if "privacy" in phrases("statements").meanings(words_of(one))), next(iter(own), None)
        )


def _telling_label(control: Control) -> str:
    """The words that say what is asked for: its name, unless only what stands in the field does."""
    if control.placeholder and not data_in_text(control.name) and data_in_text(control.placeholder):
        return control.placeholder
    return control.name or control.placeholder or control.group


def _price_in_row(control: Control) -> re.Match[str] | None:
    """The price of the row that a switch stands in, where the row has one."""
    prices = list(PRICE.finditer(control.group)) if len(control.group) <= _LONGEST_ROW else []
    return prices[0] if len(prices) == 1 else None


def _purpose(text: str) -> str:
    """A statement of what data are for, beside the fields."""
    says = phrases("statements").says
    return next(
        (line.strip()[:200] for line in text.splitlines() if 6 <= len(line) <= 400 and says(line, "purpose")), ""
    )


def _document(text: str) -> str:
    """A document named in the text where no control leads to it."""
    found = re.search(r"《[^》]{2,30}》", text)
    return found.group(0) if found and "privacy" in phrases("statements").meanings(found.group(0)) else ""
