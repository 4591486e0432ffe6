"""Which control leads on: ranked by what its words mean, how it looks and what was tried already."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from qraudit.models import Control, Overlay
from qraudit.walk.asking import Asked
from qraudit.walk.boxes import box_covers, box_text
from qraudit.walk.decisions import decisions
from qraudit.walk.meaning import phrases
from qraudit.walk.scene import Scene, meanings_of, name_key, words_of
from qraudit.walk.wheels import on_a_wheel

__all__ = ["Memory", "Way", "bundles_follow", "ways_on"]

_LEADING_ON = frozenset({"pay", "submit", "query", "checkout", "next", "start", "guest", "skip", "later", "obtain"})
_TAPPABLE = frozenset({"button", "link", "tab", "radio", "stepper", "checkbox"})


@dataclass(frozen=True)
class Way:
    """A control that may lead on, what it is worth, and why."""

    control: Control
    words: str
    meaning: str
    worth: float

    @property
    def forward(self) -> bool:
        """Whether its words promise to go on (rather than to choose something)."""
        return self.meaning in _LEADING_ON


class Memory:
    """What was tried where: a control is tried again only when the page has changed since."""

    def __init__(self) -> None:
        self._tried: Counter[tuple[str, str]] = Counter()
        self._tried_alike: Counter[tuple[str, str]] = Counter()
        self._states: set[tuple[str, str, str]] = set()
        self._worked: Counter[tuple[str, str]] = Counter()
        self._choices = 0
        self._asked: tuple[str, Asked] = ("", Asked())
        self._refused: tuple[tuple[str, str], int] | None = None
        """What the page last refused, and how many choices had been made by then."""
        self._replies: set[tuple[str, str]] = set()

    @staticmethod
    def _family(scene: Scene, control: Control) -> tuple[str, str]:
        layer = scene.layer
        return (scene.route + (layer.signature if layer else ""), name_key(words_of(control)))

    def _key(self, scene: Scene, control: Control) -> tuple[str, str]:
        # Rows of one list look alike: what their numbers are, or where they stand, tells them apart.
        place = f"{round(control.box[0] / 40)}:{round(control.box[1] / 40)}" if not words_of(control) else ""
        where, family = self._family(scene, control)
        return (where, family + place + scene.told_apart.get(control.id, ""))

    def choose(self) -> None:
        """Something was chosen, which no look may show: what failed before may be tried again."""
        self._choices += 1

    def ask(self, scene: Scene, reply: str, control: Control | None = None) -> None:
        """The page refused to go on with these words: what they ask for comes first, as long as it is this page.

        `control` is what was refused: after each choice it is tried again.
        """
        self._asked = (scene.route, Asked(reply))
        known_by = (scene.route, name_key(reply))
        if control is not None and known_by not in self._replies:
            self.worked(scene, control)  # it complains of something else now: one thing less to choose
        self._replies.add(known_by)
        self._refused = (self._key(scene, control), self._choices) if control is not None else None

    def was_refused(self, scene: Scene, control: Control) -> bool:
        """Whether it was this that the page last refused, and something has been chosen since."""
        key, choices = self._refused or (None, 0)
        return key == self._key(scene, control) and self._choices > choices

    def asked(self, scene: Scene) -> Asked:
        """What this page asked for when it last refused to go on."""
        route, asked = self._asked
        return asked if route == scene.route else Asked()

    def state(self, scene: Scene) -> str:
        """What distinguishes this state of the page, with what was chosen on it."""
        return f"{scene.state}:{self._choices}"

    def note(self, scene: Scene, control: Control) -> None:
        """Remember that a control was tried in this state of the page."""
        key = self._key(scene, control)
        self._tried[key] += 1
        self._tried_alike[self._family(scene, control)] += 1
        self._states.add((*key, self.state(scene)))

    def worked(self, scene: Scene, control: Control) -> None:
        """It led on: where a later page of the same flow has it again, it was not tried there yet.

        What leads on again and again, and is still there, leads nowhere.
        """
        self._worked[self._key(scene, control)] += 1
        if self._worked[self._key(scene, control)] > decisions().ways.tries_alike:
            return
        self._tried[self._key(scene, control)] = 0
        self._tried_alike[self._family(scene, control)] = 0

    def times(self, scene: Scene, control: Control) -> int:
        """How often it was tried on this page."""
        return self._tried[self._key(scene, control)]

    def times_alike(self, scene: Scene, control: Control) -> int:
        """How often it or another of its like was tried on this page."""
        return self._tried_alike[self._family(scene, control)] if words_of(control) else self.times(scene, control)

    def untried(self, scene: Scene, ways: list[Way]) -> bool:
        """Whether one of the ways was never tried on this page."""
        return any(self.times(scene, way.control) == 0 for way in ways)

    def tried_now(self, scene: Scene, control: Control) -> bool:
        """Whether it was tried in this very state of the page."""
        return (*self._key(scene, control), self.state(scene)) in self._states


def ways_on(scene: Scene, overlay: Overlay | None, memory: Memory) -> list[Way]:
    """The ways on, best first; what asks for more than the service is never among them."""
    found: dict[str, Way] = {}
    asked = memory.asked(scene)
    turned = on_a_wheel(scene, overlay) if overlay is not None else frozenset()
    for control in scene.controls(overlay):
        way = _way(scene, control, overlay) if control.id not in turned else None
        if way is None or memory.tried_now(scene, control) or _too_often(memory, scene, way):
            continue
        worth = way.worth - _weariness(memory, scene, way)
        if not way.forward:
            # One of a kind was chosen: what else the refusal names (a session beside the date) comes next.
            nearness = asked.nearness(scene, control) / (1 + memory.times_alike(scene, control))
            taken = scene.holds_others(control) or bool(phrases("statements").says(way.words, "unavailable"))
            worth += (0 if taken else decisions().asking.worth * nearness) - _paleness(scene, control)
            worth = max(worth, decisions().asking.again if memory.was_refused(scene, control) else 0.0)
        if worth < decisions().ways.least:
            continue
        key = name_key(way.words) or control.id
        if key not in found or found[key].worth < worth:
            found[key] = Way(control, way.words, way.meaning, worth)
    return sorted(found.values(), key=lambda way: -way.worth)


def _weariness(memory: Memory, scene: Scene, way: Way) -> float:
    """What is taken off for having been tried, itself or others of its like."""
    rules = decisions().ways
    own = memory.times(scene, way.control)
    others = memory.times_alike(scene, way.control) - own
    return (rules.tried_forward if way.forward else rules.tried) * own + rules.tried_alike * max(0, others)


def _paleness(scene: Scene, control: Control) -> float:
    """Paler than its like: a day that is taken, a size that is sold out."""
    rules = decisions().ways
    strongest = scene.strongest_alike.get(control.id, 0.0)
    return rules.pale if control.contrast and control.contrast < rules.paler_than * strongest else 0.0


def _too_often(memory: Memory, scene: Scene, way: Way) -> bool:
    rules = decisions().ways
    again = way.forward or memory.was_refused(scene, way.control)
    limit = rules.tries * 2 if again else rules.tries  # a choice made in between may open it
    return memory.times(scene, way.control) >= limit or memory.times_alike(scene, way.control) >= max(
        limit, rules.tries_alike
    )


def _way(scene: Scene, control: Control, overlay: Overlay | None) -> Way | None:
    if control.kind not in _TAPPABLE or control.disabled or (control.kind == "checkbox" and not _is_choice(control)):
        return None
    if control.kind == "stepper" and control.tag == "input":
        return None  # the number between plus and minus
    rules = decisions().ways
    meanings = meanings_of(control)
    if meanings & rules.never and not meanings & {"guest"} and not bundles_follow(meanings):
        return None
    if control.href.startswith(("tel:", "mailto:", "sms:", "geo:")) or control.glyph in (
        "back",
        "close",
        "minus",
        "menu",
        "search",
    ):
        return None
    meaning = max((name for name in meanings if name in rules.worth), key=lambda name: rules.worth[name], default="")
    meaning = "stay" if "stay" in meanings else meaning
    worth = rules.worth[meaning] if meaning else _worth_of_nameless(scene, control, overlay)
    worth += rules.emphasis * control.emphasis + (rules.on_screen if control.in_viewport else 0)
    if control.point is None and not control.in_viewport and meaning == "":
        worth -= rules.on_screen
    return Way(control, words_of(control), meaning, worth)


def bundles_follow(meanings: frozenset[str]) -> bool:
    """'Pay and follow' on one button: it has to be pressed to pay, and follows nobody as long as nobody confirms."""
    return "follow" in meanings and bool(meanings & {"pay", "submit", "checkout"})


def _is_choice(control: Control) -> bool:
    """A box that chooses something, rather than agrees to something or takes an extra."""
    return control.checked is False and box_covers(box_text(control)) == ["other"] and not control.links


def _worth_of_nameless(scene: Scene, control: Control, overlay: Overlay | None) -> float:
    rules = decisions().ways
    if control.glyph == "plus":
        return rules.worth["add"]
    if control.kind in ("radio", "stepper") and control.checked:
        return 0.0
    if phrases("statements").says(words_of(control), "unavailable"):
        return rules.least + 1
    if len(words_of(control)) > 40 and overlay is None:
        return rules.choice_on_page / 2
    return rules.choice_in_layer if overlay is not None or control.kind == "radio" else rules.choice_on_page
