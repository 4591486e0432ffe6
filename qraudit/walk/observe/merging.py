"""Frames put together: everything in the top viewport's coordinates, ids prefixed with their frame."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qraudit.models import Box, Control, Overlay, Point, Snapshot
from qraudit.walk.observe.sight import FrameHole, SeenPicture, Sight

__all__ = ["FrameSight", "Place", "identify", "merged"]

_MAX_CONTROLS = 600
_MAX_TEXT = 400_000
_FRAME_MARK = "\ue000"
_MODAL_SHARE = 0.5


@dataclass(frozen=True)
class Place:
    """Where a frame's coordinates lie on the screen, and what of the frame is visible there."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    seen: Box = (0.0, 0.0, 1e7, 1e7)

    def box(self, box: Box) -> Box:
        """A box of the frame, on the screen."""
        x, y, width, height = box
        return (self.x + x * self.scale, self.y + y * self.scale, width * self.scale, height * self.scale)

    def point(self, point: Point) -> Point:
        """A point of the frame, on the screen."""
        return (self.x + point[0] * self.scale, self.y + point[1] * self.scale)

    def back(self, point: Point) -> Point:
        """A point on the screen, in the frame's own coordinates."""
        return ((point[0] - self.x) / self.scale, (point[1] - self.y) / self.scale)

    def shows(self, point: Point) -> bool:
        """Whether a point of the screen lies in the visible part of the frame."""
        x, y, width, height = self.seen
        return x <= point[0] <= x + width and y <= point[1] <= y + height

    def clipped(self, box: Box) -> Box | None:
        """What of a box on the screen shows through; `None` where nothing does."""
        left, top = max(box[0], self.seen[0]), max(box[1], self.seen[1])
        right = min(box[0] + box[2], self.seen[0] + self.seen[2])
        bottom = min(box[1] + box[3], self.seen[1] + self.seen[3])
        return (left, top, right - left, bottom - top) if right - left >= 1 and bottom - top >= 1 else None

    @classmethod
    def zoomed(cls, scale: float, left: float, top: float) -> Place:
        """The place of a top frame that is shown smaller or larger than it is."""
        return cls(-left * scale, -top * scale, scale)

    def inner(self, hole: FrameHole) -> Place:
        """The place of a frame within this one."""
        x, y = self.point((hole.x, hole.y))
        seen = self.clipped(self.box(hole.seen)) or (0.0, 0.0, 0.0, 0.0)
        return Place(x, y, self.scale * hole.scale, seen)


@dataclass(frozen=True)
class FrameSight:
    """One frame's sight and where that frame is."""

    frame_id: str
    name: str
    sight: Sight
    place: Place
    hole: FrameHole | None = None
    parent: FrameSight | None = None

    @property
    def overlay(self) -> str | None:
        """The layer of an outer frame that this frame stands on."""
        if self.hole is None or self.parent is None:
            return None
        if self.hole.overlay is not None:
            return f"{self.parent.name}:{self.hole.overlay}"
        return self.parent.overlay

    @property
    def selector(self) -> str:
        """What to put before a selector of this frame."""
        if self.hole is None or self.parent is None:
            return ""
        return f"{self.parent.selector}{self.hole.selector} >>> "


def identify(frame: FrameSight) -> FrameSight:
    """The same sight, on the screen and with ids that are unique over all frames."""
    sight, place = frame.sight, frame.place
    for control in sight.controls:
        _shift_control(control, frame)
    for overlay in sight.overlays:
        _shift_overlay(overlay, frame)
    for picture in sight.pictures:
        _shift_picture(picture, frame)
    for line in [*sight.lines, *sight.covered]:
        line.box = place.box(line.box)
        line.font_size *= place.scale
        line.overlay = _outer(line.overlay, frame)
    if frame.hole is not None:
        sight.lines = [line for line in sight.lines if place.clipped(line.box)]
        sight.covered = [line for line in sight.covered if place.clipped(line.box)]
        sight.overlays = [one for one in sight.overlays if place.clipped(one.box)]
    return replace(frame)


def _name(own: str | None, frame: FrameSight) -> str | None:
    return None if own is None else f"{frame.name}:{own}"


def _outer(own: str | None, frame: FrameSight) -> str | None:
    return _name(own, frame) or frame.overlay


def _shift_control(control: Control, frame: FrameSight) -> None:
    place = frame.place
    control.id = f"{frame.name}:{control.id}"
    control.frame = frame.name
    control.selector = frame.selector + control.selector
    control.box = place.box(control.box)
    control.glyph_box = place.box(control.glyph_box) if control.glyph_box else None
    control.font_size *= place.scale
    control.overlay = _outer(control.overlay, frame)
    control.in_viewport = control.in_viewport and place.clipped(control.box) is not None
    if control.point is not None:
        point = place.point(control.point)
        control.point = point if place.shows(point) else None


def _shift_overlay(overlay: Overlay, frame: FrameSight) -> None:
    place = frame.place
    overlay.id = f"{frame.name}:{overlay.id}"
    overlay.selector = frame.selector + overlay.selector
    overlay.controls = [f"{frame.name}:{one}" for one in overlay.controls]
    overlay.pictures = [f"{frame.name}:{one}" for one in overlay.pictures]
    overlay.box = place.box(overlay.box)
    if overlay.mask_point is not None:
        point = place.point(overlay.mask_point)
        overlay.mask_point = point if place.shows(point) else None


def _shift_picture(picture: SeenPicture, frame: FrameSight) -> None:
    place = frame.place
    picture.id = f"{frame.name}:{picture.id}"
    picture.key = f"{frame.name}:{picture.key}"
    picture.selector = frame.selector + picture.selector
    picture.box = place.box(picture.box)
    picture.crosses = [place.box(one) for one in picture.crosses]
    picture.seen = place.clipped(place.box(picture.seen)) if picture.seen else None
    picture.overlay = _outer(picture.overlay, frame)
    picture.control = _name(picture.control, frame)


def merged(frames: list[FrameSight], *, settled: bool) -> Snapshot:
    """One snapshot of all frames, the top one first."""
    main = frames[0].sight
    controls = [one for frame in frames for one in frame.sight.controls]
    width, height = (side * main.zoom[0] for side in main.viewport)
    return Snapshot(
        url=main.url,
        title=main.title,
        viewport=(round(width), round(height)),
        scroll=main.scroll,
        document_height=main.document_height,
        text=_text(frames[0].frame_id, {one.frame_id: one.sight for one in frames})[:_MAX_TEXT],
        lines=[line for frame in frames for line in frame.sight.lines],
        controls=controls[:_MAX_CONTROLS],
        overlays=_overlays(frames, (float(width), float(height))),
        settled=settled,
        truncated=any(one.sight.truncated for one in frames) or len(controls) > _MAX_CONTROLS,
    )


def _text(frame_id: str, sights: dict[str, Sight], depth: int = 0) -> str:
    sight = sights.get(frame_id)
    if sight is None or depth > 8:
        return ""
    parts = []
    for part in sight.flow:
        parts.append(_text(part[1:], sights, depth + 1) if part.startswith(_FRAME_MARK) else part)
    return "\n".join(part for part in parts if part)


def _overlays(frames: list[FrameSight], viewport: tuple[float, float]) -> list[Overlay]:
    """Top-most first: a frame's own layers lie directly above the layer that the frame stands on."""
    ordered = list(frames[0].sight.overlays)
    for frame in frames[1:]:
        share = frame.place.seen[2] * frame.place.seen[3] / max(1.0, viewport[0] * viewport[1])
        own = frame.sight.overlays
        for one in own:
            one.cover = round(one.cover * share, 2)
            one.modal = one.modal and share >= _MODAL_SHARE
        around = next((one for one in ordered if one.id == frame.overlay), None)
        at = ordered.index(around) if around else len(ordered)
        ordered[at:at] = own
        if around is not None:
            _fill(around, frame)
    return ordered


def _fill(around: Overlay, frame: FrameSight) -> None:
    """What stands in a frame on a layer belongs to that layer."""
    around.controls += [one.id for one in frame.sight.controls if one.overlay == around.id]
    around.pictures += [one.id for one in frame.sight.pictures if one.overlay == around.id]
    words = "\n".join(part for part in frame.sight.flow if part and not part.startswith(_FRAME_MARK))
    around.picture_share = _picture_share(around, frame)
    around.text = "\n".join(part for part in (around.text, words[:4000]) if part)
    if any(one.id in around.controls for one in frame.sight.controls):
        around.transient = False


def _picture_share(around: Overlay, frame: FrameSight) -> float:
    """A frame's pictures fill the layer, too; one that lies within another fills no more."""
    boxes = [frame.place.clipped(one.box) for one in frame.sight.pictures if one.overlay == around.id]
    seen = sorted((one for one in boxes if one), key=lambda one: one[2] * one[3], reverse=True)
    outer = [one for i, one in enumerate(seen) if not any(_holds(other, one) for other in seen[:i])]
    area = max(1.0, around.box[2] * around.box[3])
    return round(min(1.0, around.picture_share + sum(one[2] * one[3] for one in outer) / area), 2)


def _holds(outer: Box, inner: Box) -> bool:
    right, bottom = outer[0] + outer[2], outer[1] + outer[3]
    within = outer[0] <= inner[0] and outer[1] <= inner[1]
    return within and inner[0] + inner[2] <= right and inner[1] + inner[3] <= bottom
