"""What the reluctant consumer did and met: the facts that rules are judged on.

A walk says what was *seen* and what was *tried*, never what is lawful: necessity, thresholds and outcomes
are the judge's. Everything here is stored in the run folder, so that a walk can be judged again without a browser.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from qraudit.models.code import Target
from qraudit.models.device import DeviceId
from qraudit.models.noun import Bilingual, Box, Category, Evidence, Milestone, Noun

__all__ = [
    "Action",
    "ActionKind",
    "Advert",
    "Attempt",
    "AttemptKind",
    "AttemptResult",
    "Bound",
    "BridgeCall",
    "CloseControl",
    "Concession",
    "Dialog",
    "Disclosure",
    "FieldFact",
    "Handoff",
    "Notice",
    "OAuthRequest",
    "PermissionKind",
    "PermissionRequest",
    "Prompt",
    "PromptKind",
    "Refusal",
    "Step",
    "TickBox",
    "Walk",
    "WalkOutcome",
]

ActionKind = Literal[
    "open", "tap", "type", "choose", "tick", "untick", "scroll", "back", "reload", "wait", "dismiss",
    "decline", "submit", "concede", "resume", "observe",
]  # fmt: skip


class Action(Noun):
    """One thing done to the page. `target` is what a person would call it; `why` says why it was chosen."""

    kind: ActionKind
    target: str = ""
    value: str | None = None
    selector: str | None = None
    box: Box | None = None
    why: Bilingual | None = None


AttemptKind = Literal[
    "close",  # the layer's own close control
    "skip",  # skip, later, not now, guest
    "refuse",  # disagree, decline, cancel
    "mask",  # a tap beside the layer's content
    "escape",  # Escape key
    "back",  # the back key
    "link",  # another link or button that might lead on
    "wait",  # waiting for a countdown, or for it to go away by itself
    "claim",  # saying 'I have followed' without following
    "reload",  # opening the page anew
    "leave-empty",  # going on with the field empty
    "fill",  # going on with the field filled
    "leave-unticked",  # going on without ticking
    "untick",  # taking a tick away and going on
    "body",  # a tap on the layer's own picture or text
    "direct",  # opening a later address directly
]

AttemptResult = Literal[
    "passed",  # the thing is gone, or the flow went on
    "refused",  # the page or the server said no
    "no-effect",
    "came-back",
    "asked-again",  # a second 'are you sure'
    "led-away",  # it opened something else than what it promised: an advertisement, a follow page, a store
]


class Attempt(Noun):
    """One thing tried to get by, with what was before and after."""

    kind: AttemptKind
    target: str = ""
    selector: str | None = None
    box: Box | None = None
    result: AttemptResult
    reply: str = ""
    """What the page or the server answered, in its own words (at most 300 characters)."""
    led_to: str = ""
    """Where it led: an address, or the words of what appeared."""
    before: str | None = None
    """Screenshot before, a path in the run folder."""
    after: str | None = None
    step: int
    waited_ms: int | None = None


class Concession(Noun):
    """One thing given up because every way on without it had failed."""

    kind: Literal["datum", "tick", "profile", "membership", "notice", "permission", "second-click"]
    what: str
    category: Category | None = None
    step: int
    attempts: list[Attempt] = Field(default_factory=list)


PermissionKind = Literal[
    "location", "album", "contacts", "face", "camera", "microphone", "notifications", "clipboard", "other",
]  # fmt: skip

PromptKind = Literal[
    "follow", "membership", "app", "mini-program", "contact", "profile", "consent", "subscription", "survey"
]


class Prompt(Noun):
    """Something that asks the consumer for more than the service: to follow, register, install, agree …

    `passed` is True where a way past it was found, False where every attempt failed (a wall), None where that
    was not tried to the end. `passed_by` is the kind of the attempt that worked.
    """

    id: str
    kind: PromptKind
    step: int
    form: Literal["overlay", "page", "picture", "payload", "reply", "dialog", "inline", "redirect"]
    text: str = ""
    passed: bool | None = None
    passed_by: AttemptKind | None = None
    attempts: list[Attempt] = Field(default_factory=list)
    conceded: bool = False
    before_milestone: Milestone = "landing"
    """The furthest milestone when it was met: what it stands in front of."""
    blocks: Literal["flow", "bill", "exit", "invoice", "extra"] = "flow"
    """What cannot be had without it; `extra` is something beside the service (a coupon, points)."""
    benefit: str = ""
    """The discount, coupon or draw that is tied to it, in the page's words; empty where there is none."""
    preselected: bool = False
    """It is ticked or chosen beforehand."""
    bundled_with: str = ""
    """The action (pay, order) that does it as well, with no separate choice; empty where there is none."""
    refusable: bool | None = None
    """For a dialog: whether it offers any control other than agreeing."""
    choices: list[str] = Field(default_factory=list)
    """The words of its controls."""
    dismissal: CloseControl | None = None
    recurrences: list[int] = Field(default_factory=list)
    """Steps at which it came back after it had been dismissed, within the flow."""
    asked_before: str = ""
    """For data walls: the fields that it alone asks for, by category, comma-separated."""
    wire: str = ""
    """An API reply that told of it, in its own words."""
    evidence: list[Evidence] = Field(default_factory=list)


class CloseControl(Noun):
    """What closes an advertisement or prompt, or pretends to. Lengths in CSS pixels."""

    text: str = ""
    glyph: str = ""
    selector: str = ""
    box: Box
    """What reacts."""
    drawn: Box | None = None
    """What is seen, where it is smaller."""
    width: float
    """Of what reacts, clipped to the viewport."""
    height: float
    contrast: float | None = None
    opacity: float = 1.0
    font_size: float = 0.0
    on_screen: bool = True
    covered: bool = False
    painted: bool = False
    """It is part of a picture: seen, but no element of its own."""
    labelled: bool = True
    """Whether it can be known for a close control at all: a cross, or words."""
    disabled_at_first: bool = False
    appeared_after_ms: int = 0
    """How long after the layer it could be used first; 0 when at once."""


class Advert(Noun):
    """A layer that advertises and covers the flow.

    `closed_by` is the kind of the attempt after which it was gone (`wait`: it went away by itself).
    """

    id: str
    step: int
    form: Literal["full", "centre", "bottom", "top", "floating"]
    text: str = ""
    box: Box
    cover: float = 0.0
    labelled: bool = False
    """It says that it is an advertisement."""
    third_party: str = ""
    """Its host, where that is not the merchant's."""
    controls: list[CloseControl] = Field(default_factory=list)
    """Every close control found, best first."""
    attempts: list[Attempt] = Field(default_factory=list)
    closed: bool = False
    closed_by: AttemptKind | None = None
    clicks: int = 0
    """Taps on close controls that it took."""
    countdown_seconds: int | None = None
    """Announced or measured wait before it can be closed."""
    lasted_ms: int | None = None
    """How long it stood, where it went away by itself."""
    reappeared: list[int] = Field(default_factory=list)
    """Steps at which it came back after it had been closed, within the flow."""
    blocks_flow: bool = False
    """It lies over what the consumer needs to go on."""
    evidence: list[Evidence] = Field(default_factory=list)


class FieldFact(Noun):
    """A datum that a page asks for, and whether the flow goes on without it.

    `required` is True where leaving it empty was refused and filling it went through, False where the flow went
    on with it empty, None where that was not settled.
    """

    category: Category
    label: str
    step: int
    page: str = ""
    selector: str = ""
    box: Box | None = None
    within: Literal["flow", "membership", "invoice", "profile", "survey"] = "flow"
    """The form it belongs to: what only a registration asks for is the wall's, not a datum of the flow."""
    prompt: str | None = None
    """The id of the prompt that alone asks for it."""
    marked_required: bool = False
    marked_optional: bool = False
    for_company: bool = False
    """Asked only where the buyer is a company (an invoice's tax number)."""
    prefilled: bool = False
    by_tap: bool = True
    """For `location` and the like: asked for by the consumer's own tap."""
    precise: bool = False
    """For `location`: coordinates rather than a shop or a city."""
    secure: bool = True
    """The page and the address the form is sent to use TLS (loopback counts as secure)."""
    required: bool | None = None
    filled: bool = False
    attempts: list[Attempt] = Field(default_factory=list)
    evidence: list[Evidence] = Field(default_factory=list)


class TickBox(Noun):
    """A box or switch that stands for a choice, and how it was found."""

    step: int
    text: str
    selector: str = ""
    box: Box | None = None
    covers: list[Literal["terms", "privacy", "marketing", "sharing", "membership", "follow", "addon", "other"]] = Field(
        default_factory=list
    )
    """What agreeing to it agrees to."""
    ticked_at_first: bool = False
    """Found ticked before anything was touched."""
    told_by: str = ""
    """What told that it is ticked: `input`, `aria`, `class`, `svg`, `colour`, `pixels`;
    `count` for what an order counts beforehand."""
    price: str = ""
    """For a paid extra: its price in the page's words."""
    documents: list[str] = Field(default_factory=list)
    unticked: bool | None = None
    """Whether taking the tick away worked; None where it was not tried."""
    required: bool | None = None
    """Whether the flow refused to go on without it."""
    implied: bool = False
    """There is no box: the text says that going on is agreeing."""
    attempts: list[Attempt] = Field(default_factory=list)
    evidence: list[Evidence] = Field(default_factory=list)


class Notice(Noun):
    """What a page that asks for personal data says about it, on the page or one tap away."""

    step: int
    page: str
    collects: list[Category] = Field(default_factory=list)
    on_page: str = ""
    """A statement of purpose beside the fields, in the page's words."""
    link: str = ""
    link_font_size: float | None = None
    link_contrast: float | None = None
    taps: int | None = None
    opened: bool | None = None
    """Whether the linked text could be read; None where there is no link."""
    dead: bool = False
    """The link leads nowhere, twice over: an empty address, `#`, not found, an empty text (no network failure)."""
    text: str = ""
    """The notice, at most 20,000 characters."""
    says: list[Literal["controller", "contact", "purpose", "method", "types", "retention", "rights", "optout"]] = Field(
        default_factory=list
    )
    evidence: list[Evidence] = Field(default_factory=list)


class Disclosure(Noun):
    """A value that the tool had typed, seen on its way out."""

    category: Category
    host: str
    party: Literal["merchant", "payment", "wechat", "third"]
    moment: Literal["typing", "submission", "later"]
    """Relative to the tap that submits the form the value was typed into."""
    encoding: str = "plain"
    """`plain`, `url`, `base64`, `md5`, `sha1`, `sha256` …"""
    method: str = "GET"
    url: str = ""
    secure: bool = True
    step: int
    consented: bool = False
    """An agreement had been ticked or confirmed before."""
    evidence: list[Evidence] = Field(default_factory=list)


class Handoff(Noun):
    """A request to take money, recorded and stopped."""

    way: str
    """`wechat-jsapi`, `wechat-h5`, `wechat-native`, `alipay`, `unionpay`, `cashier` …"""
    step: int
    url: str = ""
    payee: str = ""
    amount: str = ""
    detail: dict[str, str] = Field(default_factory=dict)


class Refusal(Noun):
    """A connection that the guard stopped."""

    host: str
    port: int | None = None
    address: str = ""
    reason: str
    step: int | None = None
    count: int = 1


class BridgeCall(Noun):
    """A call of WeChat's (or Alipay's) bridge, and what the stub answered."""

    name: str
    step: int
    frame: str = ""
    arguments: str = ""
    answer: str = ""
    stack: str = ""


class OAuthRequest(Noun):
    """A redirect to WeChat's authorization page. Nothing is ever sent there."""

    appid: str = ""
    scope: str = ""
    redirect_host: str = ""
    page_host: str = ""
    before_any_tap: bool = False
    step: int
    handled: Literal["completed", "declined", "stopped"] = "stopped"


class PermissionRequest(Noun):
    """A device capability that the page asked for; it is always denied at first."""

    kind: Literal[
        "location", "album", "contacts", "face", "camera", "microphone", "notifications", "clipboard", "other"
    ]
    api: str
    step: int
    by_tap: bool = False
    count: int = 1
    asked_again_at: list[int] = Field(default_factory=list)
    required: bool | None = None
    """Whether the flow refused to go on without it."""
    attempts: list[Attempt] = Field(default_factory=list)
    evidence: list[Evidence] = Field(default_factory=list)


class Dialog(Noun):
    """A native alert, confirm, prompt or beforeunload dialog and its answer."""

    kind: str
    text: str
    answered: Literal["accepted", "dismissed"]
    step: int


class Bound(Noun):
    """A bound that was reached, and where."""

    name: str
    limit: float
    step: int | None = None


class Step(Noun):
    """What one action led to: the page after it had settled. `screenshot` is a path in the run folder."""

    index: int
    url: str
    title: str = ""
    milestone: Milestone
    action: Action
    screenshot: str | None = None
    snapshot: str | None = None
    text: str = ""
    """The first 2,000 characters the page says."""
    effect: list[str] = Field(default_factory=list)
    """What changed: `url`, `content`, `overlay`, `request`, `dialog`, `window`, `focus`, `nothing`."""
    reply: str = ""
    """A refusal in the page's or the server's own words."""
    at_ms: int = 0
    took_ms: int = 0
    settled: bool = True


WalkOutcome = Literal["completed", "blocked", "not-followable", "undecodable", "unreachable", "exhausted"]


class Walk(Noun):
    """The whole walk of one code in one guise."""

    target: Target
    device: DeviceId
    scenario: str | None = None
    until: Milestone = "payment"
    outcome: WalkOutcome
    reached: Milestone = "none"
    reason: str | None = None
    """A word of the text catalogue (`reason.*`): why the walk ended where it did."""
    detail: str = ""
    started: datetime
    finished: datetime
    browser: str = ""
    sandboxed: bool | None = None
    end: Literal["handoff", "nothing-to-pay", "applied", "until", "wall", "none"] = "none"
    steps: list[Step] = Field(default_factory=list)
    prompts: list[Prompt] = Field(default_factory=list)
    adverts: list[Advert] = Field(default_factory=list)
    fields: list[FieldFact] = Field(default_factory=list)
    boxes: list[TickBox] = Field(default_factory=list)
    notices: list[Notice] = Field(default_factory=list)
    disclosures: list[Disclosure] = Field(default_factory=list)
    permissions: list[PermissionRequest] = Field(default_factory=list)
    concessions: list[Concession] = Field(default_factory=list)
    handoffs: list[Handoff] = Field(default_factory=list)
    refused: list[Refusal] = Field(default_factory=list)
    bridge: list[BridgeCall] = Field(default_factory=list)
    oauth: list[OAuthRequest] = Field(default_factory=list)
    dialogs: list[Dialog] = Field(default_factory=list)
    bounds: list[Bound] = Field(default_factory=list)
    hosts: list[str] = Field(default_factory=list)
    """Every host that a page contacted, merchant's first."""
    addresses: dict[str, list[str]] = Field(default_factory=dict)
    """The network addresses at which each host answered."""


Prompt.model_rebuild()
