"""From a payload to the card that lies on the table: colours, round modules, a logo, a frame with words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy
import segno
from numpy.random import Generator

__all__ = ["Card", "grey_print", "print_code", "print_round_code"]

_MODULE = 10
_DARK_INKS = ((20, 20, 20), (90, 30, 10), (20, 80, 20), (40, 20, 110), (120, 40, 60))
_PAPERS = ((255, 255, 255), (250, 250, 240), (225, 240, 250), (235, 250, 235))


@dataclass(frozen=True)
class Card:
    """A printed card: its picture (BGR), what its code says, and the code's corners in it."""

    picture: Any
    payload: str
    corners: Any


def print_code(payload: str, random: Generator, *, plain: bool = False) -> Card:
    """A QR code as merchants print it; `plain` without colours and decoration."""
    error = "M" if plain else str(random.choice(["L", "M", "Q", "H"]))
    modules = numpy.array([list(map(int, row)) for row in segno.make_qr(payload, error=error).matrix], numpy.uint8)
    ink = _DARK_INKS[0] if plain else _DARK_INKS[int(random.integers(len(_DARK_INKS)))]
    paper = _PAPERS[0] if plain else _PAPERS[int(random.integers(len(_PAPERS)))]
    inverted = not plain and random.random() < 0.05
    drawn = _dots(modules) if not plain and random.random() < 0.15 else _squares(modules)
    picture = numpy.where(drawn[..., None] > 0, *((paper, ink) if inverted else (ink, paper))).astype(numpy.uint8)
    if not plain and error in "QH" and random.random() < 0.5:
        _add_logo(picture, random)
    return _framed(picture, payload, ink if inverted else paper, random)


def print_round_code(random: Generator) -> Card:
    """A card with a round mini-program code, as WeChat draws them: three bull's eyes, rays, a logo."""
    across, scale = 774, 227.0
    picture = numpy.full((across, across, 3), 255, numpy.uint8)
    middle = numpy.array([across / 2, across / 2])
    rays = int(random.choice([36, 54, 72]))
    pen = 11 if rays == 36 else 7
    for ray in range(rays):
        _draw_ray(picture, middle, 2 * numpy.pi * ray / rays, pen, random)
    for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        at = tuple(int(value) for value in middle + scale * numpy.array([x, y]))
        cv2.circle(picture, at, 60, (255, 255, 255), -1, cv2.LINE_AA)
        if (x, y) == (1, 1):
            cv2.circle(picture, at, 70, (70, 160, 45), -1, cv2.LINE_AA)
            for side in (-1, 1):  # the two hooks of WeChat's mark
                hook = at[0], at[1] + side * 20
                cv2.ellipse(
                    picture, hook, (22, 20), 0, 90 - side * 90, 360 - side * 90, (255, 255, 255), 10, cv2.LINE_AA
                )
        else:
            cv2.circle(picture, at, 30, (10, 10, 10), 9, cv2.LINE_AA)
            cv2.circle(picture, at, 6, (10, 10, 10), -1, cv2.LINE_AA)
    colour = tuple(int(value) for value in random.integers(30, 200, 3))
    cv2.circle(picture, tuple(int(value) for value in middle), 165, colour, -1, cv2.LINE_AA)
    return _framed(picture, "", (255, 255, 255), random)


def _draw_ray(picture: Any, middle: Any, angle: float, pen: int, random: Generator) -> None:
    """A ray broken into strokes and dots of random length."""
    direction, at = numpy.array([numpy.cos(angle), numpy.sin(angle)]), 200.0
    while at < 360:
        length = float(random.choice([0, 0, 20, 40, 70]))
        ends = (middle + direction * at, middle + direction * min(at + length, 362))
        first, last = (tuple(round(float(value)) for value in end) for end in ends)
        cv2.line(picture, first, last, (10, 10, 10), pen, cv2.LINE_AA)
        at += length + float(random.choice([24, 30, 44]))


def _squares(modules: Any) -> Any:
    return numpy.kron(modules, numpy.ones((_MODULE, _MODULE), numpy.uint8))


def _dots(modules: Any) -> Any:
    """Round modules; the finder patterns stay square."""
    drawn = numpy.zeros(tuple(side * _MODULE for side in modules.shape), numpy.uint8)
    for y, x in numpy.argwhere(modules):
        middle = int(x) * _MODULE + _MODULE // 2, int(y) * _MODULE + _MODULE // 2
        cv2.circle(drawn, middle, int(_MODULE * 0.46), 1, -1)
    eye = 7 * _MODULE
    for part in (numpy.s_[:eye, :eye], numpy.s_[:eye, -eye:], numpy.s_[-eye:, :eye]):
        drawn[part] = _squares(modules)[part]
    return drawn


def _add_logo(picture: Any, random: Generator) -> None:
    across = picture.shape[0]
    half = int(across * random.uniform(0.07, 0.11))
    middle = across // 2
    colour = tuple(int(value) for value in random.integers(0, 255, 3))
    cv2.rectangle(picture, (middle - half - 6,) * 2, (middle + half + 6,) * 2, (255, 255, 255), -1)
    cv2.rectangle(picture, (middle - half,) * 2, (middle + half,) * 2, colour, -1)


def _framed(picture: Any, payload: str, paper: tuple[int, int, int], random: Generator) -> Card:
    """The code on its card, with a quiet zone and lines of print above or below."""
    quiet, head = 4 * _MODULE, int(random.integers(20, 160))
    foot = int(random.integers(20, 120))
    height, width = picture.shape[0] + 2 * quiet + head + foot, picture.shape[1] + 2 * quiet
    card = numpy.full((height, width, 3), paper, numpy.uint8)
    card[head + quiet : head + quiet + picture.shape[0], quiet:-quiet] = picture
    if head > 60:
        cv2.rectangle(card, (0, 0), (width, head - 20), tuple(int(v) for v in random.integers(40, 220, 3)), -1)
        cv2.putText(card, "SCAN TO ORDER", (quiet, head - 34), cv2.FONT_HERSHEY_DUPLEX, 1.0, (255, 255, 255), 2)
    left, top, across = quiet, head + quiet, picture.shape[0]
    corners = numpy.array([[left, top], [left + across, top], [left + across, top + across], [left, top + across]])
    return Card(card, payload, corners.astype(numpy.float64))


def grey_print(code: segno.QRCode, *, pixels: int = 8, margin: int = 40) -> Any:
    """A code in black on white and nothing else, with `margin` pixels around it."""
    modules = numpy.array([list(map(int, row)) for row in code.matrix], numpy.uint8)
    drawn = numpy.kron(1 - modules, numpy.ones((pixels, pixels), numpy.uint8)) * 255
    return numpy.pad(drawn.astype(numpy.uint8), margin, constant_values=255)
