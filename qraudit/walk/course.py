"""What one walk has at hand: the session, the journal, what was noted and tried so far; and how it ends."""

from __future__ import annotations

from qraudit.models import Attempt, Milestone, Overlay, Prompt, PromptKind, Walk, WalkOutcome
from qraudit.models.walk import AttemptResult
from qraudit.walk.browser.session import Session
from qraudit.walk.experiments.forms import Forms
from qraudit.walk.experiments.prompts import Prompts
from qraudit.walk.facts import Facts
from qraudit.walk.identity import Identity
from qraudit.walk.journal import Journal
from qraudit.walk.options import WalkOptions
from qraudit.walk.scene import Scene, name_key, words_of
from qraudit.walk.ways import Memory, ways_on

__all__ = ["MILESTONES", "Course", "EndedError", "OnCourse"]

MILESTONES: tuple[Milestone, ...] = ("none", "landing", "catalogue", "order", "payment")
_OPENING = frozenset({"tap", "submit", "choose", "type", "concede"})

_ALIKE = 0.7
"""The share of like controls from which two pages are built alike."""
_LIKE_PAGES = 2


class EndedError(Exception):
    """The walk is over; the outcome is in the walk."""


class Course:
    """The state of one walk that its parts share."""

    def __init__(
        self, session: Session, journal: Journal, identity: Identity, needs: frozenset[str], options: WalkOptions
    ) -> None:
        self.session = session
        self.journal = journal
        self.walk: Walk = journal.walk
        self.options = options
        self.memory = Memory()
        self.facts = Facts(self.walk, journal)
        self.prompts = Prompts(self.walk, journal)
        self.forms = Forms(journal, self.facts, identity, needs, self.memory)
        self.wall_attempts: list[Attempt] = []
        """Ways that were tried since the last progress, and failed."""
        self.refusals: list[str] = []
        """What the page or the server said to them."""
        self.demanded: list[PromptKind] = []
        """Where they led instead, off the web: what that demands."""
        self.stuck_layers: set[str] = set()
        """Layers that nothing gets rid of."""
        self.gates: list[Prompt] = []
        """Prompts that our own way on opened, and that lead back to where we were when they are dismissed."""
        self.before_way: Scene | None = None
        self.retreats = 0
        self._left: list[frozenset[str]] = []
        """What could be touched on each page that was backed out of."""
        self.led_on = False
        """Whether the last way taken promised to lead on, rather than aside."""
        self._ours: set[str] = set()

    @property
    def scene(self) -> Scene:
        """The last look."""
        return self.journal.scene

    def scope(self) -> Overlay | None:
        """The layer that is part of the service and in front; None for the page itself."""
        layer = self.scene.layer
        return layer if layer is not None and layer.signature not in self.stuck_layers else None

    def opened_by_us(self) -> bool:
        """Whether the layer in front came with our own tap, the last one or (below another layer) one before."""
        step, layer = self.walk.steps[-1], self.scene.layer
        opened = step.action.kind in _OPENING and "overlay" in step.effect and "url" not in step.effect
        if opened:
            self._ours |= {one.signature for one in self.scene.snapshot.overlays}
        return opened or (layer is not None and layer.signature in self._ours)

    def has_untried(self) -> bool:
        """Whether a way on is left here that was never tried."""
        return self.memory.untried(self.scene, ways_on(self.scene, self.scope(), self.memory))

    def knows_its_like(self, scene: Scene) -> bool:
        """Whether pages built like this one (another item of the same list) were backed out of twice already."""
        now = frozenset(name_key(words_of(one)) for one in scene.snapshot.controls)
        alike = sum(len(now & one) >= _ALIKE * len(now | one) for one in self._left)
        self._left.append(now)
        return alike >= _LIKE_PAGES

    def result(self, passed: bool) -> AttemptResult:
        """What came of the last step as an attempt to get on."""
        refused = bool(self.walk.steps[-1].reply)
        return "passed" if passed else "refused" if refused else "no-effect"

    def progress(self) -> None:
        """The flow went on: what failed before stands in front of nothing."""
        self.wall_attempts.clear()
        self.refusals.clear()
        self.demanded.clear()

    def end(self, outcome: WalkOutcome, reason: str | None, detail: str = "") -> None:
        """End the walk.

        Raises:
            EndedError: always.

        """
        for gate in self.gates:
            gate.passed = gate.passed if gate.passed is not None else outcome == "completed"
        self.walk.outcome = outcome
        self.walk.reason = reason
        self.walk.detail = detail[:500]
        raise EndedError


class OnCourse:
    """A part of the walk, with the course at hand."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.session = course.session
        self.journal = course.journal
        self.walk = course.walk
        self.memory = course.memory
        self.prompts = course.prompts
        self.forms = course.forms

    @property
    def scene(self) -> Scene:
        """The last look."""
        return self.journal.scene
