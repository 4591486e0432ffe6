"""Getting rid of a layer without giving in: its close control, 'not now', a tap beside it, Escape, waiting."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from qraudit.models import Attempt, Box, CloseControl, Control, Overlay, Picture
from qraudit.models.walk import AttemptKind, AttemptResult
from qraudit.walk.decisions import decisions
from qraudit.walk.experiments.exits import Exit, alike, exits_of, insistence, measure, others_of, still_there
from qraudit.walk.journal import Journal
from qraudit.walk.layers import layer_kind
from qraudit.walk.meaning import phrases
from qraudit.walk.scene import Scene, meanings_of, words_of

__all__ = ["Dismissal", "dismiss"]


@dataclass
class Dismissal:
    """What came of it. `appeared_ms`: when a control could first be used, since the layer was first seen."""

    attempts: list[Attempt] = field(default_factory=list)
    closed: bool = False
    by: AttemptKind | None = None
    exits: list[CloseControl] = field(default_factory=list)
    clicks: int = 0
    countdown: int | None = None
    lasted_ms: int | None = None
    left_page: bool = False


class _Dismisser:
    """One layer, tried until it is gone or nothing is left to try."""

    def __init__(self, journal: Journal, overlay: Overlay, *, acknowledge: bool, patience: float, others: bool) -> None:
        self.journal = journal
        self.overlay = overlay
        self.acknowledge = acknowledge
        self.patience = patience
        """Seconds to wait for a layer that announces no end; 0 for not at all."""
        self.others = others
        """Whether what is neither a way out nor giving in by its words may be tried as well."""
        self.seen_at = journal.looked_at
        self.done = Dismissal()
        self.tried: set[str] = set()
        self.waited = False

    @property
    def since_ms(self) -> int:
        return int((time.monotonic() - self.seen_at) * 1000)

    async def run(self) -> Dismissal:
        self.done.countdown = self._countdown(self.journal.scene)
        self._note_exits(0)
        tries = (
            self._controls, self._controls_again, self._painted, self._mask, self._escape, self._others, self._wait,
            self._body,
        )  # fmt: skip
        for attempt in tries:
            await attempt()
            if self.done.closed or self.done.left_page:
                break
        return self.done

    def _note_exits(self, appeared_ms: int) -> None:
        scene = self.journal.scene
        known = {one.selector for one in self.done.exits}
        for exit_ in exits_of(scene, self._present(scene), acknowledge=self.acknowledge):
            if exit_.control.selector not in known:
                self.done.exits.append(measure(exit_, scene.snapshot.viewport, appeared_ms))

    def _present(self, scene: Scene) -> Overlay:
        return still_there(scene, self.overlay) or self.overlay

    def _countdown(self, scene: Scene) -> int | None:
        says = phrases("statements")
        texts = [words_of(one) for one in scene.controls(self._present(scene))] + self._present(scene).text.splitlines()
        found = [says.number(text, "countdown") for text in texts if text and len(text) <= 14]
        return max((number for number in found if number), default=None)

    async def _controls(self) -> None:
        for exit_ in exits_of(self.journal.scene, self._present(self.journal.scene), acknowledge=self.acknowledge):
            if exit_.control.selector in self.tried or self.done.closed or self.done.left_page:
                continue
            self.tried.add(exit_.control.selector)
            await self._tap(exit_)

    async def _controls_again(self) -> None:
        """What had no effect is tried a second time at once: the first touch may have met an animation."""
        if self.done.attempts and self.done.attempts[-1].result == "no-effect" and not self.done.countdown:
            self.tried.clear()
            await self._controls()

    async def _others(self) -> None:
        """What else a prompt offers, the plainest looking first: 'book at the listed price' may lead past it."""
        if not self.others:
            return
        scene = self.journal.scene
        for exit_ in others_of(scene, self._present(scene)):
            if exit_.control.selector not in self.tried and not self.done.closed and not self.done.left_page:
                self.tried.add(exit_.control.selector)
                await self._tap(exit_, why="other")

    async def _recognise(self, exit_: Exit) -> None:
        """What had no words and no cross at first may have them by now: then it has come only now."""
        known = next((one for one in self.done.exits if one.selector == exit_.control.selector), None)
        if known is None or known.labelled or exit_.kind != "close":
            return
        now: Exit | None = exit_
        if not exit_.labelled:
            scene = Scene(await self.journal.session.look(pictures=False), self.journal.scene.step)
            exits = exits_of(scene, self._present(scene), acknowledge=self.acknowledge)
            now = next((one for one in exits if one.control.selector == known.selector and one.labelled), None)
        if now is not None:
            self.done.exits.remove(known)
            self.done.exits.append(measure(now, self.journal.scene.snapshot.viewport, self.since_ms))

    async def _tap(self, exit_: Exit, why: str = "dismiss") -> None:
        before = self.journal.scene
        await self._recognise(exit_)
        self.journal.tell("walk.doing.dismiss", target=exit_.words or "×")
        scene = await self.journal.tap(exit_.control, exit_.words or "×", kind="dismiss", why=why, late=True)
        if scene is None:
            self.done.attempts.append(
                self.journal.attempt(
                    exit_.kind, "no-effect", target=exit_.words or "×", before=before, control=exit_.control, reply=" "
                )
            )
            return
        self.done.clicks += 1
        await self._judge(exit_.kind, exit_.words or "×", before, exit_.control)
        if self.done.closed:
            self._note_when_it_worked(exit_)

    def _note_when_it_worked(self, exit_: Exit) -> None:
        """What counts is not what a control looked like, but whether it did nothing before the wait."""
        for one in self.done.exits:
            if one.selector != exit_.control.selector or one.appeared_after_ms != 0:
                continue
            one.text = one.text or exit_.words[:40]
            one.disabled_at_first = self.waited
            if self.waited:
                one.appeared_after_ms = self.since_ms

    async def _judge(self, kind: AttemptKind, target: str, before: Scene, control: Control | None) -> None:
        scene = self.journal.scene
        result, led_to = self._result(kind, before, scene)
        self.done.attempts.append(
            self.journal.attempt(
                kind, result, target=target, before=before, control=control, led_to=led_to, waited_ms=self.since_ms
            )
        )
        if result == "passed":
            self.done.closed, self.done.by = True, kind
        elif result == "led-away":
            await self._return(before)
        elif result == "asked-again":
            await self._answer_again()

    def _result(self, kind: AttemptKind, before: Scene, scene: Scene) -> tuple[AttemptResult, str]:
        if any(one.step == scene.step for one in self.journal.session.events.handoffs):
            return "passed", ""  # it went on, as far as the payment
        departures = [one.url for one in self.journal.session.events.departures if one.step == scene.step]
        if departures:
            return "led-away", departures[0]
        if scene.route != before.route or self.journal.session.windows > 1:
            # 'Not now' that goes on to the next page keeps its word; a cross that opens a page does not.
            onward = kind in ("skip", "refuse", "link") or self._same_page(before, scene)
            return ("passed", "") if onward else ("led-away", scene.snapshot.url)
        second = scene.layer
        if (
            second is not None
            and kind != "wait"
            and self._is_second(before, second)
            and self._asks_again(scene, second)
        ):
            return "asked-again", second.text[:200]
        present = still_there(scene, self.overlay)
        if present is not None:
            if kind in ("close", "skip", "refuse") and self._asks_inside(before, scene, present):
                return "asked-again", present.text[:200]
            return ("refused", "") if self.journal.walk.steps[-1].reply else ("no-effect", "")
        return "passed", ""

    def _is_second(self, before: Scene, layer: Overlay) -> bool:
        """A layer that came with the attempt, and is not the first one drawn anew."""
        return still_there(before, layer) is None and not alike(layer, self.overlay)

    @staticmethod
    def _same_page(before: Scene, scene: Scene) -> bool:
        """An address that changed under the same page (a router that keeps its layers in the history)."""
        covered = [line for line in before.snapshot.text.splitlines() if line.strip()]
        kept = sum(line in scene.snapshot.text for line in covered)
        return bool(covered) and kept >= 0.5 * len(covered)

    @staticmethod
    def _asks_again(scene: Scene, layer: Overlay) -> bool:
        if layer_kind(scene, layer, opened_by_us=True) not in ("notice", "business", "advert", "survey"):
            return False  # a prompt for something else that came when the page could be seen
        means = frozenset().union(*(meanings_of(one) for one in scene.controls(layer)))
        return bool(means & {"leave", "close", "later", "skip", "cancel", "refuse", "acknowledge"})

    @staticmethod
    def _asks_inside(before: Scene, scene: Scene, present: Overlay) -> bool:
        """The same layer asks whether one is sure: new words that ask, and a new way to insist."""
        was = still_there(before, present)
        if was is None:
            return False
        known = {line.strip() for line in was.text.splitlines()}
        fresh = [line for line in present.text.splitlines() if line.strip() and line.strip() not in known]
        old = {one.words for one in exits_of(before, was, acknowledge=True)}
        new = [one for one in exits_of(scene, present, acknowledge=True) if one.labelled and one.words not in old]
        return bool(new) and bool(phrases("statements").says("\n".join(fresh), "asks-sure"))

    async def _answer_again(self) -> None:
        """Whether one is sure is asked: leave all the same."""
        asks = decisions().dismissal.asks
        for _ in range(asks):
            layer = self.journal.scene.layer
            leaving = self._insisting(layer) if layer is not None else None
            if layer is None or leaving is None:
                return
            self.tried.add(f"{leaving.control.selector} {leaving.words}")
            before = self.journal.scene
            if (
                await self.journal.tap(leaving.control, leaving.words or "×", kind="dismiss", why="dismiss", late=True)
                is None
            ):
                return
            self.done.clicks += 1
            gone = (
                still_there(self.journal.scene, layer) is None and still_there(self.journal.scene, self.overlay) is None
            )
            self.done.attempts.append(
                self.journal.attempt(
                    leaving.kind,
                    "passed" if gone else "no-effect",
                    target=leaving.words or "×",
                    before=before,
                    control=leaving.control,
                )
            )
            if gone:
                self.done.closed, self.done.by = True, leaving.kind
                return

    def _insisting(self, layer: Overlay) -> Exit | None:
        """The control that insists on leaving: by its words, else one that was not tried yet."""
        exits = exits_of(self.journal.scene, layer, acknowledge=True)
        fresh = [one for one in exits if f"{one.control.selector} {one.words}" not in self.tried]
        return min(fresh, key=insistence, default=None)

    async def _return(self, before: Scene) -> None:
        """Come back from where a control led to."""
        journal = self.journal
        if journal.scene.route == before.route and journal.session.windows == 1:
            self._note_gone()
            return
        if not await journal.session.back():
            await journal.session.open(before.snapshot.url)
        await journal.step(journal.action("back", None, before.snapshot.title or before.route, why="return"), late=True)
        self._note_gone()

    def _note_gone(self) -> None:
        """After coming back the layer may be gone: closed, unless following the advertisement was what it took."""
        if still_there(self.journal.scene, self.overlay) is not None:
            return
        kind = self.done.attempts[-1].kind
        if kind == "body":
            self.done.left_page = True
        else:
            self.done.closed, self.done.by = True, kind

    async def _painted(self) -> None:
        """A cross that is only painted into a picture: touched as a person would."""
        overlay = self._present(self.journal.scene)
        for picture in self.journal.scene.pictures(overlay):
            for box in picture.crosses[:2]:
                if self.done.closed or self.done.left_page:
                    return
                await self._touch_painted(picture, box)

    async def _touch_painted(self, picture: Picture, box: Box) -> None:
        control = Control(
            id="", kind="button", name="×", glyph="close", box=box, selector=f"{picture.selector} (×)", opacity=1.0
        )
        close = measure(Exit(control, "close", "×", labelled=True), self.journal.scene.snapshot.viewport, 0)
        close.painted, close.covered = True, False
        self.done.exits.append(close)
        before = self.journal.scene
        self.journal.budget.check(len(self.journal.walk.steps))
        await self.journal.session.tap((box[0] + box[2] / 2, box[1] + box[3] / 2))
        self.done.clicks += 1
        await self.journal.step(self.journal.action("dismiss", control, "×", why="painted"), late=True)
        await self._judge("close", "×", before, control)

    async def _mask(self) -> None:
        overlay = self._present(self.journal.scene)
        if overlay.mask_point is None:
            return
        before = self.journal.scene
        self.journal.budget.check(len(self.journal.walk.steps))
        await self.journal.session.tap(overlay.mask_point)
        await self.journal.step(self.journal.action("dismiss", None, "", why="mask"), late=False)
        await self._judge("mask", "", before, None)

    async def _escape(self) -> None:
        before = self.journal.scene
        self.journal.budget.check(len(self.journal.walk.steps))
        await self.journal.session.press("Escape")
        await self.journal.step(self.journal.action("dismiss", None, "Esc", why="escape"))
        await self._judge("escape", "Esc", before, None)

    async def _wait(self) -> None:
        """Wait out a countdown, or for the layer to go by itself; then try what can be tried now."""
        if not self.patience:
            return
        rules = decisions().dismissal
        announced = self.done.countdown
        limit = min(announced + 2, rules.countdown_seconds) if announced else self.patience
        before = self.journal.scene
        self.journal.tell("walk.doing.wait", seconds=int(limit))
        changed = await self._until_changed(limit)
        await self.journal.step(
            self.journal.action("wait", None, "", value=f"{self.since_ms}ms", why="wait"), late=True
        )
        if still_there(self.journal.scene, self.overlay) is None:
            self.done.lasted_ms = self.since_ms
            await self._judge("wait", "", before, None)
            return
        self.waited = True
        self.done.attempts.append(
            self.journal.attempt("wait", "no-effect", target="", before=before, reply=" ", waited_ms=self.since_ms)
        )
        self._note_exits(self.since_ms)
        if changed:
            self.tried.clear()
            await self._controls()

    async def _body(self) -> None:
        """Last, the layer itself: a picture in full view closes by a touch; an advertisement opens, and may then go."""
        overlay = still_there(self.journal.scene, self.overlay)
        if not self.patience or overlay is None or not overlay.modal:
            return
        x, y, width, height = overlay.box
        before = self.journal.scene
        self.journal.budget.check(len(self.journal.walk.steps))
        await self.journal.session.tap((x + width / 2, y + height / 2))
        await self.journal.step(self.journal.action("dismiss", None, overlay.text[:20], why="body"), late=True)
        await self._judge("body", overlay.text[:20], before, None)

    async def _until_changed(self, limit: float) -> bool:
        """Poll until the layer is gone, or a way out that was not there (or not enabled) can be used."""
        rules = decisions().dismissal
        deadline = time.monotonic() + min(limit, max(0.0, self.journal.budget.left - 5))
        first = self._usable(self.journal.scene)
        while time.monotonic() < deadline:
            await asyncio.sleep(rules.poll_ms / 1000)
            scene = Scene(await self.journal.session.look(pictures=False), self.journal.scene.step)
            if still_there(scene, self.overlay) is None:
                return True
            if self._usable(scene) - first and not self._countdown(scene):
                return True
        return bool(self._usable(self.journal.scene))

    def _usable(self, scene: Scene) -> frozenset[tuple[str, str]]:
        exits = exits_of(scene, self._present(scene), acknowledge=self.acknowledge)
        return frozenset((one.control.selector, one.words) for one in exits if not one.control.disabled)


async def dismiss(
    journal: Journal, overlay: Overlay, *, acknowledge: bool = False, patience: float = 0, others: bool = False
) -> Dismissal:
    """Try everything that gets rid of a layer without giving in to it; `patience` in seconds, 0 for no waiting.

    `others`: what its words leave open is tried too, as for a prompt; in an advertisement that would be the bait.
    """
    return await _Dismisser(journal, overlay, acknowledge=acknowledge, patience=patience, others=others).run()
