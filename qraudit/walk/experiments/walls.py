"""Proving a wall: everything that might lead round it is tried, then what can be conceded is, or the walk ends."""

from __future__ import annotations

from qraudit.models import Attempt, Concession, Control, Overlay, Prompt, PromptKind
from qraudit.walk.course import Course, OnCourse
from qraudit.walk.experiments.prompts import PromptForm
from qraudit.walk.facts import entries_in
from qraudit.walk.layers import demand_of
from qraudit.walk.meaning import phrases
from qraudit.walk.scene import Scene, meanings_of, words_of

__all__ = ["Walls"]


class Walls(OnCourse):
    """What stands between the consumer and the service, and whether it can be got round."""

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._evaded: set[str] = set()

    def _evade(self, prompt: Prompt) -> None:
        """The way on led to the wall, and only the back key away from it: what else there is decides."""
        prompt.attempts[-1].result = "came-back"
        prompt.passed = None
        self._evaded.add(prompt.id)
        self.course.gates.insert(0, prompt)
        self.course.progress()

    async def prove(self, kind: PromptKind, gate: Prompt | None = None) -> None:
        """Everything on the page failed: the remaining ways round it, then concede or end."""
        scene = self.scene
        text = "\n".join([*self.course.refusals, scene.words(None)])
        read = any(picture.lines for picture in scene.snapshot.pictures) and len(scene.snapshot.text) < 60
        prompt = gate or self.prompts.seen(kind, text)
        if prompt is None or prompt.passed is True:
            form: PromptForm = (
                "picture"
                if read
                else "reply"
                if self.course.refusals
                else "redirect"
                if self.course.demanded
                else "page"
            )
            evidence = [self.journal.evidence(_telling(scene, kind) or text)]
            prompt = self.prompts.new(kind, form, text, wire="\n".join(self.course.refusals)[:300], evidence=evidence)
        prompt.attempts += self.course.wall_attempts
        if prompt.id in self._evaded:  # all that was left besides led nowhere
            self.end_at(prompt)
        if await self._round_it(kind, prompt):
            if prompt.attempts[-1].kind == "back" and self.course.led_on:
                self._evade(prompt)
                return
            prompt.passed = True
            prompt.passed_by = prompt.attempts[-1].kind
            self.course.progress()
            return
        prompt.passed = False
        if kind == "membership" and await self.concede_membership(None, prompt):
            return
        self.end_at(prompt)

    async def _round_it(self, kind: PromptKind, prompt: Prompt) -> bool:
        """Claiming, the back key, opening the page anew."""
        scene = self.scene
        claim = next((one for one in scene.controls(None) if "claim" in meanings_of(one)), None)
        if claim is not None and await self.journal.tap(claim, words_of(claim), why="claim") is not None:
            if await self._led_nowhere(prompt, claim, scene):
                return False
            passed = not self._still_walled(kind, scene)
            prompt.attempts.append(self._wall_attempt("claim", passed, words_of(claim), scene, claim))
            if passed:
                return True
        if await self._try_pictures(kind, prompt):
            return True
        before = self.scene
        if await self.session.back():
            await self.journal.step(self.journal.action("back", None, "", why="back"))
            if self.scene.route != before.route and self.course.has_untried() and not self._still_walled(kind, before):
                prompt.attempts.append(self._wall_attempt("back", True, "", before))
                return True
            prompt.attempts.append(self._wall_attempt("back", False, "", before))
        before = self.scene
        await self.session.open(scene.snapshot.url)
        await self.journal.step(self.journal.action("reload", None, "", why="reload"), late=True)
        passed = not self._still_walled(kind, scene) and self.scene.route != scene.route
        prompt.attempts.append(self._wall_attempt("reload", passed, "", before))
        return passed

    async def _led_nowhere(self, prompt: Prompt, claim: Control, before: Scene) -> bool:
        """'Installed already, open it' may lead off the web, or to nothing at all: nobody gets past by that."""
        if self.scene.is_web:
            return False
        led_to = claim.href or self.scene.snapshot.url
        target = words_of(claim)
        prompt.attempts.append(
            self.journal.attempt("claim", "led-away", target=target, before=before, control=claim, led_to=led_to)
        )
        await self.session.open(before.snapshot.url)
        await self.journal.step(self.journal.action("reload", None, "", why="reload"), late=True)
        return True

    async def _try_pictures(self, kind: PromptKind, prompt: Prompt) -> bool:
        """A wall that is a picture may be a button: touch it once."""
        scene = self.scene
        wide = [
            one for one in scene.snapshot.pictures if one.box[2] * one.box[3] > 0.2 * 390 * 844 and one.overlay is None
        ]
        for picture in wide[:1]:
            before = self.scene
            x, y, width, height = picture.box
            centre = (x + width / 2, min(y + height, scene.snapshot.viewport[1]) * 0.9)
            await self.session.tap(centre)
            await self.journal.step(self.journal.action("tap", None, picture.alt or "", why="picture"))
            passed = self.scene.route != before.route and not self._still_walled(kind, before)
            prompt.attempts.append(self._wall_attempt("body", passed, picture.alt, before))
            if passed:
                return True
        return False

    def _still_walled(self, kind: PromptKind, before: Scene) -> bool:
        return demand_of(self.scene, self.walk.steps[-1].reply) == kind or self.scene.state == before.state

    def _wall_attempt(
        self, kind: str, passed: bool, target: str, before: Scene, control: Control | None = None
    ) -> Attempt:
        result = self.course.result(passed)
        return self.journal.attempt(kind, result, target=target, before=before, control=control)  # type: ignore[arg-type]

    async def concede_membership(self, overlay: Overlay | None, prompt: Prompt) -> bool:
        """Register with made-up data, where that takes no message to a phone."""
        prompt.passed = False
        if not entries_in(self.scene, overlay):
            door = next((one for one in self.scene.controls(overlay) if "register" in meanings_of(one)), None)
            if (
                door is None
                or await self.journal.tap(door, words_of(door), kind="concede", why="concede", late=True) is None
            ):
                return False
        if not entries_in(self.scene, self.scene.layer):
            return False
        self.forms.note(self.scene, self.scene.layer)
        trial = await self.forms.try_form(self.scene.layer, conceding=True)
        prompt.attempts += trial.attempts
        if trial.result != "passed":
            return False
        prompt.conceded = True
        self.walk.concessions.append(
            Concession(kind="membership", what=prompt.text[:80], step=self.scene.step, attempts=list(prompt.attempts))
        )
        self.course.progress()
        return True

    def end_at(self, prompt: Prompt) -> None:
        prompt.passed = False
        reason = {"mini-program": "app-wall", "consent": "consent-wall"}.get(prompt.kind, f"{prompt.kind}-wall")
        self.course.end("blocked", reason)


def _telling(scene: Scene, kind: PromptKind) -> str:
    """The words of the page that demand it."""
    says = phrases("statements").says
    names = {
        "follow": ("follow-demand", "follow-mention"),
        "membership": ("member-demand",),
        "app": ("app-demand",),
    }.get(kind, ())
    lines = [line for line in scene.words(None).splitlines() if names and says(line, *names)]
    return "\n".join(lines)[:300]
