"""One form, submitted until it passes or nothing more can be given."""

from __future__ import annotations

from dataclasses import replace

from qraudit.walk.boxes import box_text
from qraudit.walk.decisions import decisions
from qraudit.walk.experiments.conceding import Conceding
from qraudit.walk.experiments.form_entries import Entry, FormResult, FormTrial
from qraudit.walk.layers import layer_kind
from qraudit.walk.scene import Scene, meanings_of, name_key, words_of
from qraudit.walk.ways import Memory, Way, ways_on

__all__ = ["Trial"]

_DEMANDS = frozenset({"follow", "membership", "app", "mini-program", "contact"})
_ONWARD = frozenset({"submit", "pay", "next", "checkout"})
_FORWARD = frozenset({"submit", "query", "next", "pay", "checkout", "start", "acknowledge"})


class Trial(Conceding):
    """Fills, submits, looks what came of it, concedes, and begins anew."""

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

    def _is_needed(self, entry: Entry) -> bool:
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

    def _way(self) -> Way | None:
        scene = self.journal.scene
        fresh = Memory()
        ways = [way for way in ways_on(scene, self._layer(), fresh) if way.meaning in _FORWARD]
        if ways:
            return ways[0]
        return self._register_way() if self.conceding else self._main_button()

    def _main_button(self) -> Way | None:
        """Words of its own on the one thing that looks like the main button: 'take me there'."""
        nameless = [
            way
            for way in ways_on(self.journal.scene, self._layer(), Memory())
            if not way.meaning and way.control.kind in ("button", "link") and way.control.glyph == "none"
        ]
        plain = decisions().ways.main_button
        main = [way for way in nameless if way.control.emphasis >= plain]
        return replace(main[0], meaning="submit") if len(main) == 1 else None

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
        if scene.route != before.route and not self._prompts(before, scene):
            return not (self._complaint(scene) and self.journal.same_form(before, scene))
        if self._brings_on(before, scene) or self._prompts(before, scene):
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
    def _prompts(before: Scene, scene: Scene) -> bool:
        """The form was taken, and what came is a demand of its own: who answers layers deals with it."""
        layer = scene.layer
        if layer is None or (before.layer is not None and layer.signature == before.layer.signature):
            return False
        return layer_kind(scene, layer, opened_by_us=True) in _DEMANDS

    @staticmethod
    def _way_words(scene: Scene) -> set[str]:
        return {words_of(one) for one in scene.controls(scene.layer) if meanings_of(one) & _FORWARD}
