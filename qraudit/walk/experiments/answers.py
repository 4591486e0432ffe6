"""Answering layers: closing advertisements, getting past prompts, refusing consents; conceding only what has to be."""

from __future__ import annotations

from collections import Counter

from qraudit.models import Attempt, Overlay, Prompt
from qraudit.walk.course import Course, OnCourse
from qraudit.walk.decisions import decisions
from qraudit.walk.experiments.dismissal import Dismissal, dismiss
from qraudit.walk.experiments.walls import Walls
from qraudit.walk.layers import LayerKind, layer_kind
from qraudit.walk.meaning import phrases
from qraudit.walk.scene import meanings_of, words_of

__all__ = ["Answers"]


_ROUNDS = 2
"""How often a way on may bring the same prompt, and declining it lead back, until that is a wall."""


class Answers(OnCourse):
    """Deals with what lies over the page."""

    def __init__(self, course: Course, walls: Walls) -> None:
        super().__init__(course)
        self.walls = walls
        self._rounds: Counter[str] = Counter()

    async def handle(self, layer: Overlay) -> bool:
        """Deal with a layer; False where it belongs to the service (or cannot be got rid of and hides nothing)."""
        if layer.signature in self.course.stuck_layers:
            return False
        kind = layer_kind(self.scene, layer, opened_by_us=self.course.opened_by_us())
        if self.prompts.advertised_before(self.scene, layer):
            kind = "advert"  # whatever brought it back
        if kind in ("business", "keyboard"):
            return False
        if kind == "advert":
            await self._close_advert(layer)
        elif kind in ("notice", "location"):
            await self.put_away(layer)
        elif kind == "consent":
            await self._answer_consent(layer)
        else:
            await self._answer_prompt(kind, layer)
        return True

    async def _close_advert(self, layer: Overlay) -> None:
        advert, known = self.prompts.advert(self.scene, layer)
        self.journal.tell("walk.doing.advert")
        opened = self.course.opened_by_us()
        done = await dismiss(
            self.journal, layer, acknowledge=True, patience=0 if known else decisions().dismissal.wait_seconds
        )
        if known:
            advert.attempts += done.attempts
        else:
            self.prompts.settle_advert(advert, done)
        if not done.closed and not done.left_page:
            await self._past_unclosable(layer, advert.attempts)
        elif done.closed and opened and self._led_back():
            self.memory.choose()

    async def _past_unclosable(self, layer: Overlay, attempts: list[Attempt]) -> None:
        """An advertisement that nothing closes: open the page anew, once; then go on beside it, if that can be."""
        before = self.scene
        await self.session.reload()
        await self.journal.step(self.journal.action("reload", None, "", why="reload"), late=True)
        gone = self.scene.layer is None
        attempts.append(self.journal.attempt("reload", "passed" if gone else "came-back", target="", before=before))
        if not gone:
            self.course.stuck_layers.add(self.scene.layer.signature if self.scene.layer else layer.signature)
            self.course.stuck_layers.add(layer.signature)

    async def put_away(self, layer: Overlay) -> None:
        done = await dismiss(self.journal, layer, acknowledge=True)
        if not done.closed:
            self.course.stuck_layers.add(layer.signature)

    async def _answer_prompt(self, kind: LayerKind, layer: Overlay) -> None:
        prompt = self.prompts.layer(kind, self.scene, layer, self.walk.reached)  # type: ignore[arg-type]
        self.journal.tell("walk.doing.prompt", kind=kind)
        opened = self.course.opened_by_us()
        repeated = prompt.passed is not None
        done = await dismiss(
            self.journal,
            layer,
            acknowledge=kind in ("subscription", "survey"),
            patience=0 if repeated else decisions().dismissal.prompt_seconds,
            others=True,
        )
        if not done.closed:
            await self._claim(layer, prompt, done)
        if not done.closed and not done.left_page:
            if prompt in self.course.gates:  # met again on the only way on, and again nothing gets past it
                self._end_at(prompt, done)
            await self._insist(kind, layer, prompt, done)
        self.prompts.settle(prompt, done)
        self.course.wall_attempts += done.attempts
        if done.closed and opened and (done.by == "reload" or self._led_back() or self._was_refused()):
            self._hold_gate(prompt, done)

    def _led_back(self) -> bool:
        """Whether dismissing a layer only led back to where our way on had been tried."""
        return self.course.before_way is not None and self.scene.state == self.course.before_way.state

    def _was_refused(self) -> bool:
        """Whether declining was answered with a complaint, and brought nothing new."""
        reply = self.walk.steps[-1].reply
        same = self.course.before_way is not None and self.scene.route == self.course.before_way.route
        return same and self.scene.layer is None and bool(phrases("statements").says(reply, "complaint", "declined"))

    def _hold_gate(self, prompt: Prompt, done: Dismissal) -> None:
        for attempt in done.attempts:
            if attempt.result == "passed":
                attempt.result = "came-back"
        prompt.passed, prompt.passed_by = None, None
        self._rounds[prompt.id] += 1
        if self._rounds[prompt.id] > _ROUNDS:
            self.walls.end_at(prompt)
        if prompt not in self.course.gates:
            self.course.gates.append(prompt)
            self.memory.choose()  # once refused, the same way may be open

    async def _claim(self, layer: Overlay, prompt: Prompt, done: Dismissal) -> None:
        """Say 'I have followed' without having followed."""
        claim = next(
            (one for one in self.scene.controls(self.scene.layer or layer) if "claim" in meanings_of(one)), None
        )
        if claim is None:
            return
        before = self.scene
        if await self.journal.tap(claim, words_of(claim), why="claim", late=True) is None:
            return
        gone = self.scene.layer is None or self.scene.layer.signature != layer.signature
        result = self.course.result(gone)
        done.attempts.append(
            self.journal.attempt("claim", result, target=words_of(claim), before=before, control=claim)
        )
        if gone:
            done.closed, done.by = True, "claim"

    async def _insist(self, kind: LayerKind, layer: Overlay, prompt: Prompt, done: Dismissal) -> None:
        """Nothing dismisses it: open the page anew and see whether it stands there again."""
        before = self.scene
        await self.session.reload()
        await self.journal.step(self.journal.action("reload", None, "", why="reload"), late=True)
        again = self.scene.layer
        if again is None:
            done.attempts.append(self.journal.attempt("reload", "passed", target="", before=before))
            done.closed, done.by = True, "reload"
            return
        done.attempts.append(self.journal.attempt("reload", "came-back", target="", before=before))
        self.course.stuck_layers |= {layer.signature, again.signature}
        if kind == "membership" and await self.walls.concede_membership(again, prompt):
            return
        self._end_at(prompt, done)

    def _end_at(self, prompt: Prompt, done: Dismissal) -> None:
        self.prompts.settle(prompt, done)
        self.course.wall_attempts += done.attempts
        self.walls.end_at(prompt)

    async def _answer_consent(self, layer: Overlay) -> None:
        scene = self.scene
        prompt = self.prompts.layer("consent", scene, layer, self.walk.reached)
        agrees = any("agree" in meanings_of(one) for one in scene.controls(layer))
        done = await dismiss(self.journal, layer, acknowledge=False, others=agrees)
        self.prompts.settle(prompt, done)
        if done.closed or done.left_page:
            return
        now = self.scene.layer or layer
        agree = next(
            (
                one
                for one in self.scene.controls(now)
                if meanings_of(one) & {"agree", "acknowledge"} and not one.disabled
            ),
            None,
        )
        if (
            agree is None
            or await self.journal.tap(agree, words_of(agree), kind="concede", why="agree", late=True) is None
        ):
            self.course.stuck_layers.add(now.signature)
            return
        prompt.conceded = True
        self.session.wire.consented = True
