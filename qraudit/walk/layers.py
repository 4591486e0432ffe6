"""What a layer over the page is: a prompt for more than the service, an advertisement, or part of the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from qraudit.models import Control, Overlay, PromptKind
from qraudit.walk.decisions import decisions
from qraudit.walk.meaning import fold, phrases
from qraudit.walk.scene import BREAKAGES, Breakage, Scene, meanings_of

__all__ = ["LayerKind", "breakage_in", "demand_of", "layer_kind"]

LayerKind = Literal["keyboard", "business", "notice", "advert", "location"] | PromptKind

_FIELDS = frozenset({"text", "select", "picker"})
_BUSINESS = frozenset({"pay", "submit", "next", "checkout", "query", "add", "start"})


@dataclass(frozen=True)
class _Look:
    """What is told of a layer: meanings of its text, of its controls, of the codes on it."""

    says: frozenset[str]
    means: frozenset[str]
    codes: frozenset[str]
    fields: int
    choices: int
    pictures: float
    buttons: int
    bait: bool
    """All of it is one link to elsewhere."""


def _look(scene: Scene, overlay: Overlay) -> _Look:
    controls = scene.controls(overlay)
    return _Look(
        says=phrases("statements").all_in(fold(scene.words(overlay))),
        means=frozenset().union(*(meanings_of(one) for one in controls)),
        codes=frozenset(code.kind for picture in scene.pictures(overlay) for code in picture.codes),
        fields=sum(one.kind in _FIELDS for one in controls),
        choices=sum(_is_choice(one) for one in controls),
        pictures=overlay.picture_share,
        buttons=len(controls),
        bait=any(_fills(one, overlay) for one in controls),
    )


def _fills(control: Control, overlay: Overlay) -> bool:
    """Whether a link takes up the whole of its layer."""
    least = decisions().advert.whole * overlay.box[2] * overlay.box[3]
    return control.kind == "link" and bool(control.href) and control.box[2] * control.box[3] >= least


def _is_choice(control: Control) -> bool:
    nameless = not meanings_of(control) and control.glyph == "none"
    return control.kind in ("radio", "checkbox", "stepper") or (
        nameless and bool(control.text) and len(control.text) <= 16
    )


def layer_kind(scene: Scene, overlay: Overlay, *, opened_by_us: bool) -> LayerKind:
    """What a layer is. `opened_by_us`: it came with our own tap on something that leads on."""
    if overlay.form == "keyboard":
        return "keyboard"
    look = _look(scene, overlay)
    demand = _demand(look)
    if demand is not None and ("ad-label" not in look.says or demand == "follow"):
        return demand
    if opened_by_us and _serves(look):
        return "business"
    if _advertises(look, by_itself=not opened_by_us):
        return "advert"
    if look.fields or look.choices >= 2 or look.means & _BUSINESS:
        return "business"
    return "notice"


def _demand(look: _Look) -> LayerKind | None:
    says, means = look.says, look.means
    if "official-account" in look.codes or means & {"follow"} or says & {"follow-demand"}:
        return "follow"
    if "wechat-contact" in look.codes or "contact-demand" in says:
        return "contact"
    if says & {"consent"} and means & {"agree", "refuse"} and "register" not in means:
        return "consent"
    if "app-demand" in says or "app" in means:
        return "app"
    if "mini-program" in look.codes or "mini-demand" in says or "mini-program" in means:
        return "mini-program"
    if "profile-demand" in says and means & {"agree", "profile", "refuse", "cancel", "later"}:
        return "profile"
    if "register" in means or "member-demand" in says:
        return "membership"
    offers = says & {"membership", "member-mention"} and means & {"later", "skip", "refuse", "guest", "leave"}
    if offers and not look.fields and not means & {"pay", "add"}:
        return "membership"
    if (
        "location-demand" in says
        and means & {"agree", "locate", "refuse", "cancel", "later", "acknowledge"}
        and not look.fields
    ):
        return "location"
    if "subscribe" in means:
        return "subscription"
    return "survey" if "survey" in says and not look.means & _BUSINESS else None


def _serves(look: _Look) -> bool:
    if "ad-label" in look.says and look.choices < 2 and not look.fields and not look.means & _BUSINESS:
        return False
    if (
        look.means & {"promotion", "recharge"}
        and not look.fields
        and not look.means & {"pay", "submit", "add", "checkout"}
    ):
        return False
    return bool(look.fields or look.choices or look.means & (_BUSINESS | {"acknowledge"}))


def _advertises(look: _Look, *, by_itself: bool) -> bool:
    if "ad-label" in look.says or look.means & {"promotion", "recharge", "leave"}:
        return True
    if look.pictures >= decisions().advert.pictures and not look.fields:
        return True
    if "shop-notice" in look.says or look.fields or look.says & {"fee-due", "order-page"}:
        return False
    if by_itself and look.choices < 2:
        # What comes by itself and praises or sells is an advertisement, whatever its button says.
        return look.bait or bool(look.says & {"advert", "price"})
    return "advert" in look.says and not look.means & {"pay", "submit", "add"}


def demand_of(scene: Scene, answered: str = "") -> PromptKind | None:
    """What a page demands before it lets anyone on.

    What was answered to the last tries counts first. The page's own words count where they are all it is about:
    beside goods and prices a banner or a login link demands nothing.
    """
    signs = phrases("statements")
    if answered:
        kind = _page_demand(signs.all_in(fold(answered)), frozenset())
        if kind is not None or breakage_in(answered) is not None:
            return kind
    codes = frozenset(code.kind for picture in scene.snapshot.pictures for code in picture.codes)
    if scene.prices >= 2 and not codes:
        return None
    says = signs.all_in(fold(scene.words(None)))
    kind = _page_demand(says, codes)
    if kind is not None or answered or scene.prices:
        return kind
    return "membership" if "register" in scene.leading and "member-mention" in says else None


def breakage_in(text: str) -> Breakage | None:
    """What is broken or shut, where an answer says so."""
    says = phrases("statements").all_in(fold(text))
    return next((kind for kind in BREAKAGES if kind in says), None)


def _page_demand(says: frozenset[str], codes: frozenset[str]) -> PromptKind | None:
    table: tuple[tuple[str, str, str], ...] = (
        ("follow", "follow-demand", "official-account"),
        ("contact", "contact-demand", "wechat-contact"),
        ("app", "app-demand", "app-link"),
        ("mini-program", "mini-demand", "mini-program"),
        ("membership", "member-demand", "-"),
        ("profile", "profile-demand", "-"),
    )
    return next((cast(PromptKind, kind) for kind, phrase, code in table if phrase in says or code in codes), None)
