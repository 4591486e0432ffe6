"""Filling a form as sparingly as it lets itself be filled, and proving which datum it insists on.

What the service itself needs is given at once. Everything else is left empty; only when the form is refused is the
one datum given that the refusal names. A datum whose absence was refused and whose presence was accepted is required.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qraudit.models import Attempt, Concession, Control, FieldFact, Overlay, TickBox
from qraudit.walk.boxes import box_text, boxes_in
from qraudit.walk.decisions import decisions
from qraudit.walk.experiments.blame import Blame, blame_of
from qraudit.walk.experiments.entering import Entering
from qraudit.walk.facts import Facts, FormKind, entries_in, form_kind
from qraudit.walk.identity import Identity
from qraudit.walk.journal import Journal
from qraudit.walk.meaning import Datum, data_in_text, phrases
from qraudit.walk.named_numbers import number_named
from qraudit.walk.scene import Scene, meanings_of, name_key, words_of
from qraudit.walk.ways import Memory, Way, ways_on

__all__ = ["FormTrial", "Forms"]

FormResult = Literal["passed", "refused", "needs-code", "no-way"]
_ONWARD = frozenset({"submit", "pay", "next", "checkout"})
_COUNTED = frozenset({"amount", "guests", "unknown"})
"""Matters that are told by a number."""
_FORWARD = frozenset({"submit", "query", "next", "pay", "checkout", "start", "acknowledge"})


@dataclass
class _Entry:
    control: Control
    datum: Datum
    fact: FieldFact | None
    given: bool = False

    @property
    def key(self) -> str:
        return f"{self.datum.category or self.datum.matter}:{name_key(self.control.name or self.control.placeholder)}"


@dataclass
class FormTrial:
    """What came of one form. `reply` is the last refusal in the page's words."""

    result: FormResult
    reply: str = ""
    way: Way | None = None
    before: Scene | None = None
    """The last submission, and the look before it."""
    attempts: list[Attempt] = field(default_factory=list)


class Forms:
    """Tries forms, as the reluctant consumer does."""

    def __init__(
        self, journal: Journal, facts: Facts, identity: Identity, needs: frozenset[str], memory: Memory
    ) -> None:
        self.journal = journal
        self.facts = facts
        self.identity = identity
        self.needs = needs
        self.memory = memory
        self.entering = Entering(journal, identity)
        self._tried: dict[str, list[str]] = {}
        """Forms (by page and fields) and the states of the page in which they were tried."""
        self.conceded: dict[str, dict[str, list[Attempt]]] = {}
        """By page: the entries that were conceded on it, each with the refusal that it took."""
        self.declined: set[str] = set()
        """Layers that ask for a datum with a value in it already, and that were put away once."""

    def key(self, scene: Scene, overlay: Overlay | None) -> str:
        """What a form is known again by."""
        names = sorted(name_key(control.name or control.placeholder) for control, _ in entries_in(scene, overlay))
        return f"{scene.route}|{'|'.join(names)}"

    def worth_trying(self, scene: Scene, overlay: Overlay | None) -> bool:
        """Whether a form was not tried in this state of the page, nor too often."""
        tried = self._tried.get(self.key(scene, overlay), [])
        return self.memory.state(scene) not in tried and len(tried) < decisions().forms.trials

    def forget(self, scene: Scene, overlay: Overlay | None) -> None:
        """As if a form had never been tried: where it comes again, it is to be tried again."""
        self._tried.pop(self.key(scene, overlay), None)

    def note(self, scene: Scene, overlay: Overlay | None) -> None:
        """Note what a page or layer asks for, without touching anything."""
        within = form_kind(scene, overlay)
        entries = self._entries(scene, overlay, within)
        for box in boxes_in(scene, overlay):
            self.facts.box(scene, box)
        self.facts.implied(scene, overlay)
        # A row that opens a page of its own collects nothing itself: that page does, and is noted there.
        taken = [one for one in entries if one.control.kind != "picker"]
        categories = [one.datum.category for one in taken if one.datum.category is not None]
        if categories:
            self.facts.notice(scene, overlay, categories)

    def _entries(self, scene: Scene, overlay: Overlay | None, within: FormKind) -> list[_Entry]:
        found = []
        for control, datum in entries_in(scene, overlay):
            fact = self.facts.field(scene, control, datum.category, within) if datum.category else None
            found.append(_Entry(control, datum, fact))
        return found

    async def try_form(self, overlay: Overlay | None, *, conceding: bool = False) -> FormTrial:
        """Fill and submit the form in front. `conceding`: its whole purpose (a registration) is conceded."""
        scene = self.journal.scene
        tried = self._tried.setdefault(self.key(scene, overlay), [])
        tried.append(self.memory.state(scene))
        result = await _Trial(self, overlay, conceding=conceding).run()
        unmoved = result.before is not None and result.before.state == self.journal.scene.state
        if result.result != "passed" or unmoved:
            tried.append(self.memory.state(self.journal.scene))
        return result


class _Trial:
    """One form, submitted until it passes or nothing more can be given."""

    def __init__(self, forms: Forms, overlay: Overlay | None, *, conceding: bool) -> None:
        self.forms = forms
        self.journal = forms.journal
        self.overlay = overlay
        self.conceding = conceding
        self.within = form_kind(self.journal.scene, overlay)
        self.route = self.journal.scene.route
        self.wanted: set[str] = set()
        """Entries that are to be filled: the necessary ones, then what was conceded."""
        self.conceded = forms.conceded.setdefault(self.route, {})
        self.ticked: set[str] = set()
        self.attempts: list[Attempt] = []
        self.replies: list[str] = []
        self.last_conceded: str | None = None
        self.last_way: Way | None = None
        self.last_before: Scene | None = None
        self.first_lines = set(self.journal.scene.snapshot.text.splitlines())
        """What the page said before the form was ever sent: hints that look like complaints are among it."""
        self.picked: set[str] = set()
        """Entries without a readable value that were given one."""
        self.unreadable: set[str] = set()
        """Sets of options of which no look tells that one was chosen."""
        self.mended: set[str] = set()
        """Entries whose value is to be put in anew: the page has named the number that it takes."""

    # -- what is on the form now

    def _layer(self) -> Overlay | None:
        return self.journal.scene.layer if self.overlay is not None else None

    def _entries(self) -> list[_Entry]:
        return self.forms._entries(self.journal.scene, self._layer(), self.within)

    def _boxes(self) -> list[Control]:
        return boxes_in(self.journal.scene, self._layer())

    def _way(self) -> Way | None:
        scene = self.journal.scene
        fresh = Memory()
        ways = [way for way in ways_on(scene, self._layer(), fresh) if way.meaning in _FORWARD]
        if ways:
            return ways[0]
        return self._register_way() if self.conceding else None

    def _register_way(self) -> Way | None:
        controls = [
            one
            for one in self.journal.scene.controls(self._layer())
            if one.kind in ("button", "link") and not one.disabled
        ]
        named = [
            one
            for one in controls
            if meanings_of(one) & {"register", "agree", "acknowledge"} and not meanings_of(one) & {"send-code", "claim"}
        ]
        named.sort(key=lambda one: -one.emphasis)
        return Way(named[0], words_of(named[0]), "submit", 100) if named else None

    # -- the trial

    async def run(self) -> FormTrial:
        self.wanted = {one.key for one in self._entries() if self._is_needed(one)}
        if await self._declines():
            return self._end("refused")
        for _ in range(decisions().forms.submissions):
            await self._untick_extras()
            await self._tick_conceded()
            if not await self._fill():
                return self._end("needs-code")
            if self.forms.entering.moved:
                return self._end("passed")  # a field that opened a page of its own
            way = self._way()
            if way is None:
                way = await self._enable()
            if way is None:
                return self._end("no-way")
            before = self.journal.scene
            self.last_way, self.last_before = way, before
            scene = await self._submit(way)
            if scene is None:
                return self._end("no-way")
            if self._passed(before, scene):
                if scene.breakage is None:
                    self._settle_facts(before)
                return self._end("passed")
            if not await self._concede(before, way):
                return self._end("refused")
        return self._end("refused")

    async def _declines(self) -> bool:
        """A layer with a wheel cannot be sent without its datum: put it away; what brings it again demands it."""
        from qraudit.walk.experiments.dismissal import dismiss

        layer = self._layer()
        asked = [one for one in self._entries() if not one.control.id and one.datum.category not in self.forms.needs]
        if layer is None or not asked:
            return False
        known_by = f"{self.route}|{asked[0].key}"
        if known_by not in self.forms.declined:
            self.forms.declined.add(known_by)
            self.forms.forget(self.journal.scene, layer)
            if (await dismiss(self.journal, layer)).closed:
                self.forms.memory.choose()
                return True
        for entry in asked:
            self.wanted.add(entry.key)
            before = self.journal.scene
            self._note_refused(entry, before, layer.text.splitlines()[0], self.journal.walk.steps[-1].action.target)
            if entry.fact is not None:
                entry.fact.filled = True
        return False

    def _end(self, result: FormResult) -> FormTrial:
        reply = self.replies[-1] if self.replies else ""
        return FormTrial(result, reply, self.last_way, self.last_before, self.attempts)

    def _is_needed(self, entry: _Entry) -> bool:
        if entry.control.value and entry.control.kind != "select":
            return False
        if entry.datum.category is None:
            return entry.datum.matter not in ("sms-code", "captcha", "coupon", "remark", "unknown") or (
                entry.datum.matter == "unknown" and entry.control.required_mark
            )
        return (self.conceding and entry.control.required_mark) or entry.datum.category in self.forms.needs

    async def _fill(self) -> bool:
        """Put in what is to be given and is not there (a server that draws the form anew loses it)."""
        names = []
        for entry in self._entries():
            if entry.key not in self.wanted or not await self._is_empty(entry):
                continue
            if entry.datum.matter == "sms-code" and not self.forms.identity.value(entry.datum, entry.control):
                return False
            self.journal.tell("walk.doing.type", target=entry.control.name or entry.control.placeholder)
            value = await self.forms.entering.enter(entry.control, entry.datum)
            self.mended.discard(entry.key)
            if value:
                names.append(entry.control.name or entry.control.placeholder or entry.control.group)
                self.picked.add(entry.key)
                if entry.fact:
                    entry.fact.filled = True
        if names:
            await self.journal.session.blur()
            await self.journal.step(self.journal.action("type", None, "、".join(names), why="type"))
            self.unreadable |= {
                one.key for one in self._entries() if one.control.kind == "radio" and not one.control.value
            } & self.picked
        return True

    async def _is_empty(self, entry: _Entry) -> bool:
        if entry.key in self.mended:
            return True
        if not entry.control.id:
            return False
        if entry.control.kind == "radio":
            return not entry.control.value and entry.key not in self.unreadable
        if entry.control.kind in ("text", "select"):
            value = await self.journal.session.tab.observer.value_of(entry.control.id)
            return not value or (
                value != self.forms.identity.value(entry.datum, entry.control) and not entry.control.value
            )
        return entry.key not in self.picked

    async def _untick_extras(self) -> None:
        """Take away the ticks that the service does not need; one for the terms stays until it is refused."""
        for control in self._boxes():
            fact = self.forms.facts.box(self.journal.scene, control)
            extra = set(fact.covers) & {"marketing", "addon", "follow", "membership", "sharing"}
            if not control.checked or not extra or set(fact.covers) & {"terms", "privacy"}:
                continue
            self.forms.facts.touch(control)
            scene = await self.journal.tap(control, fact.text, kind="untick", why="untick")
            again = next((one for one in self._boxes() if box_text(one) == box_text(control)), None) if scene else None
            fact.unticked = bool(again and again.checked is False)

    async def _tick_conceded(self) -> None:
        """Tick again what was conceded, where the form was drawn anew."""
        for control in self._boxes():
            if name_key(box_text(control)) in self.ticked and control.checked is False:
                await self.journal.tap(control, box_text(control), kind="tick", why="tick")

    async def _submit(self, way: Way) -> Scene | None:
        wire = self.journal.session.wire
        wire.moment = "submission"
        self.journal.tell("walk.doing.submit", target=way.words)
        self.forms.memory.note(self.journal.scene, way.control)
        scene = await self.journal.tap(way.control, way.words, kind="submit", why=way.meaning)
        wire.moment = "later"
        return scene

    async def _enable(self) -> Way | None:
        """A button that stays grey until something is given: tick or give the next thing, and look again."""
        for _ in range(6):
            if not await self._concede(self.journal.scene, None):
                return None
            await self._fill()
            way = self._way()
            if way is not None:
                return way
        return None

    def _passed(self, before: Scene, scene: Scene) -> bool:
        events = self.journal.session.events
        recorded = [one.step for one in events.handoffs]
        if scene.step in recorded + [one.step for one in events.oauth]:
            return True
        if any(one.step == scene.step for one in events.departures):
            return False
        if scene.route != before.route:
            return not (self._complaint(scene) and self.journal.same_form(before, scene))
        if self._brings_on(before, scene):
            return True
        if self._complaint(scene):
            return False
        asked = self._keys_of(before)
        if not asked:
            return scene.state != before.state and self._way_words(scene) != self._way_words(before)
        if not asked & {one.key for one in self._entries()}:
            return True
        return scene.layer is not None and (before.layer is None or scene.layer.signature != before.layer.signature)

    @staticmethod
    def _brings_on(before: Scene, scene: Scene) -> bool:
        """A new layer with a way on of its own (an order to be confirmed), whatever its title says."""
        layer = scene.layer
        if layer is None or (before.layer is not None and layer.signature == before.layer.signature):
            return False
        return any(meanings_of(one) & _ONWARD for one in scene.controls(layer))

    @staticmethod
    def _way_words(scene: Scene) -> set[str]:
        return {words_of(one) for one in scene.controls(scene.layer) if meanings_of(one) & _FORWARD}

    def _complaint(self, scene: Scene) -> str:
        """The refusal in words: what is new, or what stands there since an earlier submission."""
        reply = self.journal.walk.steps[-1].reply
        if reply:
            return reply
        says = phrases("statements").says
        lines = (line for line in scene.snapshot.text.splitlines() if line not in self.first_lines and len(line) <= 80)
        return next((line for line in lines if says(line, "complaint")), "")

    def _keys_of(self, scene: Scene) -> set[str]:
        layer = scene.layer if self.overlay is not None else None
        return {one.key for one in self.forms._entries(scene, layer, self.within)}

    # -- conceding

    async def _concede(self, before: Scene, way: Way | None) -> bool:
        """Give the one thing that the refusal is about; False where there is nothing (more) to give."""
        reply = self._complaint(self.journal.scene) if way else ""
        self.replies.append(reply)
        await self._clear_complaint()
        if self._mend(reply):
            return True
        open_entries = [one for one in self._entries() if one.key not in self.wanted and await self._is_empty(one)]
        open_boxes = [
            one for one in self._boxes() if not one.checked and one.id and name_key(box_text(one)) not in self.ticked
        ]
        blame = blame_of(reply, self.journal.scene, [(one.control, one.datum) for one in open_entries], open_boxes)
        return await self._give(blame, open_entries, open_boxes, before, way, reply)

    def _mend(self, reply: str) -> bool:
        """A refusal that names the number that it takes: that number is put in, and nothing else is given."""
        number = number_named(reply)
        given = [one for one in self._entries() if one.key in self.picked and one.datum.matter in _COUNTED]
        if not number or not given:
            return False
        named = [one for one in given if one.datum in data_in_text(reply) or one.control.name in reply]
        entry = (named or given)[0]
        if self.forms.identity.value(entry.datum, entry.control) == number:
            return False
        self.forms.identity.learn(entry.datum, entry.control, number)
        self.mended.add(entry.key)
        return True

    async def _clear_complaint(self) -> None:
        """A complaint in a layer of its own is read and put away."""
        from qraudit.walk.experiments.dismissal import dismiss

        layer = self.journal.scene.layer
        if (
            layer is not None
            and (self.overlay is None or layer.signature != self.overlay.signature)
            and not entries_in(self.journal.scene, layer)
        ):
            await dismiss(self.journal, layer, acknowledge=True)

    async def _give(
        self, blame: Blame, entries: list[_Entry], boxes: list[Control], before: Scene, way: Way | None, reply: str
    ) -> bool:
        target = way.words if way else ""
        if blame.kind == "box" and boxes:
            return await self._tick(boxes[blame.index], before, reply, target)
        if blame.kind == "entry" and entries:
            entry = entries[blame.index]
            if entry.datum.matter == "sms-code" and not self.forms.identity.value(entry.datum, entry.control):
                self.wanted.add(entry.key)  # `_fill` ends the trial: no code without a message to a phone
                return True
            self.wanted.add(entry.key)
            self._note_refused(entry, before, reply, target)
            return True
        return False

    def _note_refused(self, entry: _Entry, before: Scene, reply: str, target: str) -> None:
        category = entry.datum.category
        if category is None or entry.fact is None:
            return
        attempt = self.journal.attempt(
            "leave-empty", "refused", target=target, before=before, control=entry.control, reply=reply or " "
        )
        entry.fact.attempts.append(attempt)
        self.attempts.append(attempt)
        self.conceded[entry.key] = [attempt]
        self.last_conceded = entry.key
        self.journal.walk.concessions.append(
            Concession(
                kind="datum", what=entry.fact.label, category=category, step=self.journal.scene.step, attempts=[attempt]
            )
        )

    async def _tick(self, control: Control, before: Scene, reply: str, target: str) -> bool:
        fact = self.forms.facts.box(self.journal.scene, control)
        attempt = self.journal.attempt(
            "leave-unticked", "refused", target=target, before=before, control=control, reply=reply or " "
        )
        fact.attempts.append(attempt)
        self.attempts.append(attempt)
        self.forms.facts.touch(control)
        self.journal.session.wire.consented = True
        self.ticked.add(name_key(box_text(control)))
        if await self.journal.tap(control, fact.text, kind="tick", why="tick") is None:
            return False
        fact.required = True
        self.journal.walk.concessions.append(
            Concession(kind="tick", what=fact.text[:120], step=self.journal.scene.step, attempts=[attempt])
        )
        return True

    # -- what it proved

    def _settle_facts(self, before: Scene) -> None:
        """The form passed: what was empty is optional, what was conceded is required."""
        layer = before.layer if self.overlay is not None else None
        for entry in self.forms._entries(before, layer, self.within):
            fact = entry.fact
            if fact is None or fact.category in self.forms.needs:
                continue
            if entry.key in self.conceded:
                self._prove_required(fact, entry)
            elif entry.key not in self.wanted and not entry.control.value and fact.required is None:
                fact.required = False
                fact.attempts.append(
                    self.journal.attempt(
                        "leave-empty", "passed", target=fact.label, before=before, control=entry.control
                    )
                )
        for control in self._unticked(before, layer):
            fact_box: TickBox = self.forms.facts.box(before, control)
            if fact_box.required is None:
                fact_box.required = False

    def _prove_required(self, fact: FieldFact, entry: _Entry) -> None:
        refused = self.conceded[entry.key]
        named = entry.datum in data_in_text(refused[0].reply)
        alone = named or self.last_conceded == entry.key or self._refusal_moved_on(refused[0].reply)
        if not alone:
            return
        fact.required = True
        fact.attempts.append(
            self.journal.attempt("fill", "passed", target=fact.label, before=self.journal.scene, control=entry.control)
        )

    def _refusal_moved_on(self, reply: str) -> bool:
        """After this datum was given, the form complained of something else (or no more)."""
        later = self.replies[self.replies.index(reply) + 1 :] if reply in self.replies else []
        return reply.strip() not in {one.strip() for one in later}

    def _unticked(self, scene: Scene, layer: Overlay | None) -> list[Control]:
        return [one for one in boxes_in(scene, layer) if one.checked is False]
