"""Giving a form the one thing that its refusal is about, and what that proved in the end."""

from __future__ import annotations

from qraudit.models import Concession, Control, FieldFact, Overlay, TickBox
from qraudit.walk.boxes import box_text, boxes_in
from qraudit.walk.experiments.blame import Blame, blame_of
from qraudit.walk.experiments.form_entries import Entry
from qraudit.walk.experiments.form_state import FormState
from qraudit.walk.facts import entries_in
from qraudit.walk.meaning import data_in_text
from qraudit.walk.named_numbers import number_named
from qraudit.walk.scene import Scene, name_key
from qraudit.walk.ways import Way

__all__ = ["Conceding"]

_COUNTED = frozenset({"amount", "guests", "unknown"})
"""Matters that are told by a number."""


class Conceding(FormState):
    """Concedes as little as it can; notes each refusal, and what passed after it."""

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
        self, blame: Blame, entries: list[Entry], boxes: list[Control], before: Scene, way: Way | None, reply: str
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

    def _note_refused(self, entry: Entry, before: Scene, reply: str, target: str) -> None:
        category = entry.datum.category
        if category is None or entry.fact is None:
            return
        attempt = self.journal.attempt(
            "leave-empty", "refused", target=target, before=before, control=entry.control, reply=reply or " "
        )
        entry.fact.attempts.append(attempt)
        self.attempts.append(attempt)
        self.conceded[entry.key] = [attempt]
        self.refused_empty[entry.key] = entry
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
        entries = self.forms.entries(before, layer, self.within)
        standing = {one.key for one in entries}
        # A row that shows what was chosen in it may no longer look like a field.
        entries += [one for key, one in self.refused_empty.items() if key not in standing]
        for entry in entries:
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

    def _prove_required(self, fact: FieldFact, entry: Entry) -> None:
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
