"""Keeps the walk: every action becomes a step with its screenshot, its page and what it changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from qraudit.models import Action, Attempt, Control, Evidence, Milestone, Point, Snapshot, Step, Walk
from qraudit.models.walk import AttemptKind, AttemptResult
from qraudit.text import both
from qraudit.walk.browser.session import Session
from qraudit.walk.decisions import decisions
from qraudit.walk.meaning import fold, phrases
from qraudit.walk.scene import Scene, words_of

if TYPE_CHECKING:
    from pathlib import Path

    from qraudit.walk.options import Progress

__all__ = ["Budget", "BudgetSpentError", "Journal", "RunLike"]

_TOAST_S = 3.0
"""Kits take their messages away after 2 to 3 s."""
_SLOW_S = 0.7
"""So long after an act that brought nothing the first sign of an answer is waited for."""
_ACTS = frozenset({"tap", "submit"})
_SECOND_LOOKS = 8
"""How often one walk looks again at a page that seemed to have nothing left."""
_FORWARD = frozenset({"pay", "submit", "query", "checkout", "next", "start"})
_ORDER: tuple[Milestone, ...] = ("none", "landing", "catalogue", "order", "payment")


class RunLike(Protocol):
    """What the walk needs of a run folder."""

    def screenshot_path(self, index: int, suffix: str = "") -> tuple[Path, str]: ...
    def write_snapshot(self, index: int, snapshot: Snapshot) -> Any: ...
    def log(self, line: str) -> None: ...


class BudgetSpentError(Exception):
    """The walk's steps or its time are used up; `name` is the bound."""

    def __init__(self, name: str, limit: float) -> None:
        super().__init__(name)
        self.name = name
        self.limit = limit


class Budget:
    """Steps and seconds of one walk."""

    def __init__(self, steps: int, seconds: float) -> None:
        self.steps = steps
        self.seconds = seconds
        self._started = time.monotonic()

    @property
    def elapsed_ms(self) -> int:
        """Since the walk began."""
        return int((time.monotonic() - self._started) * 1000)

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.seconds - (time.monotonic() - self._started)

    def check(self, steps: int) -> None:
        """Raise `BudgetSpentError` where a bound is reached."""
        if steps >= self.steps:
            raise BudgetSpentError("steps", self.steps)
        if self.left <= 0:
            raise BudgetSpentError("time", self.seconds)


class Journal:
    """Takes steps and writes them down. `scene` is the last look."""

    def __init__(self, walk: Walk, session: Session, run: RunLike, budget: Budget, progress: Progress | None) -> None:
        self.walk = walk
        self.session = session
        self.run = run
        self.budget = budget
        self.scene = Scene(Snapshot(url="about:blank", viewport=(390, 844)), 0)
        self._progress = progress
        self.looked_at = time.monotonic()
        """When the present look was begun; reading the pictures on it takes its time."""
        self.touched: list[str] = []
        """The words and the row of each control that was touched."""
        self._second_looks = 0
        self._toast_gone = False

    async def _let_toast_go(self) -> None:
        """A message that still stands from before would be taken for the answer to what is done next."""
        deadline = time.monotonic() + _TOAST_S
        scene = self.scene
        while scene.toast and time.monotonic() < deadline:
            await asyncio.sleep(0.15)
            scene = Scene(await self.session.look(pictures=False), scene.step)
        self._toast_gone = not scene.toast

    # -- steps

    async def step(self, action: Action, *, late: bool = False) -> Scene:
        """Settle after an action, look, and write down what it led to."""
        before = self.scene
        started = time.monotonic()
        settled = await self.session.settle(late=late)
        if not late and self.session.page.url != before.snapshot.url:
            settled = await self.session.settle(late=True)  # a new page: its late pop-ups are part of it
        self.looked_at = time.monotonic()
        snapshot = await self.session.look()
        if not late and self.session.page.url == before.snapshot.url and _is_new_view(before.snapshot, snapshot):
            settled = await self.session.settle(late=True)  # a new page in all but its address
            snapshot = await self.session.look()
        if action.kind in _ACTS and self._is_unanswered(before, snapshot) and await self.session.stirs(_SLOW_S):
            settled = await self.session.settle()  # a machine or a network that is slow answers later than it is quiet
            snapshot = await self.session.look()
        index = len(self.walk.steps)
        path, name = self.run.screenshot_path(index)
        shot = await self.session.screenshot(path)
        self.scene = Scene(snapshot, index, name if shot else None)
        self._write(action, before, settled, int((time.monotonic() - started) * 1000))
        self._toast_gone = False
        self.run.write_snapshot(index, snapshot)
        self.next_step()
        return self.scene

    def _is_unanswered(self, before: Scene, snapshot: Snapshot) -> bool:
        """Whether nothing at all has come of the last act so far."""
        events, index = self.session.events, len(self.walk.steps)
        logs: tuple[Sequence[Any], ...] = (
            events.handoffs, events.dialogs, events.departures, events.oauth, self.session.wire.replies,
        )  # fmt: skip
        told = any(one.step == index for log in logs for one in log)
        return not told and Scene(snapshot, index).state == before.state

    def _write(self, action: Action, before: Scene, settled: bool, took: int) -> None:
        scene = self.scene
        self.reach(scene.milestone)
        step = Step(
            index=scene.step,
            url=scene.snapshot.url[:2000],
            title=scene.snapshot.title[:200],
            milestone=scene.milestone,
            action=action,
            screenshot=scene.screenshot,
            snapshot=f"steps/{scene.step:02d}.json",
            text=scene.snapshot.text[:2000],
            effect=self.effects(before, scene),
            reply=self.reply(before, scene),
            at_ms=self.budget.elapsed_ms,
            took_ms=took,
            settled=settled,
        )
        self.walk.steps.append(step)
        if action.why is not None:
            self.tell("walk.doing.why", step=step.index, why=action.why)
        done = f"{step.index:02d} {step.at_ms:6d}ms {action.kind} {action.target!r}"
        self.run.log(f"{done} -> {step.url} {step.effect} {step.reply!r}")

    def next_step(self) -> None:
        """What is recorded from now on belongs to the step that is about to be taken."""
        index = len(self.walk.steps)
        self.session.events.step = index
        self.session.wire.begin(index)

    def reach(self, milestone: Milestone) -> None:
        """Note how far the flow has come."""
        if _ORDER.index(milestone) > _ORDER.index(self.walk.reached):
            self.walk.reached = milestone

    def tell(self, key: str, **values: Any) -> None:
        """Tell the user what is being tried."""
        if self._progress:
            self._progress(key, values)

    # -- what an action changed

    def effects(self, before: Scene, after: Scene) -> list[str]:
        """What changed between two looks."""
        changed = []
        if after.route != before.route or after.snapshot.url != before.snapshot.url:
            changed.append("url")
        if {o.signature for o in after.snapshot.overlays if not o.transient} != {
            o.signature for o in before.snapshot.overlays if not o.transient
        }:
            changed.append("overlay")
        if after.state != before.state:
            changed.append("content")
        if any(one.step == after.step for one in self.session.events.dialogs):
            changed.append("dialog")
        if any(one.step == after.step for one in self.session.events.departures):
            changed.append("departure")
        return changed or ["nothing"]

    def reply(self, before: Scene, after: Scene) -> str:
        """What the page, a dialog or the server answered: a complaint in its own words, or nothing."""
        says = phrases("statements").says
        dialogs = [one.text for one in self.session.events.dialogs if one.step == after.step]
        said = set(before.snapshot.text.splitlines())
        fresh = (
            [line for line in after.snapshot.text.splitlines() if line not in said]
            if after.route == before.route
            else []
        )
        wire = [
            one.message
            for one in self.session.wire.replies
            if one.step == after.step and _refuses(one.data, one.status)
        ]
        toast = after.toast if after.toast != before.toast or self._toast_gone else ""
        shown = [line for line in [*dialogs, toast, *fresh] if line.strip() and (line != before.toast or toast)]
        complaint = next(
            (line for line in shown if len(line) <= 120 and says(line, "complaint", "follow-demand", "member-demand")),
            "",
        )
        arrived = "" if complaint else self._arrived_tip(before, after)
        return (complaint or arrived or next(iter(wire), "") or self._only_said(before, after))[:300]

    def _only_said(self, before: Scene, after: Scene) -> str:
        # A dialog of the browser's own was all that came of it: whatever its words, nothing went on.
        alerts = [one.text for one in self.session.events.dialogs if one.step == after.step and one.kind == "alert"]
        if not alerts or after.route != before.route or after.state != before.state:
            return ""
        return "" if phrases("statements").says(alerts[-1], "success-reply") else alerts[-1]

    def _arrived_tip(self, before: Scene, after: Scene) -> str:
        # A form that a server drew again: the same page, with one more line that complains.
        if after.route == before.route or not self.same_form(before, after):
            return ""
        said = set(before.snapshot.text.splitlines())
        says = phrases("statements").says
        fresh = (line for line in after.snapshot.text.splitlines() if line not in said and len(line) <= 80)
        return next((line for line in fresh if says(line, "complaint")), "")

    @staticmethod
    def same_form(before: Scene, after: Scene) -> bool:
        """Whether the fields of one look are all there on the other."""
        names = {one.name for one in before.snapshot.controls if one.kind in ("text", "select", "picker")}
        return bool(names) and names <= {one.name for one in after.snapshot.controls}

    # -- pieces for facts

    def attempt(
        self, kind: AttemptKind, result: AttemptResult, *, target: str, before: Scene, control: Control | None = None,
        reply: str = "", led_to: str = "", waited_ms: int | None = None,
    ) -> Attempt:  # fmt: skip
        """An attempt whose outcome is the last step."""
        return Attempt(
            kind=kind,
            result=result,
            target=target[:80],
            selector=control.selector if control else None,
            box=control.box if control else None,
            reply=(reply or self.walk.steps[-1].reply)[:300],
            led_to=led_to[:300],
            before=before.screenshot,
            after=self.scene.screenshot,
            step=self.scene.step,
            waited_ms=waited_ms,
        )

    def evidence(self, text: str, *, control: Control | None = None, box: Any = None, selector: str = "") -> Evidence:
        """The present look as evidence."""
        scene = self.scene
        return Evidence(
            text=text[:300],
            selector=(control.selector if control else selector) or None,
            box=control.box if control else box,
            screenshot=scene.screenshot,
            step=scene.step,
            url=scene.snapshot.url[:500],
        )

    def action(
        self, kind: Any, control: Control | None, target: str, *, value: str | None = None, why: str = ""
    ) -> Action:
        """An action on a control."""
        return Action(
            kind=kind,
            target=target[:80],
            value=value,
            selector=control.selector if control else None,
            box=control.box if control else None,
            why=both(f"walk.why.{why}") if why else None,
        )

    async def look_again(self) -> bool:
        """Whether the page has changed by itself since the last look; what came is then a step of its own."""
        if self._second_looks >= _SECOND_LOOKS:
            return False
        await self.session.settle(late=True)
        now = Scene(await self.session.look(pictures=False), self.scene.step)
        if now.outline == self.scene.outline:
            return False
        self._second_looks += 1
        await self.step(self.action("wait", None, "", why="changed"))
        return True

    async def tap(
        self, control: Control, target: str, *, why: str = "", kind: Any = "tap", late: bool = False
    ) -> Scene | None:
        """Touch a control where a finger hits it; None where nothing of it can be hit."""
        self.budget.check(len(self.walk.steps))
        if why in _FORWARD:
            await self._let_toast_go()
        point: Point | None = await self.session.tab.observer.aim(control.id)
        if point is None:
            return None
        action = self.action(kind, control, target, why=why)
        self.touched.append(f"{words_of(control)}\n{control.group}")
        await self.session.tap(point)
        return await self.step(action, late=late)


def _is_new_view(before: Snapshot, after: Snapshot) -> bool:
    """Whether nearly everything that the page said has been replaced."""
    old, new = set(before.text.splitlines()), set(after.text.splitlines())
    least = decisions().views
    came, went = len(new - old) / max(len(new), 1), len(old - new) / max(len(old), 1)
    return len(new) >= least.lines and min(came, went) >= least.renewed


def _refuses(data: Any, status: int) -> bool:
    """Whether an API's answer says no."""
    if status >= 400:
        return True
    if not isinstance(data, dict):
        return False
    for key in ("code", "errcode", "errCode", "status", "ret", "retcode", "error_code"):
        value = data.get(key)
        if isinstance(value, bool):
            return not value
        if value in (1, "1") and _says_no(data):
            return True
        if isinstance(value, int):
            return value not in (0, 1, 200)
        if isinstance(value, str) and value:
            return fold(value) not in ("0", "1", "200", "ok", "success", "0000", "00", "true")
    success = data.get("success", data.get("ok"))
    return success is False


def _says_no(data: dict[str, Any]) -> bool:
    """An answer whose code is 1 (yes for some, no for others): no, where it brings nothing but a message."""
    message = data.get("msg") or data.get("message") or data.get("errmsg")
    empty = data.get("data") in (None, "", [], {})
    return empty and isinstance(message, str) and not phrases("statements").says(message, "success-reply")
