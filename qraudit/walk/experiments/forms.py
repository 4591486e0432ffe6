"""Filling a form as sparingly as it lets itself be filled, and proving which datum it insists on.

What the service itself needs is given at once. Everything else is left empty; only when the form is refused is the
one datum given that the refusal names. A datum whose absence was refused and whose presence was accepted is required.
"""

from __future__ import annotations

from qraudit.models import Attempt, Overlay
from qraudit.walk.boxes import boxes_in
from qraudit.walk.decisions import decisions
from qraudit.walk.experiments.entering import Entering
from qraudit.walk.experiments.form_entries import Entry, FormTrial
from qraudit.walk.experiments.trial import Trial
from qraudit.walk.facts import Facts, FormKind, entries_in, form_kind
from qraudit.walk.identity import Identity
from qraudit.walk.journal import Journal
from qraudit.walk.scene import Scene, name_key
from qraudit.walk.ways import Memory

__all__ = ["FormTrial", "Forms"]


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
        entries = self.entries(scene, overlay, within)
        for box in boxes_in(scene, overlay):
            self.facts.box(scene, box)
        self.facts.implied(scene, overlay)
        # A row that opens a page of its own collects nothing itself: that page does, and is noted there.
        taken = [one for one in entries if one.control.kind != "picker"]
        categories = [one.datum.category for one in taken if one.datum.category is not None]
        if categories:
            self.facts.notice(scene, overlay, categories)

    def entries(self, scene: Scene, overlay: Overlay | None, within: FormKind) -> list[Entry]:
        found = []
        for control, datum in entries_in(scene, overlay):
            fact = self.facts.field(scene, control, datum.category, within) if datum.category else None
            found.append(Entry(control, datum, fact))
        return found

    async def try_form(self, overlay: Overlay | None, *, conceding: bool = False) -> FormTrial:
        """Fill and submit the form in front. `conceding`: its whole purpose (a registration) is conceded."""
        scene = self.journal.scene
        tried = self._tried.setdefault(self.key(scene, overlay), [])
        tried.append(self.memory.state(scene))
        result = await Trial(self, overlay, conceding=conceding).run()
        unmoved = result.before is not None and result.before.state == self.journal.scene.state
        if result.result != "passed" or unmoved:
            tried.append(self.memory.state(self.journal.scene))
        return result
