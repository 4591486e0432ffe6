"""Where frames lie on the screen at this moment, and which world an id belongs to."""

from __future__ import annotations

from qraudit.models import Point
from qraudit.walk.observe.merging import Place
from qraudit.walk.observe.worlds import Frames, World

__all__ = ["addressed", "on_screen", "place_of"]


def addressed(frames: Frames, thing_id: str) -> tuple[World | None, int]:
    """The world that a control's, layer's or picture's id names, and its number there."""
    name, _, own = thing_id.partition(":")
    digits = own.lstrip("op")
    if not digits.isdigit():
        return None, 0
    return frames.named(name), int(digits)


async def place_of(world: World) -> Place | None:
    """Where a frame is now, asked of all its ancestors; `None` where one of them shows it no longer."""
    chain: list[World] = []
    at: World | None = world
    while at is not None:
        chain.append(at)
        at = at.parent
    zoom = await chain[-1].ask("zoomNow")
    place = Place.zoomed(*zoom) if zoom else Place()
    for inner, outer in zip(reversed(chain[:-1]), reversed(chain[1:]), strict=True):
        found = await outer.ask("framePlace", inner.frame_id)
        if not found:
            return None
        x, y = place.point((found["x"], found["y"]))
        seen = place.clipped(place.box(tuple(found["seen"]))) or place.seen
        place = Place(x, y, place.scale * found["scale"], seen)
    return place


async def on_screen(world: World, point: Point) -> Point | None:
    """A frame's point on the screen, `None` where an outer frame covers it."""
    place = await place_of(world)
    if place is None:
        return None
    found = place.point(point)
    at = world
    while at.parent is not None:
        outer = await place_of(at.parent)
        takes = await at.parent.ask("frameTakes", at.frame_id, [outer.back(found)]) if outer else None
        if not takes or not takes[0]:
            return None
        at = at.parent
    return found
