"""The most reluctant consumer there could be: closes what can be closed, gives nothing, and goes on wherever it can.

Only when every way on has been tried and failed does it concede one thing, the smallest, and go on from there.
"""

from __future__ import annotations

from collections import Counter

from qraudit.models import Overlay, PromptKind
from qraudit.models.walk import AttemptResult
from qraudit.walk.boxes import boxes_in
from qraudit.walk.browser.session import Session
from qraudit.walk.course import Course, EndedError, OnCourse
from qraudit.walk.decisions import decisions
from qraudit.walk.endings import PROMPT_OF, Endings
from qraudit.walk.experiments.agreements import Agreements
from qraudit.walk.experiments.answers import Answers
from qraudit.walk.experiments.forms import FormTrial
from qraudit.walk.experiments.gestures import Gestures
from qraudit.walk.experiments.keyboards import Keyboards
from qraudit.walk.experiments.patience import Patience
from qraudit.walk.experiments.permissions import Permissions
from qraudit.walk.experiments.profile import Profile
from qraudit.walk.experiments.walls import Walls
from qraudit.walk.facts import entries_in, form_kind
from qraudit.walk.identity import Identity
from qraudit.walk.journal import Journal
from qraudit.walk.layers import breakage_in, demand_of
from qraudit.walk.meaning import data_in_text, phrases
from qraudit.walk.options import WalkOptions
from qraudit.walk.scenarios import infer, needs_of
from qraudit.walk.scene import Scene
from qraudit.walk.ways import Way, ways_on

__all__ = ["Consumer"]


_INFERRED_FROM = 4
"""Steps from which the scenario is inferred: later pages speak of other things."""

_CIRCLES = 4
"""How often one state of a page may come back after one and the same act before the walker gives it up."""


class Consumer(OnCourse):
    """Walks one code's flow to its end, a wall, or the end of the budget."""

    def __init__(
        self, session: Session, journal: Journal, identity: Identity, needs: frozenset[str], options: WalkOptions
    ) -> None:
        super().__init__(Course(session, journal, identity, needs, options))
        self.facts = self.course.facts
        self.endings = Endings(self.course)
        self.profile = Profile(self.course)
        self.walls = Walls(self.course)
        self.permissions = Permissions(self.course)
        self.agreements = Agreements(self.course)
        self.answers = Answers(self.course, self.walls)
        self.keyboards = Keyboards(self.course)
        self.gestures = Gestures(self.course)
        self.patience = Patience(self.course)
        self._turns: Counter[str] = Counter()
        session.answer_dialog = self._answer_dialog

    async def run(self, url: str) -> None:
        """Walk until the end; always leaves outcome, reached and reason in the walk."""
        try:
            await self.arrive(url)
            await self.walk_on()
        except EndedError:
            return

    async def walk_on(self) -> None:
        """Walk from where it is now to the end.

        Raises:
            EndedError: it has come there.

        """
        while True:
            await self._turn()

    def note_page(self) -> None:
        """Note what the page in front asks for, without touching it."""
        self.forms.note(self.scene, self.course.scope())
        self.facts.extras(self.scene, self.course.scope())
        self.prompts.inline_follow(self.scene)
        self.prompts.bundled(self.scene)

    async def _turn(self) -> None:
        self.infer_scenario()
        self.endings.look_for()
        layer = self.scene.layer
        if layer is not None and await self.answers.handle(layer):
            return
        if await self.keyboards.use():
            return
        self.note_page()
        if not self._turns_in_circles() and await self._go_on(self.course.scope()):
            return
        await self._at_dead_end()

    def infer_scenario(self) -> None:
        """Where none was given, what the pages seen so far say they are for."""
        target = self.walk.target
        if target.scenario_from not in ("none", "unsure") or len(self.walk.steps) > _INFERRED_FROM:
            return
        said = "\n".join(f"{step.title}\n{step.text}" for step in self.walk.steps)
        found = infer(f"{said}\n{self.scene.words(None)}")
        target.scenario_reasons = found.reasons
        target.scenario_from = "inferred" if found.scenario else "unsure"
        if found.scenario:
            target.scenario = self.walk.scenario = found.scenario
            self.forms.needs = needs_of(found.scenario)

    def _turns_in_circles(self) -> bool:
        """Whether the same thing was done to the same state of the page again and again."""
        self._turns[self.memory.state(self.scene) + self.walk.steps[-1].action.target] += 1
        return self._turns.most_common(1)[0][1] > _CIRCLES

    async def arrive(self, url: str) -> None:
        """Open the code's address.

        Raises:
            EndedError: it opens no page.

        """
        self.journal.tell("walk.doing.open", target=url)
        error = await self.session.open(url)
        scene = await self.journal.step(self.journal.action("open", None, url), late=True)
        if self.endings.off_web():
            self.endings.end_off_web()
        if self.session.policy.stopped:
            self.course.end("blocked", "needs-wechat-login")
        if self.session.policy.declined and not scene.is_web:
            await self.profile.at_the_door(url)
            scene = self.scene
        elif error and not scene.is_web:
            self.course.end("unreachable", *self.session.why_unreachable(error))
        self.journal.reach("landing")

    async def _go_on(self, overlay: Overlay | None) -> bool:
        """One step on: a form, or the best way; False where nothing is left to try here."""
        scene = self.scene
        if self._is_form(scene, overlay) and self.forms.worth_trying(scene, overlay):
            if await self._try_form(overlay):
                return True
            scene = self.scene
        ways = ways_on(scene, self.course.scope(), self.memory)
        tried_here = sum(one.kind == "link" for one in self.course.wall_attempts)
        if not ways or tried_here >= decisions().wall.ways:
            return False
        await self._take(ways[0])
        return True

    @staticmethod
    def _is_form(scene: Scene, overlay: Overlay | None) -> bool:
        """Whether there is something to give or to agree to before going on."""
        return bool(entries_in(scene, overlay) or boxes_in(scene, overlay))

    async def _try_form(self, overlay: Overlay | None) -> bool:
        """Try the form in front; True where something was done (the loop looks again)."""
        if demand_of(self.scene) == "membership" and self._registers(overlay):
            return False
        before = self.scene
        trial = await self.forms.try_form(overlay)
        if self.profile.was_asked() and trial.way is not None and trial.before is not None:
            self.profile.declined(trial.way, trial.before)
            return True
        if trial.before is not None:
            self.course.before_way = trial.before
        if trial.result == "passed":
            self.course.progress()
            self.course.led_on = True
            return True
        self._note_refused_form(trial)
        return self.scene.step != before.step and self.scene.route != before.route

    def _note_refused_form(self, trial: FormTrial) -> None:
        """A form that let nobody on is a failed attempt to get on, and what answered it tells why."""
        if trial.way is None or trial.before is None:
            return
        departed = "departure" in self.walk.steps[-1].effect
        led_to = self.session.events.departures[-1].url if departed else ""
        result: AttemptResult = "led-away" if departed else "refused" if trial.reply else "no-effect"
        self.course.wall_attempts.append(
            self.journal.attempt(
                "link", result, target=trial.way.words, before=trial.before, control=trial.way.control, led_to=led_to,
                reply=trial.reply or " ",
            )
        )  # fmt: skip
        if departed:
            self._note_demand()
        elif trial.reply:
            self.course.refusals.append(trial.reply)
            self.memory.ask(self.scene, trial.reply)

    def _demanded(self) -> PromptKind | None:
        """What the ways on demanded, by where they led or by what answered them."""
        if self.course.demanded:
            return self.course.demanded[0]
        kind = demand_of(self.scene, "\n".join(self.course.refusals))
        return kind or ("membership" if self.course.refusals and self._asks_for_code() else None)

    def _asks_for_code(self) -> bool:
        """Whether a form that was refused proves who owns a phone: that makes an account."""
        return any(datum.matter == "sms-code" for _, datum in entries_in(self.scene, self.scene.layer))

    def _registers(self, overlay: Overlay | None) -> bool:
        return form_kind(self.scene, overlay) == "membership"

    async def _take(self, way: Way) -> None:
        before = self.scene
        self.journal.tell("walk.doing.tap", target=way.words)
        self.session.wire.moment = "submission"
        late = way.forward
        self.course.before_way = before if way.forward or way.meaning in ("", "add") else None
        scene = await self.journal.tap(way.control, way.words, why=way.meaning or "choice", late=late)
        self.session.wire.moment = "later"
        if scene is None and await self.journal.look_again():  # something came over it since the last look
            return
        self.memory.note(before, way.control)
        if scene is None:
            return
        step = self.walk.steps[-1]
        if self.profile.was_asked():
            self.profile.declined(way, before)
            return
        if not way.meaning and not step.reply:
            self.memory.choose()
        if step.effect == ["nothing"] or step.reply:
            self._note_failure(way, before)
            return
        if "departure" in step.effect:
            self._note_departure(way, before)
            return
        if way.forward:
            self.memory.worked(before, way.control)
        self.course.progress()
        self.course.led_on = way.forward and way.meaning not in ("skip", "later")

    def _note_failure(self, way: Way, before: Scene) -> None:
        reply = self.walk.steps[-1].reply
        result = self.course.result(False)
        self.course.wall_attempts.append(
            self.journal.attempt("link", result, target=way.words, before=before, control=way.control)
        )
        if reply:
            self.course.refusals.append(reply)
            self.memory.ask(before, reply, way.control)
            self._reopen_form(reply)

    def _reopen_form(self, reply: str) -> None:
        """A refusal that names a field of the page's form makes the form worth trying again."""
        asked = {datum for _, datum in entries_in(self.scene, self.course.scope())}
        if asked & set(data_in_text(reply)):
            self.memory.choose()

    def _note_departure(self, way: Way, before: Scene) -> None:
        departure = self.session.events.departures[-1]
        self.course.wall_attempts.append(
            self.journal.attempt(
                "link", "led-away", target=way.words, before=before, control=way.control, led_to=departure.url
            )
        )
        self._note_demand()

    def _note_demand(self) -> None:
        """Where a way led off the web, that is what it demands."""
        kind = PROMPT_OF.get(self.session.events.departures[-1].kind)
        if kind is not None:
            self.course.demanded.append(kind)

    async def _at_dead_end(self) -> None:
        """Nothing leads on from here: a wall, a breakage, or a side track to come back from."""
        if await self.journal.look_again():
            return
        layer = self.scene.layer
        if layer is not None and layer.signature not in self.course.stuck_layers:
            await self.answers.put_away(layer)
            return
        if self.course.gates:
            await self.walls.prove(self.course.gates[0].kind, self.course.gates[0])
            return
        if await self.profile.insist():
            return
        if await self.permissions.concede() or await self.agreements.concede():
            return
        if self._needs_login():
            self.course.end("blocked", "needs-login")
        refused = self.course.refusals[-1] if self.course.refusals else ""
        breakage = breakage_in(refused) if refused and demand_of(self.scene, refused) is None else self.scene.breakage
        if breakage is not None:
            self.course.end("blocked", _BREAKAGE[breakage])
        kind = self._demanded()
        if kind is None:
            self.endings.end_if_applied()
        if kind is None and (await self.patience.resort() or await self.gestures.resort() or await self._retreat()):
            return
        if kind is None:
            self.course.end("blocked", "no-way-on")
            return
        await self.walls.prove(kind)

    async def _retreat(self) -> bool:
        """Back from a side track, where another way is left."""
        before = self.scene
        if self.course.retreats >= 4 or len(self.walk.steps) < 2 or self.course.knows_its_like(before):
            return False
        self.course.retreats += 1
        if not await self.session.back():
            return False
        await self.journal.step(self.journal.action("back", None, "", why="retreat"))
        return self.scene.route != before.route and self.course.has_untried()

    def _needs_login(self) -> bool:
        """A login with an account that the tool does not have, and that nobody can make here."""
        asked = [datum for _, datum in entries_in(self.scene, None)]
        own = any(datum.category == "password" for datum in asked) and not any(d.matter == "sms-code" for d in asked)
        return (own and "login-needed" in self.scene.says) or (own and "signs-up" not in self.scene.says)

    def _answer_dialog(self, kind: str, text: str) -> bool:
        """Alerts are read, questions are answered yes, unless yes would be following, registering or installing."""
        if kind != "confirm":
            return True
        says = phrases("statements").meanings(text)
        demands = says & {
            "follow-demand",
            "follow-mention",
            "follow-benefit",
            "member-demand",
            "app-demand",
            "mini-demand",
            "contact-demand",
            "profile-demand",
        }
        return not (demands or says & {"marketing", "location-demand"})


_BREAKAGE = {
    "expired": "expired",
    "closed": "closed",
    "error-page": "error-page",
    "captcha": "captcha",
    "environment": "needs-wechat-login",
    "login-needed": "needs-login",
}
