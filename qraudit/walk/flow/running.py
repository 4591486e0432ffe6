"""Walks by a script: does what it says, and notes on the way what the walker would note."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast
from urllib.parse import urljoin

from qraudit.models import Control, Overlay, PromptKind
from qraudit.models.walk import AttemptKind
from qraudit.text import both
from qraudit.walk.boxes import box_text
from qraudit.walk.consumer import Consumer
from qraudit.walk.course import EndedError, OnCourse
from qraudit.walk.experiments.dismissal import Dismissal
from qraudit.walk.experiments.exits import exits_of, measure, still_there
from qraudit.walk.facts import form_kind
from qraudit.walk.flow.finding import Found, find, says
from qraudit.walk.flow.loading import LoadedFlow
from qraudit.walk.flow.script import Choosing, Expectation, Payment, Step, Target, Typing, Waiting
from qraudit.walk.layers import layer_kind
from qraudit.walk.meaning import Datum, datum_of
from qraudit.walk.scene import Scene, words_of

__all__ = ["FlowRunner"]

_PATIENCE_S = 5.0
_LONGER_S = 20.0
"""For what closes a layer: it may come only after a countdown."""
_POLL_S = 0.2
_SCROLLS = {"down": 600, "bottom": 100_000, "top": -100_000}


class _FailedError(Exception):
    """A step could not be done as it stands in the script."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.message = both(f"flow.failed.{key}", **values)


class FlowRunner(OnCourse):
    """Takes the steps of one script, with a consumer's eyes and, where it says so, the consumer itself afterwards."""

    def __init__(self, script: LoadedFlow, consumer: Consumer) -> None:
        super().__init__(consumer.course)
        self.script = script
        self.consumer = consumer
        self._verbs: dict[str, Callable[[Any], Awaitable[None]]] = {
            "open": self._open, "tap": self._tap, "type": self._type, "choose": self._choose,
            "tick": self._tick, "untick": self._untick, "dismiss": self._dismiss, "press": self._press,
            "scroll": self._scroll, "back": self._back, "reload": self._reload, "expect": self._expect,
            "wait_for": self._wait_for, "pay_expected": self._pay_expected, "end": self._end,
        }  # fmt: skip

    async def run(self, url: str) -> None:
        """Walk to the end of the script (and on, where it says so); outcome and reason are in the walk."""
        steps = self.script.flow.steps
        done = 0
        try:
            opens = bool(steps) and steps[0].verb == "open"
            await self.consumer.arrive(urljoin(url, steps[0].open or "") if opens else url)
            self._note()
            for done, step in enumerate(steps):
                if done or not opens:
                    await self._do(step)
            await self._after_the_script()
        except EndedError:
            self._check_payment(steps[done + 1 :])
        except _FailedError as failed:
            self._failed(done, failed)

    async def _do(self, step: Step) -> None:
        self.journal.budget.check(len(self.walk.steps))
        before = len(self.walk.steps)
        await self._verbs[step.verb](getattr(step, step.verb))
        if len(self.walk.steps) > before:
            self._note()

    def _note(self) -> None:
        """What the walker notes of every page: its layers, its fields, its boxes; and whether the flow has ended."""
        self.consumer.infer_scenario()
        self.consumer.note_page()
        layer = self.scene.layer
        if layer is not None:
            self._note_layer(layer)
        self.consumer.endings.look_for()

    def _note_layer(self, layer: Overlay) -> Any:
        kind = layer_kind(self.scene, layer, opened_by_us=self.course.opened_by_us())
        if kind == "advert":
            return self.prompts.advert(self.scene, layer)[0]
        if kind in ("keyboard", "business", "notice", "location"):
            return None
        return self.prompts.layer(cast(PromptKind, kind), self.scene, layer, self.walk.reached)

    async def _after_the_script(self) -> None:
        if self.script.flow.then == "autopilot":
            await self.consumer.walk_on()
        self.course.end("exhausted", "flow-ended")

    def _check_payment(self, left: list[Step]) -> None:
        """A flow that ended with a hand-off before its last steps must have handed over what they expect."""
        for step in left:
            if step.pay_expected is not None and not self._paid(step.pay_expected):
                seen = ", ".join(f"{one.way} {one.amount}".strip() for one in self.session.events.handoffs)
                self._failed(self.script.flow.steps.index(step), _FailedError("other-payment", seen=seen or "-"))

    def _failed(self, step: int, failed: _FailedError) -> None:
        self.walk.outcome, self.walk.reason, self.walk.end = "blocked", "flow-failed", "none"
        self.walk.detail = f"{self.script.place(step)}: {failed.message.zh} / {failed.message.en}"[:500]

    # -- finding

    async def _found(self, target: Target, patience: float | None = None) -> Found:
        """The thing itself; a page may take its time to show it."""
        deadline = time.monotonic() + min(patience or _PATIENCE_S, max(1.0, self.journal.budget.left))
        scene = self.scene
        while True:
            found = await find(self.session, scene, target)
            if found is not None:
                return found
            if time.monotonic() > deadline:
                raise _FailedError("not-found", target=target.told)
            await asyncio.sleep(_POLL_S)
            scene = await self._glance()

    async def _glance(self) -> Scene:
        return Scene(await self.session.look(pictures=False), self.scene.step, self.scene.screenshot)

    async def _touch(self, kind: Any, target: Target, patience: float | None = None) -> Control | None:
        found = await self._found(target, patience)
        told = target.words or (words_of(found.control) if found.control else "") or target.told
        self.journal.tell("walk.doing.tap", target=told)
        self.session.wire.moment = "submission"
        await self.session.tap(found.point)
        await self.journal.step(self.journal.action(kind, found.control, told, why="flow"), late=True)
        self.session.wire.moment = "later"
        return found.control

    # -- the verbs

    async def _open(self, address: str) -> None:
        error = await self.session.open(urljoin(self.scene.snapshot.url, address))
        if error:
            raise _FailedError("not-opened", address=address, why=error)
        await self.journal.step(self.journal.action("open", None, address, why="flow"), late=True)

    async def _tap(self, target: Target) -> None:
        await self._touch("tap", target)

    async def _tick(self, target: Target) -> None:
        await self._set(target, wanted=True)

    async def _untick(self, target: Target) -> None:
        await self._set(target, wanted=False)

    async def _set(self, target: Target, *, wanted: bool) -> None:
        found = await self._found(target)
        if found.control is not None:
            self.consumer.facts.box(self.scene, found.control)
            self.consumer.facts.touch(found.control)
            if found.control.checked is wanted:
                return
        if wanted:
            self.session.wire.consented = True
        control = await self._touch("tick" if wanted else "untick", target)
        after = control and next((c for c in self.scene.snapshot.controls if box_text(c) == box_text(control)), None)
        if after and after.checked is not wanted:
            raise _FailedError("not-set", target=target.told)

    async def _type(self, typing: Typing) -> None:
        found = await self._found(typing.into)
        control = found.control
        if control is None:
            raise _FailedError("no-field", target=typing.into.told)
        datum = Datum(typing.datum) if typing.datum else datum_of(control)
        told = control.name or control.placeholder or typing.into.told
        self.journal.tell("walk.doing.type", target=told)
        given = await self._give(control, datum, typing.text)
        if not given:
            raise _FailedError("not-typed", target=typing.into.told)
        self._note_given(control, datum)
        await self.session.blur()
        await self.journal.step(self.journal.action("type", control, told, why="flow"))
        self.session.wire.moment = "later"

    async def _give(self, control: Control, datum: Datum, text: str | None) -> bool:
        """However the field takes it; a personal datum is masked and watched like the tool's own."""
        if text is None:
            return bool(await self.forms.entering.enter(control, datum))
        if datum.category is not None:
            self.forms.identity.give(datum.category, text)
            return bool(await self.forms.entering.enter(control, datum))
        point = await self.session.tab.observer.aim(control.id)
        if point is None:
            return False
        await self.session.tap(point)
        await self.session.settle()
        await self.session.type(text)
        return True

    def _note_given(self, control: Control, datum: Datum) -> None:
        if datum.category is not None:
            within = form_kind(self.scene, self.course.scope())
            self.consumer.facts.field(self.scene, control, datum.category, within).filled = True

    async def _choose(self, choosing: Choosing) -> None:
        found = await self._found(choosing.within)
        control = found.control
        if control is not None and control.kind == "select":
            option = next((one for one in control.options if choosing.option in one), "")
            if not option or not await self.session.tab.observer.assign(control.id, option):
                raise _FailedError("no-option", option=choosing.option, target=choosing.within.told)
            await self.journal.step(self.journal.action("choose", control, option, why="flow"))
            return
        await self._touch("tap", choosing.within)
        await self._touch("choose", Target(words=choosing.option))

    async def _dismiss(self, target: Target | None) -> None:
        layer = self.scene.layer
        if target is None:
            if layer is None or not await self.consumer.answers.handle(layer):
                raise _FailedError("no-layer")
            return
        noted = self._note_layer(layer) if layer is not None else None
        before, exits = self.scene, exits_of(self.scene, layer, acknowledge=True) if layer is not None else []
        control = await self._touch("dismiss", target, _LONGER_S)
        if layer is None or noted is None:
            return
        kind: AttemptKind = next((one.kind for one in exits if control and one.control.id == control.id), "close")
        gone = still_there(self.scene, layer) is None
        attempt = self.journal.attempt(
            kind, "passed" if gone else "no-effect", target=target.told, before=before, control=control
        )
        done = Dismissal([attempt], closed=gone, by=kind if gone else None, clicks=1)
        done.exits = [measure(one, before.snapshot.viewport, 0) for one in exits]
        settle = self.prompts.settle_advert if hasattr(noted, "closed_by") else self.prompts.settle
        settle(noted, done)

    async def _press(self, key: str) -> None:
        await self.session.press(key)
        await self.journal.step(self.journal.action("tap", None, key, why="flow"))

    async def _scroll(self, where: str) -> None:
        await self.session.scroll(_SCROLLS[where])
        await self.journal.step(self.journal.action("scroll", None, "", why="flow"))

    async def _back(self, _: None) -> None:
        if not await self.session.back():
            raise _FailedError("no-way-back")
        await self.journal.step(self.journal.action("back", None, "", why="flow"), late=True)

    async def _reload(self, _: None) -> None:
        await self.session.reload()
        await self.journal.step(self.journal.action("reload", None, "", why="flow"), late=True)

    async def _expect(self, expected: Expectation) -> None:
        await self._until(expected, _PATIENCE_S)

    async def _wait_for(self, waited: Waiting) -> None:
        self.journal.tell("walk.doing.wait", seconds=int(waited.seconds))
        await self._until(waited, waited.seconds)
        await self.journal.step(self.journal.action("wait", None, waited.words or waited.url, why="flow"))

    async def _until(self, expected: Expectation, seconds: float) -> None:
        deadline = time.monotonic() + min(seconds, max(1.0, self.journal.budget.left))
        scene = self.scene
        while not _is_so(scene, expected):
            if time.monotonic() > deadline:
                told = expected.words or expected.url
                raise _FailedError("still-there" if expected.absent else "not-there", words=told)
            await asyncio.sleep(_POLL_S)
            scene = await self._glance()

    async def _pay_expected(self, payment: Payment) -> None:
        """Where the request for money has come, the walk has ended already: it has not."""
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            self.consumer.endings.look_for()
            await asyncio.sleep(_POLL_S)
        raise _FailedError("not-paid")

    def _paid(self, payment: Payment) -> bool:
        return any(
            payment.way in ("", one.way) and payment.amount in ("", one.amount)
            for one in self.session.events.handoffs
        )  # fmt: skip

    async def _end(self, kind: Any) -> None:
        self.walk.end = kind
        self.course.end("completed", None)


def _is_so(scene: Scene, expected: Expectation) -> bool:
    there = (not expected.words or says(scene, expected.words)) and expected.url in scene.snapshot.url
    return there is not expected.absent
