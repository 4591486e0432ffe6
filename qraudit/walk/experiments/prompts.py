"""Prompts and advertisements as facts: each noted once, with what got past it and when it came back."""

from __future__ import annotations

from typing import Any, Literal

from qraudit.models import Advert, Overlay, Prompt, PromptKind, Walk
from qraudit.walk.experiments.dismissal import Dismissal
from qraudit.walk.journal import Journal
from qraudit.walk.meaning import fold, phrases
from qraudit.walk.scene import Scene, meanings_of, name_key, words_of
from qraudit.walk.ways import bundles_follow

__all__ = ["Prompts"]

PromptForm = Literal["overlay", "page", "picture", "payload", "reply", "dialog", "inline", "redirect"]

_SIMILAR = 24


class Prompts:
    """Keeps the prompts and adverts of one walk."""

    def __init__(self, walk: Walk, journal: Journal) -> None:
        self.walk = walk
        self.journal = journal
        self._prompts: dict[tuple[str, str], Prompt] = {}
        self._adverts: dict[str, Advert] = {}

    # -- prompts

    def seen(self, kind: PromptKind, text: str) -> Prompt | None:
        """The prompt of that kind that was met before with (about) these words."""
        return self._prompts.get((kind, _key(text))) or self._same_kind(kind)

    def _same_kind(self, kind: PromptKind) -> Prompt | None:
        # Refused once is refused: another wording of the same demand is asking again.
        if kind == "survey":
            return None
        return next(
            (
                one
                for (known, _), one in self._prompts.items()
                if known == kind and one.passed is not False and not one.conceded
            ),
            None,
        )

    def layer(self, kind: PromptKind, scene: Scene, overlay: Overlay, before_milestone: str) -> Prompt:
        """The prompt in a layer; where it was dismissed before, it has come back."""
        text = scene.words(overlay)
        known = self.seen(kind, text)
        if known is not None:
            if known.passed and not known.conceded:
                known.recurrences.append(scene.step)
                known.evidence.append(self.journal.evidence(text, box=overlay.box, selector=overlay.selector))
            return known
        read = any(line for picture in scene.pictures(overlay) for line in picture.lines)
        return self.new(
            kind,
            "picture" if read and len(overlay.text) < 12 else "overlay",
            text,
            before_milestone=before_milestone,
            benefit=benefit_of(text) if kind == "follow" else "",
            choices=[words_of(one)[:40] for one in scene.controls(overlay) if words_of(one)][:12],
            refusable=self._refusable(scene, overlay),
            evidence=[self.journal.evidence(text, box=overlay.box, selector=overlay.selector)],
        )

    @staticmethod
    def _refusable(scene: Scene, overlay: Overlay) -> bool:
        means = [
            meanings_of(one) | ({"close"} if one.glyph == "close" else frozenset()) for one in scene.controls(overlay)
        ]
        return any(one & {"close", "skip", "later", "refuse", "cancel", "guest", "leave"} for one in means)

    def new(self, kind: PromptKind, form: PromptForm, text: str, **more: Any) -> Prompt:
        """Note a prompt that is met now; `more` are further fields of it."""
        fields = {"step": self.journal.scene.step, "before_milestone": self.walk.reached, **more}
        return self.add(Prompt(id=f"prompt-{len(self.walk.prompts)}", kind=kind, form=form, text=text[:500], **fields))

    def add(self, prompt: Prompt) -> Prompt:
        """Note a prompt."""
        self._prompts[(prompt.kind, _key(prompt.text))] = prompt
        self.walk.prompts.append(prompt)
        return prompt

    def inline_follow(self, scene: Scene) -> None:
        """A benefit tied to following, told on the page itself without standing in the way."""
        says = phrases("statements").says
        for line in scene.snapshot.lines:
            if line.overlay is not None or not says(line.text, "follow-benefit") or self.seen("follow", line.text):
                continue
            self.new(
                "follow",
                "inline",
                line.text,
                passed=True,
                blocks="extra",
                benefit=benefit_of(line.text),
                evidence=[self.journal.evidence(line.text, box=line.box)],
            )

    def bundled(self, scene: Scene) -> None:
        """A button that pays (or orders) and follows at once."""
        for control in scene.controls(scene.layer):
            words = words_of(control)
            if bundles_follow(meanings_of(control)) and not self._prompts.get(("follow", _key(words))):
                self.new(
                    "follow",
                    "inline",
                    words,
                    bundled_with=words,
                    evidence=[self.journal.evidence(words, control=control)],
                )

    def settle(self, prompt: Prompt, done: Dismissal) -> None:
        """Write down what came of trying to get past a prompt."""
        prompt.attempts += done.attempts
        if done.closed:
            prompt.passed, prompt.passed_by = True, done.by
        elif prompt.passed is None:
            prompt.passed = False
        if done.exits and prompt.dismissal is None:
            used = next((a.selector for a in done.attempts if a.result == "passed"), None)
            prompt.dismissal = next((one for one in done.exits if one.selector == used), done.exits[0])

    # -- adverts

    def advertised_before(self, scene: Scene, overlay: Overlay) -> bool:
        """Whether this layer was met before, as an advertisement."""
        return (_key(scene.words(overlay)) or overlay.signature) in self._adverts

    def advert(self, scene: Scene, overlay: Overlay) -> tuple[Advert, bool]:
        """The advertisement in a layer, and whether it was closed before (then it has come back)."""
        text = scene.words(overlay)
        key = _key(text) or overlay.signature
        known = self._adverts.get(key)
        if known is not None:
            if known.closed:
                known.reappeared.append(scene.step)
                known.evidence.append(self.journal.evidence(text, box=overlay.box, selector=overlay.selector))
            return known, True
        advert = Advert(
            id=f"advert-{len(self.walk.adverts)}",
            step=scene.step,
            form=overlay.form if overlay.form != "keyboard" else "floating",
            text=text[:500],
            box=overlay.box,
            cover=overlay.cover,
            labelled="ad-label" in phrases("statements").all_in(fold(text)),
            blocks_flow=overlay.modal or scene.hides(overlay),
            evidence=[self.journal.evidence(text, box=overlay.box, selector=overlay.selector)],
        )
        self._adverts[key] = advert
        self.walk.adverts.append(advert)
        return advert, False

    def note_returns(self, scene: Scene) -> None:
        """Note the closed advertisements that stand there again where the flow ends, and nobody closes them."""
        for overlay in scene.snapshot.overlays:
            if not overlay.transient and self.advertised_before(scene, overlay):
                self.advert(scene, overlay)

    @staticmethod
    def settle_advert(advert: Advert, done: Dismissal) -> None:
        """Write down what came of closing an advertisement."""
        advert.attempts += done.attempts
        advert.closed, advert.closed_by = done.closed, done.by
        advert.clicks += done.clicks
        advert.countdown_seconds = done.countdown
        advert.lasted_ms = done.lasted_ms
        advert.controls += [
            one for one in done.exits if one.selector not in {known.selector for known in advert.controls}
        ]


def _key(text: str) -> str:
    return name_key(text)[:_SIMILAR]


def benefit_of(text: str) -> str:
    """The benefit that a text ties to following, in its own words."""
    says = phrases("statements").says
    return next((line.strip()[:120] for line in text.splitlines() if says(line, "follow-benefit")), "")
