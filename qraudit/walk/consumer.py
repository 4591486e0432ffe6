"""The most reluctant consumer there could be: closes what can be closed, gives nothing, and goes on wherever it can.

Only when every way on has been tried and failed does it concede one thing, the smallest, and go on from there.
"""

from __future__ import annotations

from qraudit.models import Attempt, Control, Milestone, Overlay, Prompt, PromptKind
from qraudit.models.walk import AttemptResult
from qraudit.walk.boxes import boxes_in
from qraudit.walk.browser.session import Session
from qraudit.walk.decisions import decisions
from qraudit.walk.experiments.dismissal import Dismissal, dismiss
from qraudit.walk.experiments.forms import Forms
from qraudit.walk.experiments.prompts import Prompts
from qraudit.walk.facts import Facts, entries_in
from qraudit.walk.identity import Identity
from qraudit.walk.journal import Journal
from qraudit.walk.layers import LayerKind, demand_of, layer_kind
from qraudit.walk.meaning import phrases
from qraudit.walk.options import WalkOptions
from qraudit.walk.scene import Scene, meanings_of, words_of
from qraudit.walk.ways import Memory, Way, ways_on

__all__ = ["Consumer", "EndedError"]

_ORDER: tuple[Milestone, ...] = ("none", "landing", "catalogue", "order", "payment")
_OPENING = frozenset({"tap", "submit", "choose", "type", "concede"})


class EndedError(Exception):
    """The walk is over; the outcome is in the walk."""


class Consumer:
    """Walks one code's flow to its end, a wall, or the end of the budget."""

    def __init__(
        self, session: Session, journal: Journal, identity: Identity, needs: frozenset[str], options: WalkOptions
    ) -> None:
        self.session = session
        self.journal = journal
        self.walk = journal.walk
        self.options = options
        self.memory = Memory()
        self.facts = Facts(self.walk, journal)
        self.prompts = Prompts(self.walk, journal)
        self.forms = Forms(journal, self.facts, identity, needs, self.memory)
        self.wall_attempts: list[Attempt] = []
        """Ways that were tried since the last progress, and failed."""
        self.refusals: list[str] = []
        self.stuck_layers: set[str] = set()
        self.gates: list[Prompt] = []
        """Prompts that our own way on opened, and that lead back to where we were when they are dismissed."""
        self.before_way: Scene | None = None
        self.used_keyboards: set[str] = set()
        self.retreats = 0
        session.answer_dialog = self._answer_dialog

    @property
    def scene(self) -> Scene:
        """The last look."""
        return self.journal.scene

    # -- the loop

    async def run(self, url: str) -> None:
        """Walk until the end; always leaves outcome, reached and reason in the walk."""
        try:
            await self._arrive(url)
            while True:
                await self._turn()
        except EndedError:
            return

    async def _turn(self) -> None:
        self._look_for_end()
        layer = self.scene.layer
        if layer is not None and await self._handle_layer(layer):
            return
        if await self._use_keyboard():
            return
        self.forms.note(self.scene, self._scope())
        self.prompts.inline_follow(self.scene)
        if await self._go_on(self._scope()):
            return
        await self._at_dead_end()

    def _scope(self) -> Overlay | None:
        """The layer that is part of the service and in front; None for the page itself."""
        layer = self.scene.layer
        return layer if layer is not None and layer.signature not in self.stuck_layers else None

    async def _arrive(self, url: str) -> None:
        self.journal.tell("walk.doing.open", target=url)
        error = await self.session.open(url)
        scene = await self.journal.step(self.journal.action("open", None, url), late=True)
        if self._off_web():
            self._end_off_web()
        if self.session.policy.stopped:
            self._end("blocked", "needs-wechat-login")
        if self.session.policy.declined and not self._has_page(scene):
            await self._profile_at_the_door(url)
            scene = self.scene
        elif error and not self._has_page(scene):
            self._end("unreachable", *self.session.why_unreachable(error))
        self.journal.reach("landing")

    @staticmethod
    def _has_page(scene: Scene) -> bool:
        return scene.snapshot.url.startswith(("http://", "https://"))

    # -- endings

    def _look_for_end(self) -> None:
        events = self.session.events
        if events.crashed:
            self._end("exhausted", "browser-lost")
        self._note_payment_code()
        if events.handoffs:
            self.journal.reach("payment")
            self.walk.end = "handoff"
            self._end("completed", None)
        if self.session.policy.stopped:
            self._end("blocked", "needs-wechat-login")
        if self.options.until != "payment" and _ORDER.index(self.walk.reached) >= _ORDER.index(self.options.until):
            self.walk.end = "until"
            self._end("completed", None)
        if self.scene.layer is None:
            self._look_for_quiet_end()

    def _look_for_quiet_end(self) -> None:
        end = self.scene.end
        acted = len(self.walk.steps) > 1
        if end == "nothing-to-pay" and acted:
            self.walk.end = "nothing-to-pay"
            self.journal.reach("catalogue")
            self._end("completed", None)
        if end == "applied" and acted and self.walk.steps[-1].action.kind in ("submit", "tap", "tick"):
            self.walk.end = "applied"
            self.journal.reach("order")
            self._end("completed", None)

    def _note_payment_code(self) -> None:
        """A page that shows a code to pay with has handed the payment over."""
        from qraudit.walk.browser.payments import payments

        for picture in self.scene.snapshot.pictures:
            for code in picture.codes:
                if code.kind in ("wechat-pay", "alipay", "unionpay"):
                    self.session.events.hand_off(payments().of_url(code.payload, "", self.scene.step))

    def _off_web(self) -> bool:
        return bool(self.session.events.departures) and not self._has_page(self.scene)

    def _end_off_web(self) -> None:
        """The code's address leads straight off the web: to a follow page, an app, a mini-program."""
        departure = self.session.events.departures[0]
        kind = _PROMPT_OF.get(departure.kind)
        if kind is not None:
            self.prompts.add(
                Prompt(
                    id=f"prompt-{len(self.walk.prompts)}", kind=kind, step=0, form="redirect", text=departure.url[:300], passed=False,
                    before_milestone="none", evidence=[self.journal.evidence(departure.url)],
                )
            )  # fmt: skip
        self._end("blocked", f"{kind}-wall" if kind in ("follow", "app", "contact") else "mini-program")

    def _end(self, outcome: str, reason: str | None, detail: str = "") -> None:
        for gate in self.gates:
            gate.passed = gate.passed if gate.passed is not None else outcome == "completed"
        self.walk.outcome = outcome  # type: ignore[assignment]
        self.walk.reason = reason
        self.walk.detail = detail[:500]
        raise EndedError

    # -- layers

    async def _handle_layer(self, layer: Overlay) -> bool:
        """Deal with a layer; False where it belongs to the service (or cannot be got rid of and hides nothing)."""
        if layer.signature in self.stuck_layers:
            return False
        kind = layer_kind(self.scene, layer, opened_by_us=self._opened_by_us())
        if kind == "business":
            return False
        if kind == "keyboard":
            return False
        if kind == "advert":
            await self._close_advert(layer)
        elif kind in ("notice", "location"):
            await self._put_away(layer)
        elif kind == "consent":
            await self._answer_consent(layer)
        else:
            await self._answer_prompt(kind, layer)
        return True

    async def _use_keyboard(self) -> bool:
        """A keyboard that the page draws came up by our tap on something that is no input: type on it."""
        keyboard = self.scene.keyboard
        if keyboard is None or keyboard.signature in self.used_keyboards:
            return False
        self.used_keyboards.add(keyboard.signature)
        action = self.walk.steps[-1].action
        opener = next((one for one in self.scene.snapshot.controls if one.selector == action.selector), None)
        around = f"{action.target}\n{opener.group if opener else self.scene.snapshot.text[:300]}"
        datum, value = await self.forms.entering.on_keyboard(around)
        if datum.category is not None and opener is not None:
            named = opener.model_copy(update={"name": next(iter(around.splitlines()[1:]), opener.name), "value": ""})
            self.facts.field(self.scene, named, datum.category, "flow").filled = bool(value)
        await self.journal.step(self.journal.action("type", opener, value and action.target, why="type"))
        self._progress()
        return True

    def _opened_by_us(self) -> bool:
        step = self.walk.steps[-1]
        return step.action.kind in _OPENING and "overlay" in step.effect and "url" not in step.effect

    async def _close_advert(self, layer: Overlay) -> None:
        advert, known = self.prompts.advert(self.scene, layer)
        self.journal.tell("walk.doing.advert")
        done = await dismiss(self.journal, layer, acknowledge=True, may_wait=not known)
        if known:
            advert.attempts += done.attempts
        else:
            self.prompts.settle_advert(advert, done)
        if not done.closed and not done.left_page:
            await self._past_unclosable(layer, advert.attempts)

    async def _past_unclosable(self, layer: Overlay, attempts: list[Attempt]) -> None:
        """An advertisement that nothing closes: open the page anew, once; then go on beside it, if that can be."""
        before = self.scene
        await self.session.reload()
        await self.journal.step(self.journal.action("reload", None, "", why="reload"), late=True)
        gone = self.scene.layer is None
        attempts.append(self.journal.attempt("reload", "passed" if gone else "came-back", target="", before=before))
        if not gone:
            self.stuck_layers.add(self.scene.layer.signature if self.scene.layer else layer.signature)
            self.stuck_layers.add(layer.signature)

    async def _put_away(self, layer: Overlay) -> None:
        done = await dismiss(self.journal, layer, acknowledge=True, may_wait=False)
        if not done.closed:
            self.stuck_layers.add(layer.signature)

    async def _answer_prompt(self, kind: LayerKind, layer: Overlay) -> None:
        prompt = self.prompts.layer(kind, self.scene, layer, self.walk.reached)  # type: ignore[arg-type]
        self.journal.tell("walk.doing.prompt", kind=kind)
        opened = self._opened_by_us()
        repeated = prompt.passed is not None
        done = await dismiss(self.journal, layer, acknowledge=kind in ("subscription", "survey"), may_wait=not repeated)
        if not done.closed:
            await self._claim(layer, prompt, done)
        if not done.closed and not done.left_page:
            await self._insist(kind, layer, prompt, done)
        self.prompts.settle(prompt, done)
        self.wall_attempts += done.attempts
        if done.closed and opened and self._led_back():
            self._hold_gate(prompt, done)

    def _led_back(self) -> bool:
        """Whether dismissing a layer only led back to where our way on had been tried."""
        return self.before_way is not None and self.scene.state == self.before_way.state

    def _hold_gate(self, prompt: Prompt, done: Dismissal) -> None:
        for attempt in done.attempts:
            if attempt.result == "passed":
                attempt.result = "came-back"
        prompt.passed, prompt.passed_by = None, None
        if prompt not in self.gates:
            self.gates.append(prompt)
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
        result = self._result(gone)
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
        self.stuck_layers |= {layer.signature, again.signature}
        if kind == "membership" and await self._concede_membership(again, prompt):
            return
        self.prompts.settle(prompt, done)
        self.wall_attempts += done.attempts
        self._end_at_wall(prompt)

    async def _answer_consent(self, layer: Overlay) -> None:
        scene = self.scene
        prompt = self.prompts.layer("consent", scene, layer, self.walk.reached)
        done = await dismiss(self.journal, layer, acknowledge=False, may_wait=False)
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
            self.stuck_layers.add(now.signature)
            return
        prompt.conceded = True
        self.session.wire.consented = True

    # -- going on

    async def _go_on(self, overlay: Overlay | None) -> bool:
        """One step on: a form, or the best way; False where nothing is left to try here."""
        scene = self.scene
        if self._is_form(scene, overlay) and self.forms.worth_trying(scene, overlay):
            if await self._try_form(overlay):
                return True
            scene = self.scene
        ways = ways_on(scene, self._scope(), self.memory)
        tried_here = sum(one.kind == "link" for one in self.wall_attempts)
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
        if trial.result == "passed":
            self._progress()
            return True
        if trial.reply:
            self.refusals.append(trial.reply)
        return self.scene.step != before.step and self.scene.route != before.route

    def _registers(self, overlay: Overlay | None) -> bool:
        from qraudit.walk.facts import form_kind

        return form_kind(self.scene, overlay) == "membership"

    async def _take(self, way: Way) -> None:
        before = self.scene
        self.memory.note(before, way.control)
        self.journal.tell("walk.doing.tap", target=way.words)
        self.session.wire.moment = "submission"
        late = way.forward
        self.before_way = before if way.forward or way.meaning in ("", "add") else None
        scene = await self.journal.tap(way.control, way.words, why=way.meaning or "choice", late=late)
        self.session.wire.moment = "later"
        if scene is None:
            return
        step = self.walk.steps[-1]
        if self._asked_profile():
            self._profile_declined(way, before)
            return
        if not way.meaning and not step.reply:
            self.memory.choose()
        if step.effect == ["nothing"] or step.reply:
            self._note_failure(way, before)
            return
        if "departure" in step.effect:
            self._note_departure(way, before)
            return
        self._progress()

    def _progress(self) -> None:
        self.wall_attempts.clear()
        self.refusals.clear()

    def _note_failure(self, way: Way, before: Scene) -> None:
        reply = self.walk.steps[-1].reply
        result = self._result(False)
        self.wall_attempts.append(
            self.journal.attempt("link", result, target=way.words, before=before, control=way.control)
        )
        if reply:
            self.refusals.append(reply)

    def _note_departure(self, way: Way, before: Scene) -> None:
        departure = self.session.events.departures[-1]
        self.wall_attempts.append(
            self.journal.attempt(
                "link", "led-away", target=way.words, before=before, control=way.control, led_to=departure.url
            )
        )
        self.refusals.append(_DEMANDS.get(departure.kind, ""))

    # -- dead ends and walls

    async def _at_dead_end(self) -> None:
        """Nothing leads on from here: a wall, a breakage, or a side track to come back from."""
        layer = self.scene.layer
        if layer is not None and layer.signature not in self.stuck_layers:
            await self._put_away(layer)
            return
        if self.gates:
            await self._prove_wall(self.gates[0].kind, self.gates[0])
            return
        if await self._insist_on_profile():
            return
        if self._needs_login():
            self._end("blocked", "needs-login")
        breakage = self.scene.breakage
        if breakage is not None and not self.refusals:
            self._end("blocked", _BREAKAGE[breakage])
        kind = demand_of(self.scene, "\n".join(self.refusals))
        if kind is None and await self._retreat():
            return
        if kind is None:
            self._end("blocked", "no-way-on")
            return
        await self._prove_wall(kind)

    async def _retreat(self) -> bool:
        """Back from a side track, where another way is left."""
        if self.retreats >= 4 or len(self.walk.steps) < 2:
            return False
        self.retreats += 1
        before = self.scene
        if not await self.session.back():
            return False
        await self.journal.step(self.journal.action("back", None, "", why="retreat"))
        return self.scene.route != before.route and self._has_untried()

    def _needs_login(self) -> bool:
        """A login with an account that the tool does not have, and that nobody can make here."""
        asked = [datum for _, datum in entries_in(self.scene, None)]
        own = any(datum.category == "password" for datum in asked) and not any(d.matter == "sms-code" for d in asked)
        return (own and "login-needed" in self.scene.says) or (own and "signs-up" not in self.scene.says)

    async def _prove_wall(self, kind: PromptKind, gate: Prompt | None = None) -> None:
        """Everything on the page failed: the remaining ways round it, then concede or end."""
        scene = self.scene
        text = "\n".join([*self.refusals, scene.words(None)])
        read = any(picture.lines for picture in scene.snapshot.pictures) and len(scene.snapshot.text) < 60
        prompt = gate or self.prompts.seen(kind, text)
        if prompt is None or prompt.passed is True:
            prompt = self.prompts.add(
                Prompt(
                    id=f"prompt-{len(self.walk.prompts)}", kind=kind, step=scene.step, form="picture" if read else "reply" if self.refusals else "page",
                    text=text[:500], before_milestone=self.walk.reached, wire="\n".join(self.refusals)[:300],
                    evidence=[self.journal.evidence(_telling(scene, kind) or text)],
                )
            )  # fmt: skip
        prompt.attempts += self.wall_attempts
        if await self._round_it(kind, prompt):
            prompt.passed = True
            prompt.passed_by = prompt.attempts[-1].kind
            self._progress()
            return
        prompt.passed = False
        if kind == "membership" and await self._concede_membership(None, prompt):
            return
        self._end_at_wall(prompt)

    async def _round_it(self, kind: PromptKind, prompt: Prompt) -> bool:
        """Claiming, the back key, opening the page anew."""
        scene = self.scene
        claim = next((one for one in scene.controls(None) if "claim" in meanings_of(one)), None)
        if claim is not None and await self.journal.tap(claim, words_of(claim), why="claim") is not None:
            passed = not self._still_walled(kind, scene)
            prompt.attempts.append(self._wall_attempt("claim", passed, words_of(claim), scene, claim))
            if passed:
                return True
        if await self._try_pictures(kind, prompt):
            return True
        before = self.scene
        if await self.session.back():
            await self.journal.step(self.journal.action("back", None, "", why="back"))
            if self.scene.route != before.route and self._has_untried() and not self._still_walled(kind, before):
                prompt.attempts.append(self._wall_attempt("back", True, "", before))
                return True
            prompt.attempts.append(self._wall_attempt("back", False, "", before))
        before = self.scene
        await self.session.open(scene.snapshot.url)
        await self.journal.step(self.journal.action("reload", None, "", why="reload"), late=True)
        passed = not self._still_walled(kind, scene) and self.scene.route != scene.route
        prompt.attempts.append(self._wall_attempt("reload", passed, "", before))
        return passed

    def _has_untried(self) -> bool:
        return self.memory.untried(self.scene, ways_on(self.scene, self._scope(), self.memory))

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

    def _result(self, passed: bool) -> AttemptResult:
        """What came of the last step as an attempt to get on."""
        refused = bool(self.walk.steps[-1].reply)
        return "passed" if passed else "refused" if refused else "no-effect"

    def _wall_attempt(
        self, kind: str, passed: bool, target: str, before: Scene, control: Control | None = None
    ) -> Attempt:
        result = self._result(passed)
        return self.journal.attempt(kind, result, target=target, before=before, control=control)  # type: ignore[arg-type]

    async def _concede_membership(self, overlay: Overlay | None, prompt: Prompt) -> bool:
        """Register with made-up data, where that takes no message to a phone."""
        from qraudit.models import Concession

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
        self._progress()
        return True

    def _end_at_wall(self, prompt: Prompt) -> None:
        prompt.passed = False
        reason = {"mini-program": "app-wall", "consent": "consent-wall"}.get(prompt.kind, f"{prompt.kind}-wall")
        self._end("blocked", reason)

    # -- the profile

    async def _profile_at_the_door(self, url: str) -> None:
        """The code's own address asks for the profile before it shows anything."""
        first = self.scene
        prompt = self._profile_prompt()
        await self.session.open(url)
        await self.journal.step(self.journal.action("reload", None, url, why="reload"), late=True)
        passed = self._has_page(self.scene)
        prompt.attempts += [
            self.journal.attempt("refuse", "refused", target="snsapi_userinfo", before=first),
            self.journal.attempt("reload", "passed" if passed else "asked-again", target=url, before=first),
        ]
        prompt.passed = passed
        if not passed:
            await self._concede_profile(prompt, url)

    def _asked_profile(self) -> bool:
        """Whether the last step asked for the profile (and was declined)."""
        asked = self.session.events.oauth
        return bool(asked) and asked[-1].step == self.scene.step and asked[-1].handled == "declined"

    def _profile_declined(self, way: Way, before: Scene) -> None:
        """A tap asked for the profile, and it was declined; the same way is tried once more."""
        known = next((one for one in self.walk.prompts if one.kind == "profile" and one.form == "redirect"), None)
        if known is None:
            prompt = self._profile_prompt()
            prompt.attempts.append(
                self.journal.attempt("refuse", "refused", target=way.words, before=before, control=way.control)
            )
            self.memory.choose()
            return
        known.recurrences.append(self.scene.step)
        known.attempts.append(
            self.journal.attempt("link", "asked-again", target=way.words, before=before, control=way.control)
        )

    async def _insist_on_profile(self) -> bool:
        """Nothing leads on but the profile that was declined: concede it, once."""
        prompt = next((one for one in self.walk.prompts if one.kind == "profile" and one.form == "redirect"), None)
        if prompt is None or prompt.conceded or not self.session.policy.declined:
            return False
        prompt.passed = False
        prompt.recurrences.clear()  # asking again was the only way on: a wall, not nagging
        await self._concede_profile(prompt, self.session.policy.declined[-1])
        return True

    def _profile_prompt(self) -> Prompt:
        return self.prompts.add(
            Prompt(
                id=f"prompt-{len(self.walk.prompts)}", kind="profile", step=self.scene.step, form="redirect", text="snsapi_userinfo",
                before_milestone=self.walk.reached, evidence=[self.journal.evidence("snsapi_userinfo")],
            )
        )  # fmt: skip

    async def _concede_profile(self, prompt: Prompt, url: str) -> None:
        from qraudit.models import Concession

        self.session.policy.grant_profile = True
        prompt.conceded = True
        self.walk.concessions.append(
            Concession(kind="profile", what="snsapi_userinfo", step=self.scene.step, attempts=list(prompt.attempts))
        )
        await self.session.open(url)
        await self.journal.step(self.journal.action("concede", None, "snsapi_userinfo", why="concede"), late=True)

    # -- native dialogs

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


_PROMPT_OF: dict[str, PromptKind] = {
    "official-account": "follow",
    "mini-program": "mini-program",
    "wechat-contact": "contact",
    "app-link": "app",
}
_DEMANDS = {
    "official-account": "请先关注公众号",
    "mini-program": "请打开小程序",
    "wechat-contact": "请先添加微信",
    "app-link": "请下载APP",
}
_BREAKAGE = {
    "expired": "expired",
    "closed": "closed",
    "error-page": "error-page",
    "captcha": "captcha",
    "environment": "needs-wechat-login",
    "login-needed": "needs-login",
}


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
