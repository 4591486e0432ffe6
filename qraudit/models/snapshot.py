"""What a page looks like at one moment, as a person would see and touch it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from qraudit.models.code import Code
from qraudit.models.noun import Box, Noun, Point

__all__ = ["Control", "ControlKind", "Glyph", "Overlay", "OverlayForm", "Picture", "Snapshot", "TextLine"]

ControlKind = Literal[
    "link",  # leads to another address
    "button",  # anything that acts when touched, whatever its tag
    "checkbox",
    "radio",
    "switch",
    "text",  # any field that takes typed characters
    "select",  # native <select>
    "picker",  # opens a wheel, sheet or keyboard instead of taking characters
    "stepper",
    "key",  # a key of a keyboard that the page draws
    "tab",
    "file",
    "range",
    "open-tag",  # <wx-open-*>: drawn only by WeChat itself
]

Glyph = Literal["close", "back", "forward", "plus", "minus", "tick", "menu", "search", "none"]


class Control(Noun):
    """Something that reacts, or looks as if it did.

    `id` names it within its snapshot (`frame:number`). `point` is where a finger hits it, `None` when every
    tried point hits something else. All lengths are CSS pixels of the top viewport.
    """

    id: str
    kind: ControlKind
    tag: str = ""
    role: str = ""
    name: str = ""
    """The label a person would read: private-use glyphs and required marks are stripped."""
    text: str = ""
    """Its own visible text."""
    label_from: Literal[
        "label", "aria", "text", "placeholder", "sibling", "above", "group", "title", "alt", "picture", "none"
    ] = "none"
    placeholder: str = ""
    group: str = ""
    """The text of the row, card or section it stands in (at most 200 characters)."""
    input_type: str = ""
    name_attribute: str = ""
    autocomplete: str = ""
    pattern: str = ""
    max_length: int | None = None
    value: str = ""
    options: list[str] = Field(default_factory=list)
    href: str = ""
    links: list[str] = Field(default_factory=list)
    """Texts of the links inside or right beside it: the agreements a box refers to."""
    box: Box
    glyph_box: Box | None = None
    """What is drawn, where it is smaller than what reacts."""
    point: Point | None = None
    in_viewport: bool = True
    disabled: bool = False
    checked: bool | None = None
    checked_from: str = ""
    """What told: `input`, `aria`, `class`, `svg`, `pseudo-colour`, `colour`, `text`, `pixels`; else empty."""
    required_mark: bool = False
    readonly: bool = False
    focused: bool = False
    listeners: list[str] = Field(default_factory=list)
    pointer_cursor: bool = False
    glyph: Glyph = "none"
    font_size: float = 0.0
    contrast: float | None = None
    """WCAG contrast ratio of its text or glyph against what is painted behind it."""
    opacity: float = 1.0
    """Product of its own and its ancestors' opacity."""
    emphasis: float = 0.0
    """0..1: how much it looks like the main button (filled, wide, tall, coloured)."""
    overlay: str | None = None
    frame: str = "main"
    selector: str = ""
    """A CSS selector for the evidence; ` >>> ` steps into a frame or shadow root."""


OverlayForm = Literal["full", "centre", "bottom", "top", "floating", "keyboard"]


class Overlay(Noun):
    """A layer above the page, found by geometry and hit tests, not by class names.

    `cover` is the share of viewport points (0..1) that hit the layer instead of the page.
    """

    id: str
    form: OverlayForm
    modal: bool
    """It takes touches over (nearly) the whole viewport."""
    box: Box
    """The content without its mask."""
    cover: float = 0.0
    mask_point: Point | None = None
    """A point that hits the mask itself and nothing of the content."""
    scroll_locked: bool = False
    text: str = ""
    controls: list[str] = Field(default_factory=list)
    """Ids of the controls on it."""
    pictures: list[str] = Field(default_factory=list)
    picture_share: float = 0.0
    """Share of the content's area that pictures fill."""
    transient: bool = False
    """A toast or a loading indicator: it leaves by itself."""
    selector: str = ""
    signature: str = ""
    """Stable over re-renders of the same layer: what recurrence is told by."""


class TextLine(Noun):
    """A line of visible text and where it stands."""

    text: str
    box: Box
    font_size: float = 0.0
    overlay: str | None = None


class Picture(Noun):
    """A visible image, canvas, svg or background picture, and what it says where that was read."""

    id: str
    source: Literal["img", "canvas", "background", "svg", "video"]
    url: str = ""
    box: Box
    overlay: str | None = None
    control: str | None = None
    alt: str = ""
    codes: list[Code] = Field(default_factory=list)
    lines: list[TextLine] = Field(default_factory=list)
    """Words baked into it (OCR), placed on the page."""
    crosses: list[Box] = Field(default_factory=list)
    """Crosses painted in it, near its edges: what looks like a close control and need not be one."""
    read: bool = False
    """Whether it was looked into for codes and words."""
    selector: str = ""


class Snapshot(Noun):
    """One look at the page: every frame, every shadow root, closed ones too."""

    url: str
    title: str = ""
    viewport: tuple[int, int]
    scroll: Point = (0.0, 0.0)
    document_height: float = 0.0
    text: str = ""
    """All rendered text of all frames in reading order, one line a block; layers below a modal one included."""
    lines: list[TextLine] = Field(default_factory=list)
    """What is on the screen (in the viewport) and not covered."""
    controls: list[Control] = Field(default_factory=list)
    overlays: list[Overlay] = Field(default_factory=list)
    """Top-most first."""
    pictures: list[Picture] = Field(default_factory=list)
    settled: bool = True
    """False where the page was still busy when its time was up."""
    truncated: bool = False
    """True where a bound (nodes, text, frames) cut the look short."""

    def control(self, control_id: str) -> Control | None:
        """The control with that id, if it is in this snapshot."""
        return next((one for one in self.controls if one.id == control_id), None)

    def overlay(self, overlay_id: str | None) -> Overlay | None:
        """The overlay with that id, if it is in this snapshot."""
        return next((one for one in self.overlays if one.id == overlay_id), None)

    @property
    def modal(self) -> Overlay | None:
        """The top-most layer that a person has to deal with before anything below can be touched."""
        return next((one for one in self.overlays if one.modal and not one.transient), None)

    def spoken(self) -> str:
        """Everything the page says, words baked into pictures included."""
        baked = [line.text for picture in self.pictures for line in picture.lines]
        return "\n".join([self.text, *baked])
