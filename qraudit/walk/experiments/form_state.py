"""One form as it stands now, and what was done to it so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qraudit.models import Attempt, Control, Overlay
from qraudit.walk.boxes import boxes_in
from qraudit.walk.experiments.form_entries import Entry
from qraudit.walk.facts import form_kind
from qraudit.walk.meaning import phrases
from qraudit.walk.scene import Scene
from qraudit.walk.ways import Way

if TYPE_CHECKING:
    from qraudit.walk.experiments.forms import Forms

__all__ = ["FormState"]


class FormState:
    """The fields and boxes in front, what was given, ticked, conceded and answered."""

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
        self.refused_empty: dict[str, Entry] = {}
        """What was refused while it was empty, as it looked then."""
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

    def _layer(self) -> Overlay | None:
        return self.journal.scene.layer if self.overlay is not None else None

    def _entries(self) -> list[Entry]:
        return self.forms.entries(self.journal.scene, self._layer(), self.within)

    def _boxes(self) -> list[Control]:
        return boxes_in(self.journal.scene, self._layer())

    async def _is_empty(self, entry: Entry) -> bool:
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
        return {one.key for one in self.forms.entries(scene, layer, self.within)}
