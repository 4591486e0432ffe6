"""What a snapshot means: what the page says, how far the flow has come, what is broken, what is in the way."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

from qraudit.models import Box, Control, Milestone, Overlay, Picture, Snapshot
from qraudit.walk.decisions import decisions
from qraudit.walk.meaning import fold, phrases

__all__ = ["Scene", "route_of", "words_of"]

Breakage = Literal["expired", "closed", "error-page", "captcha", "environment", "login-needed"]

BREAKAGES: tuple[Breakage, ...] = ("captcha", "expired", "closed", "environment", "login-needed", "error-page")

_DIGITS = re.compile(r"\d+")
_ID_SEGMENT = re.compile(r"/(?:[0-9]+|[0-9a-f]{8,}|[A-Za-z0-9_-]{20,})(?=/|$)")
_PRICE = re.compile(
    r"(?:[¥￥]|RMB|CNY|(?:NT|HK|MOP)?\$)\s*\d+(?:\.\d{1,2})?(?![^\S\n]*(?:[/每起]|\d))"
    r"|\d(?:\.\d{1,2})?[^\S\n]*元(?!素|[^\S\n]*[/每起])",
    re.IGNORECASE,
)
"""A price that is asked for; a tariff (`5 元/小时`) is none."""
_QUANTITY = re.compile(r"[×xX*]\s*\d{1,2}\s*\n?\s*(?:[¥￥]|RMB)\s*\d")
_ACTING = frozenset({"button", "link", "tab"})
_TAPPED = _ACTING | {"radio", "stepper", "checkbox"}
_FIELDS = frozenset({"text", "select", "picker"})
_CHOICES = frozenset({"add", "checkout", "submit", "pay"})


def route_of(url: str) -> str:
    """An address without what differs from visit to visit: the page that it names."""
    parts = urlsplit(url)
    fragment = parts.fragment.split("?", 1)[0] if parts.fragment.startswith(("/", "!")) else ""
    path = _ID_SEGMENT.sub("/*", parts.path or "/")
    return f"{parts.netloc}{path}" + (f"#{_ID_SEGMENT.sub('/*', fragment)}" if fragment else "")


def words_of(control: Control) -> str:
    """What a control says: its label, or its own text, or what its glyph stands for."""
    said = control.text if control.kind in ("button", "link", "tab", "key") and control.text else control.name
    return (
        said or control.name or {"close": "×", "plus": "+", "minus": "-", "back": "返回"}.get(control.glyph, "")
    ).strip()


def meanings_of(control: Control) -> frozenset[str]:
    """What a control means by its words."""
    words = words_of(control)
    return phrases("controls").meanings(words) if words and len(words) <= 60 else frozenset()


def name_key(text: str) -> str:
    """A text without numbers and spaces, to know a control again on a later look."""
    return _DIGITS.sub("#", fold(text))[:60]


def _within(outer: Box, inner: Box) -> bool:
    """Whether the middle of one box lies in another."""
    x, y = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    return outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]


@dataclass
class Scene:
    """One look, and what it means. `step` is the step that led here."""

    snapshot: Snapshot
    step: int
    screenshot: str | None = None

    @cached_property
    def route(self) -> str:
        """The page that this is."""
        return route_of(self.snapshot.url)

    @cached_property
    def state(self) -> str:
        """What distinguishes this state of the page from another: its words and its fields."""
        layer = self.layer
        passing = {line for one in self.snapshot.overlays if one.transient for line in one.text.splitlines()}
        lasting = "\n".join(line for line in self.snapshot.text.splitlines() if line not in passing)
        parts = [self.route, layer.signature if layer else "", fold(lasting)[:4000]]
        parts += [f"{c.value}{c.checked}{c.disabled}" for c in self.snapshot.controls if c.kind != "key"]
        parts += self.drawn
        return str(hash("\n".join(parts)))

    @cached_property
    def drawn(self) -> list[str]:
        """The words to touch that are only drawn: where a page is one canvas, they tell its states apart."""
        return [one.name for one in self.snapshot.controls if one.tag == "canvas" and one.label_from == "picture"]

    @cached_property
    def outline(self) -> tuple[str, str, str]:
        """A state without what ticks: which page, which layer, which words but for the numbers."""
        return self.route, self.layer.signature if self.layer else "", _DIGITS.sub("", fold(self.snapshot.text))[:4000]

    @cached_property
    def layer(self) -> Overlay | None:
        """The layer that has to be dealt with before the page: a modal one, or one that lies over a good part of it."""
        standing = [one for one in self.snapshot.overlays if not one.transient]
        modal = next((one for one in standing if one.modal), None)
        if modal is not None:
            above = standing[: standing.index(modal)]
            return next((one for one in above if self._asks_over(one, modal)), modal)
        return next((one for one in standing if one.form != "keyboard" and (one.cover >= 0.3 or self.hides(one))), None)

    def _asks_over(self, above: Overlay, modal: Overlay) -> bool:
        """A dialog without a mask of its own that stands in the middle of a modal layer: that one waits for it."""
        if above.form != "centre" or len(self.controls(above)) < decisions().layers.asking_controls:
            return False
        return _within(modal.box, above.box)

    def hides(self, overlay: Overlay) -> bool:
        """Whether a card that floats in the middle lies over things to touch on the page."""
        own, looks = self.controls(overlay), decisions().advert
        if overlay.form != "centre" or overlay.cover < looks.least_cover or len(own) > looks.card_controls:
            return False
        page = [one for one in self.snapshot.controls if one.overlay is None]
        return not any(one.kind in _FIELDS for one in own) and any(_within(overlay.box, one.box) for one in page)

    @cached_property
    def _alike(self) -> list[list[Control]]:
        """Controls whose words differ in their numbers at most (days of a calendar, buttons of a list's rows)."""
        families: dict[tuple[str | None, str], list[Control]] = {}
        for one in self.snapshot.controls:
            if one.kind in _TAPPED and (words := words_of(one)):
                families.setdefault((one.overlay, name_key(words)), []).append(one)
        return [family for family in families.values() if len(family) > 1]

    @cached_property
    def told_apart(self) -> dict[str, str]:
        """What tells such controls apart, by their ids: their words, and which of the same words it is."""
        marks: dict[str, str] = {}
        for family in self._alike:
            seen: Counter[str] = Counter()
            for one in family:
                words = fold(words_of(one))
                seen[words] += 1
                marks[one.id] = f"{words}:{seen[words]}"
        return marks

    @cached_property
    def strongest_alike(self) -> dict[str, float]:
        """The strongest contrast among the like of a control, by its id."""
        measures = [(family, [one for one in family if not one.disabled] or family) for family in self._alike]
        return {
            one.id: max(other.contrast or 0.0 for other in measure) for family, measure in measures for one in family
        }

    def holds_others(self, control: Control) -> bool:
        """Whether several other things to touch lie within it: a row of options, rather than one."""
        x, y, width, height = control.box
        within = [
            one
            for one in self.snapshot.controls
            if one.id != control.id
            and one.overlay == control.overlay
            and x <= one.box[0] + one.box[2] / 2 <= x + width
            and y <= one.box[1] + one.box[3] / 2 <= y + height
        ]
        return len(within) > 1

    @cached_property
    def keyboard(self) -> Overlay | None:
        """A keyboard that the page draws."""
        return next((one for one in self.snapshot.overlays if one.form == "keyboard"), None)

    def controls(self, overlay: Overlay | None) -> list[Control]:
        """The controls of a layer, or those of the page itself."""
        if overlay is not None:
            ids = set(overlay.controls)
            return [one for one in self.snapshot.controls if one.id in ids or one.overlay == overlay.id]
        return [one for one in self.snapshot.controls if one.overlay is None or not self._stands_above(one.overlay)]

    def _stands_above(self, overlay_id: str) -> bool:
        overlay = self.snapshot.overlay(overlay_id)
        return overlay is not None and (overlay.modal or overlay.transient or overlay.form == "keyboard")

    def pictures(self, overlay: Overlay | None) -> list[Picture]:
        """The pictures of a layer, or all where there is none."""
        if overlay is None:
            return self.snapshot.pictures
        return [one for one in self.snapshot.pictures if one.overlay == overlay.id or one.id in overlay.pictures]

    def words(self, overlay: Overlay | None) -> str:
        """Everything that a layer (or the page) says, words baked into pictures included."""
        if overlay is None:
            return self.snapshot.spoken()
        baked = [line.text for picture in self.pictures(overlay) for line in picture.lines]
        said = fold(overlay.text)
        named = [words for one in self.controls(overlay) if (words := words_of(one)) and fold(words) not in said]
        return "\n".join(part for part in [overlay.text, *baked, *named] if part.strip())

    @cached_property
    def says(self) -> frozenset[str]:
        """The meanings of everything the page says."""
        return phrases("statements").all_in(fold(self.words(None)))

    @cached_property
    def toast(self) -> str:
        """What a message that goes by itself says."""
        return next((one.text for one in self.snapshot.overlays if one.transient and one.text.strip()), "")

    @cached_property
    def prices(self) -> int:
        """How many prices are shown."""
        return len(_PRICE.findall(self.words(None)))

    @cached_property
    def leading(self) -> frozenset[str]:
        """The meanings of all controls."""
        return frozenset().union(*(meanings_of(one) for one in self.snapshot.controls if one.kind in _ACTING))

    @property
    def is_web(self) -> bool:
        """Whether a web page came at all; the browser's own error pages are none."""
        return self.snapshot.url.startswith(("http://", "https://"))

    @cached_property
    def milestone(self) -> Milestone:
        """How far this page is, told by what it shows (a hand-off is recorded elsewhere).

        What a modal layer hides is not reached: then only the layer counts.
        """
        if not self.is_web:
            return "none"
        if self.layer is not None and any(one.modal and not one.transient for one in self.snapshot.overlays):
            return "order" if self._confirms(self.layer) else "landing"
        if (self._confirms(None) and not self._offers) or self._lists_what_was_chosen:
            return "order"
        due = "fee-due" in self.says or "pay" in self.leading
        if self.prices and (self._offers or due or (self.prices >= 2 and self.leading & _CHOICES)):
            return "catalogue"
        return "landing"

    def _confirms(self, overlay: Overlay | None) -> bool:
        """Whether an order or bill stands there to be confirmed."""
        named = f"{self.snapshot.title}\n{self.route}" if overlay is None else ""
        words = f"{self.words(overlay)}\n{named}"
        leading = frozenset().union(*(meanings_of(one) for one in self.controls(overlay)))
        says = phrases("statements").all_in(fold(words))
        return "order-page" in says and bool(_PRICE.search(words)) and bool(leading & {"pay", "submit", "checkout"})

    @cached_property
    def _lists_what_was_chosen(self) -> bool:
        """Quantities and prices line by line, one control that pays, and nothing left to add."""
        meanings = [meanings_of(one) for one in self.controls(None)]
        adds = any("add" in one for one in meanings) or any(one.glyph == "plus" for one in self.controls(None))
        return not adds and any("pay" in one for one in meanings) and bool(_QUANTITY.search(self.words(None)))

    @cached_property
    def _offers(self) -> bool:
        """Whether goods are offered to be chosen; in a cart each has a minus beside its plus."""
        controls = self.controls(None)
        minus = sum(one.glyph == "minus" or "remove" in meanings_of(one) for one in controls)
        adding = sum("add" in meanings_of(one) or one.glyph == "plus" for one in controls)
        priced = sum(
            bool(_PRICE.search(words_of(one))) and not meanings_of(one) & {"pay", "submit"} for one in controls
        )
        return self.prices >= 2 and (adding - minus >= 2 or priced >= 2)

    @cached_property
    def breakage(self) -> Breakage | None:
        """What is broken or shut, where that is all that the page says."""
        text = self.words(None)
        if len(fold(text)) > 400 or self.prices >= 2:
            return None
        return next((kind for kind in BREAKAGES if kind in self.says), None)

    @cached_property
    def end(self) -> Literal["nothing-to-pay", "applied"] | None:
        """The end of a flow that has nothing to pay."""
        going_on = self.leading & {"pay", "checkout", "add", "submit"}
        asking = any(one.kind in _FIELDS for one in self.controls(None))
        if "nothing-to-pay" in self.says and not (going_on or asking or self._offers):
            return "nothing-to-pay"
        return "applied" if "applied" in self.says and not self.leading & {"pay", "submit", "checkout"} else None
