"""Looks at pages that never were: controls, layers and pictures as an observer would have seen them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, cast

from qraudit.models import Code, Control, Overlay, Picture, Snapshot, Target, TextLine, Walk
from qraudit.models.snapshot import ControlKind, OverlayForm
from qraudit.walk.browser.session import Session
from qraudit.walk.experiments.forms import Forms
from qraudit.walk.facts import Facts
from qraudit.walk.identity import Identity
from qraudit.walk.journal import Budget, Journal, RunLike
from qraudit.walk.scene import Scene
from qraudit.walk.ways import Memory

SHOP = "http://127.0.0.1:9/shop"
_numbers = count(1)


@dataclass(frozen=True)
class Layer:
    """A layer with what stands on it."""

    overlay: Overlay
    controls: list[Control]
    pictures: list[Picture]


def control(words: str = "", kind: ControlKind = "button", **more: Any) -> Control:
    """Something to touch that says these words."""
    number = next(_numbers)
    place = {"box": (20.0, 20.0 + number % 12 * 60, 350.0, 44.0), "point": (195.0, 40.0 + number % 12 * 60)}
    seen = {"id": f"main:{number}", "name": words, "text": words, "selector": f"#c{number}", **place}
    return Control(kind=kind, **(seen | more))


def entry(label: str = "", **more: Any) -> Control:
    """A field with that label."""
    seen: dict[str, Any] = {"kind": "text", "text": "", "label_from": "label"}
    return control(label, **(seen | more))


def box(label: str, ticked: bool = False, **more: Any) -> Control:
    """A tick box with that label."""
    seen: dict[str, Any] = {"kind": "checkbox", "checked": ticked, "checked_from": "input"}
    return control(label, **(seen | more))


def picture(*words: str, code: str = "", **more: Any) -> Picture:
    """A picture with words, or a code of that kind, baked in."""
    where = (40.0, 200.0, 300.0, 300.0)
    codes = [Code(payload="x", kind=cast(Any, code), corners=[], engine="test")] if code else []
    lines = [TextLine(text=line, box=where) for line in words]
    return Picture(**({"id": f"p{next(_numbers)}", "source": "img", "box": where} | more), codes=codes, lines=lines)


def layer(text: str, *on_it: Control | Picture, form: OverlayForm = "centre", modal: bool = True, **more: Any) -> Layer:
    """A layer over the page with these controls and pictures on it."""
    name = f"o{next(_numbers)}"
    controls = [one.model_copy(update={"overlay": name}) for one in on_it if isinstance(one, Control)]
    pictures = [one.model_copy(update={"overlay": name}) for one in on_it if isinstance(one, Picture)]
    seen: dict[str, Any] = {"box": (40.0, 200.0, 310.0, 400.0), "cover": 1.0, "signature": f"signature-{name}"}
    seen |= {"controls": [one.id for one in controls], "pictures": [one.id for one in pictures], "selector": ".layer"}
    return Layer(Overlay(id=name, form=form, modal=modal, text=text, **(seen | more)), controls, pictures)


def scene(text: str = "", *on_it: Control | Picture | Layer, url: str = SHOP, **more: Any) -> Scene:
    """A look at a page that says this, with these things on it (top-most layer first)."""
    layers = [one for one in on_it if isinstance(one, Layer)]
    controls = [one for one in on_it if isinstance(one, Control)]
    pictures = [one for one in on_it if isinstance(one, Picture)]
    said = [text, *(one.text for one in controls), *(one.overlay.text for one in layers)]
    snapshot = Snapshot(
        url=url,
        viewport=(390, 844),
        text="\n".join(line for line in said if line),
        controls=controls + [one for each in layers for one in each.controls],
        pictures=pictures + [one for each in layers for one in each.pictures],
        overlays=[one.overlay for one in layers],
        **more,
    )
    return Scene(snapshot, 1, "steps/01.png")


def journal(seen: Scene | None = None) -> Journal:
    """A journal that has this look, and no browser to take another."""
    target = Target(source=SHOP, payload=SHOP, kind="web")
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    walk = Walk(target=target, device="wechat-android", outcome="exhausted", started=moment, finished=moment)
    kept = Journal(walk, cast(Session, None), cast(RunLike, None), Budget(40, 120), None)
    kept.scene = seen or kept.scene
    return kept


def facts(seen: Scene | None = None) -> Facts:
    """The facts of a walk that has this look."""
    kept = journal(seen)
    return Facts(kept.walk, kept)


def forms(seen: Scene, needs: frozenset[str] = frozenset()) -> Forms:
    """The forms of a walk that has this look."""
    kept = journal(seen)
    return Forms(kept, Facts(kept.walk, kept), Identity(), needs, Memory())
