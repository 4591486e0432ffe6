"""Which engine looks at which preparation, in which order, and when to stop.

The order is by yield for the time it takes, as `python -m tests.bench decode` measures it: the whole picture in
several guises; then the places where a code was found but not read, straightened; then what the network sees; then
zbar, whose texts are trusted least.

`normal` stops when every code that was found is read. Where one code is read already, it spends only the cheap
attempts on a further one. `thorough` makes every attempt, and so also gathers second opinions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from qraudit.codes import placing, preparations, rings, straightening
from qraudit.codes.diagnosis import Reason, Suspect, why
from qraudit.codes.engines import networks, zbar, zxing
from qraudit.codes.placing import Placement
from qraudit.codes.preparations import Prepared
from qraudit.codes.reading import Corners, Reading, area, centre, is_square_aslant, surrounds

if TYPE_CHECKING:
    from qraudit.codes.pictures import Frame
    from qraudit.codes.reading import Grey, Matrix

__all__ = ["Attempt", "Effort", "Search"]

Effort = Literal["quick", "normal", "thorough"]

_Prepare = Callable[["Grey"], Prepared]

_WIDE = 1600
"""Longest side of the picture for attempts after the first: what they find is not a matter of resolution."""
_NARROW = 1000
"""Longest side of the picture for zbar, which is slow."""
_ROUND = 640
"""Longest side of the picture in which round codes are looked for beside others."""
_FULL = 0.25
"""Share of the picture that codes cover when it is a picture of them alone."""
_SURE = 0.9
"""How sure the network must be for a place to be told of as a code: it also sees barcodes and texture."""
_GLANCE = 256 * 256
"""Pixels of the picture for the network where codes are read already: enough to see whether there are others."""
_SMALL = 900
"""Longest side up to which enlarging the whole picture is worth its time."""

_GUISES: tuple[tuple[str, _Prepare], ...] = (
    ("equalised", preparations.equalised),
    ("levelled", preparations.levelled),
    ("median", preparations.median),
    ("squeezed-flat", preparations.squeezed_flat),
    ("squeezed-thin", preparations.squeezed_thin),
    ("clarified", preparations.clarified),
)
_CROP_GUISES: tuple[tuple[str, _Prepare], ...] = (
    ("clarified", preparations.clarified),
    ("plain", preparations.plain),
    ("evened", preparations.evened),
    ("equalised", preparations.equalised),
    ("median", preparations.median),
    ("thinned", preparations.thinned),
    ("thickened", preparations.thickened),
    ("smoothed", preparations.smoothed),
)
_CROP_SIZES: dict[Effort, tuple[int, ...]] = {"quick": (), "normal": (500, 300), "thorough": (500, 300, 800, 200)}
_CROP_MARGIN = 0.2
_PLACES: dict[Effort, int] = {"quick": 0, "normal": 4, "thorough": 8}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One engine on one preparation. `name` is told before it runs, so that a crash can be laid at its door."""

    name: str
    run: Callable[[], list[Reading]]


@dataclass
class Search:
    """The search for codes in one frame, and what it has come to. Corners are in the frame's own pixels."""

    frame: Frame
    effort: Effort
    readings: list[Reading] = field(default_factory=list)
    unread: list[zxing.Unread] = field(default_factory=list)
    boxes: list[networks.Box] = field(default_factory=list)
    straightened: list[tuple[int, Corners]] = field(default_factory=list)
    """Version and place of each guess that was straightened."""

    def attempts(self) -> Iterator[Attempt]:
        """Every attempt worth making, best first; each must be run before the next is asked for."""
        yield from self._whole()
        if self.effort == "quick":
            return
        if not self._open():
            if self._has_room():  # every code that was found is read: a glance whether there are others
                yield Attempt("network/glance", self._glance)
                yield from self._in_boxes()
            return
        yield from self._straightened()
        if self._open():
            yield Attempt("zbar/adaptive", partial(self._by_zbar, preparations.adaptive))
            yield Attempt("zbar/plain", partial(self._by_zbar, preparations.plain))
        if self._open():
            yield Attempt("network/boxes", self._find_boxes)
            yield from self._in_boxes()

    def round_codes(self) -> list[Corners]:
        """Where round mini-program codes are, which no engine reads."""
        if not self._has_room():
            return []
        prepared = preparations.within(self.frame.grey, _WIDE if not self.readings else _ROUND)
        places = [Reading("", "", place).moved(prepared.back, "").corners for place in rings.round_codes(prepared.grey)]
        return [place for place in places if not self._is_read(place)]

    def seen(self) -> list[Corners]:
        """Where something looks like a code and nothing was read."""
        places: list[Corners] = []
        for suspect in self._suspects():
            middle = centre(suspect.corners)
            if not self._is_read(suspect.corners) and not any(surrounds(place, middle) for place in places):
                places.append(suspect.corners)
        return places

    def reason(self) -> Reason:
        """Why nothing was read."""
        suspects = self._suspects()
        if suspects or self.effort == "quick":
            return why(self.frame.grey, suspects)
        wide = self._wide()
        half = placing.half_seen(wide.grey)
        return why(wide.grey, [] if half is None else [Suspect(half)])

    def _suspects(self) -> list[Suspect]:
        found = [Suspect(code.corners, code.version) for code in self.unread]
        return found + [Suspect(box.corners) for box in self.boxes if box.score >= _SURE]

    def _open(self) -> bool:
        """Whether to go on."""
        if self.effort == "thorough" or not self.readings:
            return True
        return any(not self._is_read(suspect.corners) for suspect in self._suspects())

    def _has_room(self) -> bool:
        """Whether another code could be beside those that were read."""
        height, width = self.frame.grey.shape
        covered = sum(area(reading.corners) for reading in self.readings if reading.corners)
        return self.effort == "thorough" or covered < _FULL * height * width

    def _is_read(self, corners: Corners) -> bool:
        middle = centre(corners)
        return any(surrounds(reading.corners, middle) for reading in self.readings if reading.corners)

    # the whole picture

    def _whole(self) -> Iterator[Attempt]:
        yield Attempt("zxing/plain", partial(self._by_zxing, preparations.plain, "plain"))
        for name, prepare in _GUISES:
            if not self._open() or (self.effort == "quick" and name == "median"):
                return
            yield Attempt(f"zxing/{name}", partial(self._by_zxing, prepare, name))
        if self._open():
            yield Attempt("zxing/global", partial(self._by_zxing, preparations.plain, "global"))
        if self._open() and max(self.frame.grey.shape) <= _SMALL:
            yield Attempt("zxing/enlarged", partial(self._by_zxing, preparations.enlarged, "enlarged"))

    def _by_zxing(self, prepare: _Prepare, name: str) -> list[Reading]:
        wide = preparations.plain(self.frame.grey) if name == "plain" else self._wide()
        prepared = prepare(wide.grey)
        back = wide.back @ prepared.back
        readings, unread = zxing.look(prepared.grey, binarizer="global" if name == "global" else "local")
        for code in unread:
            corners = Reading("", "", code.corners).moved(back, "").corners
            known = any(surrounds(other.corners, centre(corners)) for other in self.unread)
            if not known and is_square_aslant(corners):
                self.unread.append(replace(code, corners=corners))
        return self._keep(readings, back, name)

    def _wide(self) -> Prepared:
        return preparations.within(self.frame.grey, _WIDE)

    def _by_zbar(self, prepare: _Prepare) -> list[Reading]:
        wide = preparations.within(self.frame.grey, _NARROW)
        prepared = prepare(wide.grey)
        return self._keep(zbar.read(prepared.grey), wide.back @ prepared.back, prepare.__name__)

    # places that finder patterns point to

    def _straightened(self) -> Iterator[Attempt]:
        wide = self._wide()
        places: list[Placement] = []
        yield Attempt("finders/whole", partial(self._find_places, wide.grey, places))
        yield from self._at(places, wide, "finders")
        tried = list(self.straightened)
        for number, code in enumerate(self.unread, 1):
            known = any(version == code.version and surrounds(at, centre(code.corners)) for version, at in tried)
            if self._open() and not known and not self._is_read(code.corners):
                place = placing.placement_of(code.corners, code.version)
                yield from self._flattened(preparations.plain(self.frame.grey), place, f"straightened-{number}")

    def _corners(self, place: Placement, prepared: Prepared) -> Corners:
        return Reading("", "", straightening.corners_of(place)).moved(prepared.back, "").corners

    def _find_places(self, grey: Grey, places: list[Placement]) -> list[Reading]:
        places.extend(placing.placements(grey, _PLACES[self.effort]))
        return []

    def _at(self, places: list[Placement], prepared: Prepared, name: str) -> Iterator[Attempt]:
        for number, place in enumerate(places, 1):
            corners = self._corners(place, prepared)
            if self._open() and not self._is_read(corners):
                self.straightened.append((place.version, corners))
                yield from self._flattened(prepared, place, f"{name}-straightened-{number}")

    def _flattened(self, prepared: Prepared, place: Placement, name: str) -> Iterator[Attempt]:
        before = len(self.readings)
        yield Attempt(f"zxing/{name}", partial(self._straighten, prepared, place, bent=False))
        if len(self.readings) == before and (not self.readings or self.effort == "thorough"):
            yield Attempt(f"zxing/{name}-bent", partial(self._straighten, prepared, place, bent=True))

    def _straighten(self, prepared: Prepared, place: Placement, *, bent: bool) -> list[Reading]:
        rounds = 0 if self.readings and self.effort != "thorough" else straightening.MOST_ROUNDS
        for drawing in straightening.flat_drawings(prepared.grey, place, rounds=rounds, bent=bent):
            for reading in zxing.read(drawing):
                found = replace(reading, corners=straightening.corners_of(place))
                return self._keep([found], prepared.back, "straightened")
        return []

    # places that the network points to

    def _glance(self) -> list[Reading]:
        found = networks.boxes(self.frame.grey, area=_GLANCE)
        self.boxes = [box for box in found if box.score >= _SURE and not self._is_read(box.corners)]
        return []

    def _find_boxes(self) -> list[Reading]:
        self.boxes = networks.boxes(self.frame.grey)
        if self.effort == "thorough":
            levelled = preparations.levelled(self.frame.grey)
            for box in networks.boxes(levelled.grey, area=640 * 640):
                self._add_box(box, levelled.back)
        return []

    def _add_box(self, box: networks.Box, back: Matrix) -> None:
        (left, top), _, (right, bottom), _ = Reading("", "", box.corners).moved(back, "").corners
        moved = networks.Box(left, top, right, bottom, box.score)
        if not any(surrounds(known.corners, centre(moved.corners)) for known in self.boxes):
            self.boxes.append(moved)

    def _in_boxes(self) -> Iterator[Attempt]:
        for number, box in enumerate(self.boxes, 1):
            yield from self._in_box(box, number)

    def _in_box(self, box: networks.Box, number: int) -> Iterator[Attempt]:
        if not self._open() or self._is_read(box.corners):
            return
        wanted = _with_margin(box, _CROP_MARGIN)
        crop = preparations.cropped(self.frame.grey, wanted[:4], 600)
        places: list[Placement] = []
        yield Attempt(f"finders/box-{number}", partial(self._find_places, crop.grey, places))
        tried_there = any(surrounds(box.corners, centre(corners)) for _, corners in self.straightened)
        yield from self._at(places[:1] if tried_there and self.effort == "normal" else places, crop, f"box-{number}")
        for size in _CROP_SIZES[self.effort]:
            for name, prepare in _CROP_GUISES:
                if not self._open() or self._is_read(box.corners):
                    return
                run = partial(self._in_crop, wanted, size, name, prepare)
                yield Attempt(f"zxing/box-{number}-{size}-{name}", run)
        yield Attempt(f"zbar/box-{number}", partial(self._in_crop, wanted, 400, "plain", preparations.plain, zbar.read))

    def _in_crop(
        self,
        box: networks.Box,
        size: int,
        name: str,
        prepare: _Prepare,
        read: Callable[[Grey], list[Reading]] = zxing.read,
    ) -> list[Reading]:
        crop = preparations.cropped(self.frame.grey, box[:4], size)
        prepared = prepare(crop.grey)
        return self._keep(read(prepared.grey), crop.back @ prepared.back, f"box-{size}-{name}")

    # what is kept

    def _keep(self, readings: list[Reading], back: Matrix, preparation: str) -> list[Reading]:
        """Note readings by the frame's pixels; hand them on by the picture's."""
        import numpy

        here = [reading.moved(back, preparation) for reading in readings]
        self.readings.extend(here)
        whole = numpy.diag([self.frame.scale, self.frame.scale, 1.0])
        return [replace(reading.moved(whole, preparation), page=self.frame.page) for reading in here]


def _with_margin(box: networks.Box, margin: float) -> networks.Box:
    """A square around a box, larger on each side by a share of its length."""
    x, y = centre(box.corners)
    half = max(box.right - box.left, box.bottom - box.top) * (0.5 + margin)
    return networks.Box(x - half, y - half, x + half, y + half, box.score)
