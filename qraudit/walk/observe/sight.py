"""What one frame's script reports, checked before anything else uses it."""

from __future__ import annotations

from pydantic import Field

from qraudit.models import Box, Control, Overlay, Picture, Point, TextLine
from qraudit.models.noun import Noun

__all__ = ["FrameHole", "SeenPicture", "Sight"]


class FrameHole(Noun):
    """A frame within a frame: where its own coordinates lie, and what of it is visible."""

    id: str
    overlay: str | None = None
    selector: str = ""
    x: float
    y: float
    scale: float = 1.0
    seen: Box


class SeenPicture(Picture):
    """A picture with what decides whether it is looked into."""

    seen: Box | None = None
    """Its part on the screen."""
    words_over: int = 0
    wordless_control: bool = False
    key: str = ""
    """Changes when what it shows changes."""
    loaded: bool = True

    def plain(self) -> Picture:
        """The noun that leaves the observer."""
        return Picture(**{name: getattr(self, name) for name in Picture.model_fields})


class Sight(Noun):
    """One look into one frame, in its own coordinates and with its own ids."""

    url: str = ""
    title: str = ""
    viewport: tuple[float, float] = (0.0, 0.0)
    zoom: tuple[float, float, float] = (1.0, 0.0, 0.0)
    """Of the top frame: scale, and where the visible part begins."""
    scroll: Point = (0.0, 0.0)
    document_height: float = 0.0
    flow: list[str] = Field(default_factory=list)
    """Rendered text; an element that starts with U+E000 is the id of the frame that stands there."""
    lines: list[TextLine] = Field(default_factory=list)
    covered: list[TextLine] = Field(default_factory=list)
    """Lines on the screen that something is painted over."""
    controls: list[Control] = Field(default_factory=list)
    overlays: list[Overlay] = Field(default_factory=list)
    pictures: list[SeenPicture] = Field(default_factory=list)
    frames: list[FrameHole] = Field(default_factory=list)
    truncated: bool = False
    closed_roots: int | None = None
    suspects: int = 0
    shadow_roots: int = 0
    next_number: int = 1
