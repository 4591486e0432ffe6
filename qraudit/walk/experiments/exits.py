"""The ways out that a layer offers: which controls promise to close it, and what they measure."""

from __future__ import annotations

from dataclasses import dataclass

from qraudit.models import Box, CloseControl, Control, Overlay
from qraudit.models.walk import AttemptKind
from qraudit.walk.decisions import decisions
from qraudit.walk.meaning import phrases
from qraudit.walk.scene import Scene, meanings_of, name_key, words_of
from qraudit.walk.wheels import on_a_wheel

__all__ = ["Exit", "alike", "exits_of", "insistence", "measure", "others_of", "still_there"]

_MEANS: tuple[tuple[str, AttemptKind], ...] = (
    ("close", "close"),
    ("skip", "skip"),
    ("later", "skip"),
    ("guest", "skip"),
    ("refuse", "refuse"),
    ("leave", "skip"),
    ("cancel", "refuse"),
    ("acknowledge", "close"),
)


@dataclass(frozen=True)
class Exit:
    """A control of a layer that promises (or may be thought) to close it."""

    control: Control
    kind: AttemptKind
    words: str
    labelled: bool
    """It can be known for what it is by words or a cross; otherwise it is a guess."""


def exits_of(scene: Scene, overlay: Overlay, *, acknowledge: bool) -> list[Exit]:
    """The ways out that a layer offers, the plainest first. `acknowledge`: 'got it' closes it as well."""
    found: list[tuple[int, Exit]] = []
    for control in _on_or_beside(scene, overlay):
        exit_ = _exit(control, overlay, acknowledge=acknowledge)
        if exit_ is not None:
            found.append(exit_)
    found.sort(key=lambda pair: pair[0])
    return [exit_ for _, exit_ in found][: decisions().dismissal.controls]


def _on_or_beside(scene: Scene, overlay: Overlay) -> list[Control]:
    turned = on_a_wheel(scene, overlay)
    return [one for one in scene.controls(overlay) if one.kind != "key" and one.id not in turned]


def _exit(control: Control, overlay: Overlay, *, acknowledge: bool) -> tuple[int, Exit] | None:
    meanings = meanings_of(control)
    if control.glyph == "close":
        return 0, Exit(control, "close", words_of(control) or "×", labelled=True)
    for rank, (meaning, kind) in enumerate(_MEANS):
        if meaning not in meanings or (meaning == "acknowledge" and not acknowledge):
            continue
        # '同意并关闭' gives in; '不同意' does not.
        if meanings & {"follow", "register", "agree", "promotion"} and meaning not in (
            "later",
            "refuse",
            "skip",
            "guest",
            "leave",
        ):
            return None
        return rank + 1, Exit(control, kind, words_of(control), labelled=True)
    if "countdown" in phrases("statements").meanings(words_of(control)) and len(words_of(control)) <= 12:
        return len(_MEANS) + 1, Exit(control, "close", words_of(control), labelled=True)
    if not words_of(control) and _small(control.glyph_box or control.box) and _at_edge(control.box, overlay.box):
        return len(_MEANS) + 2, Exit(control, "close", "", labelled=False)
    return None


def others_of(scene: Scene, overlay: Overlay) -> list[Exit]:
    """The controls of a layer whose words neither promise a way out nor give in, the least emphasised first."""
    rules = decisions()
    found = [
        one for one in _on_or_beside(scene, overlay)
        if one.kind in ("button", "link") and one.glyph == "none" and not one.disabled and words_of(one)
        and not meanings_of(one) & (rules.ways.never | {"acknowledge"})
    ]  # fmt: skip
    found.sort(key=lambda one: one.emphasis)
    return [Exit(one, "link", words_of(one), labelled=False) for one in found][: rules.dismissal.controls]


def _small(box: Box) -> bool:
    limit = decisions().dismissal.small_glyph
    return 0 < box[2] <= limit and 0 < box[3] <= limit


def _at_edge(box: Box, layer: Box) -> bool:
    """In a corner of the layer, or just above or below it, where close controls stand."""
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    left, top, right, bottom = layer[0], layer[1], layer[0] + layer[2], layer[1] + layer[3]
    beside = y < top + 60 or y > bottom - 90
    return beside and (x > right - 80 or x < left + 80 or abs(x - (left + right) / 2) < 60)


def measure(exit_: Exit, viewport: tuple[int, int], appeared_ms: int) -> CloseControl:
    """A close control as the rules judge it."""
    control = exit_.control
    x, y, width, height = control.box
    seen_w = max(0.0, min(x + width, viewport[0]) - max(x, 0.0))
    seen_h = max(0.0, min(y + height, viewport[1]) - max(y, 0.0))
    return CloseControl(
        text=exit_.words[:40],
        glyph=control.glyph if control.glyph != "none" else "",
        selector=control.selector,
        box=control.box,
        drawn=control.glyph_box,
        width=seen_w,
        height=seen_h,
        contrast=control.contrast,
        opacity=control.opacity,
        font_size=control.font_size,
        on_screen=seen_w > 0 and seen_h > 0,
        covered=control.point is None and seen_w > 0 and seen_h > 0,
        labelled=exit_.labelled,
        disabled_at_first=control.disabled,
        appeared_after_ms=appeared_ms,
    )


def still_there(scene: Scene, overlay: Overlay) -> Overlay | None:
    """The same layer on a later look, re-rendered or not."""
    standing = [one for one in scene.snapshot.overlays if not one.transient]
    return next((one for one in standing if one.signature == overlay.signature or alike(one, overlay)), None)


def alike(one: Overlay, other: Overlay) -> bool:
    """The same element with mostly the same words: a countdown in it may have changed."""
    if one.form != other.form or one.selector != other.selector:
        return False
    first, second = (_words_in(layer) for layer in (one, other))
    return len(first & second) >= 0.5 * max(len(first), len(second))


def _words_in(layer: Overlay) -> set[str]:
    """The words of a layer, line by line; a cross or a bullet that came later is none."""
    return {name_key(line) for line in layer.text.splitlines() if any(letter.isalnum() for letter in line)}


def insistence(exit_: Exit) -> tuple[bool, bool, bool]:
    """How plainly a control insists on leaving, the plainest first: where one is asked, 'look again' means staying."""
    means = meanings_of(exit_.control)
    return "leave" not in means, "stay-on" in means, exit_.kind == "close"
