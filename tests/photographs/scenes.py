"""Cards on a table, a wall or a bottle: the picture before a camera spoils it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy
from numpy.random import Generator

from tests.photographs.prints import Card

__all__ = ["lay_out"]


def lay_out(
    cards: list[Card], size: tuple[int, int], tilt: float, bend: float, random: Generator
) -> tuple[Any, list[Any]]:
    """The picture with all cards in it, and each code's corners; `tilt` and `bend` are 0 (flat) to 1."""
    scene = _table(size, random)
    places = []
    for card, cell in zip(cards, _cells(len(cards), size), strict=True):
        bent, corners = _bent(card, bend, random)
        seen = _seen_from(bent, cell, tilt, random)
        _paste(scene, bent, seen)
        places.append(cv2.perspectiveTransform(corners[None], seen)[0])
    return scene, places


def _table(size: tuple[int, int], random: Generator) -> Any:
    """Wood, cloth or plaster: a colour with grain of several sizes."""
    width, height = size
    grain = numpy.zeros((height, width), numpy.float32)
    for cells, strength in ((6, 30), (40, 16), (200, 8)):
        noise = random.normal(0, strength, (cells, cells)).astype(numpy.float32)
        grain += cv2.resize(noise, size, interpolation=cv2.INTER_CUBIC)
    colour = random.integers(60, 210, 3)
    return (colour[None, None, :] + grain[..., None]).clip(0, 255).astype(numpy.uint8)


def _cells(count: int, size: tuple[int, int]) -> list[tuple[float, float, float, float]]:
    """Equal parts of the picture: left, top, width, height."""
    columns = max(1, int(numpy.ceil(numpy.sqrt(count))))
    rows = max(1, int(numpy.ceil(count / columns)))
    width, height = size[0] / columns, size[1] / rows
    return [(index % columns * width, index // columns * height, width, height) for index in range(count)]


def _bent(card: Card, bend: float, random: Generator) -> tuple[Card, Any]:
    """The card around a cylinder and with a crease, as on a bottle or a shirt."""
    if bend == 0:
        return card, card.corners
    height, width = card.picture.shape[:2]
    half = bend * random.uniform(0.5, 1.1)
    phase, waves = random.uniform(0, 6.28), random.uniform(1, 3)
    x, y = numpy.meshgrid(numpy.linspace(-1, 1, width), numpy.linspace(-1, 1, height))
    source_x = numpy.arcsin((x * numpy.sin(half)).clip(-1, 1)) / half
    source_y = y + 0.02 * bend * numpy.sin(waves * 3 * x + phase)
    at_x = ((source_x + 1) / 2 * (width - 1)).astype(numpy.float32)
    at_y = ((source_y + 1) / 2 * (height - 1)).astype(numpy.float32)
    picture = cv2.remap(card.picture, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    relative = card.corners / [width - 1, height - 1] * 2 - 1
    moved_x = numpy.sin(relative[:, 0] * half) / numpy.sin(half)
    corners = numpy.column_stack([(moved_x + 1) / 2 * (width - 1), card.corners[:, 1]])
    return Card(picture, card.payload, corners), corners


def _seen_from(card: Card, cell: tuple[float, float, float, float], tilt: float, random: Generator) -> Any:
    """The map that puts the card into its part of the picture, turned and seen aslant."""
    height, width = card.picture.shape[:2]
    left, top, across, down = cell
    scale = random.uniform(0.62, 0.8) * min(across / width, down / height)
    angle = random.normal(0, 0.5 * tilt)
    rotation = numpy.array([[numpy.cos(angle), -numpy.sin(angle)], [numpy.sin(angle), numpy.cos(angle)]])
    square = numpy.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [width / 2, height / 2] * scale
    square *= [1 - 0.5 * tilt * random.random(), 1 - 0.5 * tilt * random.random()]
    square = square @ rotation.T
    square *= 1 + 0.25 * tilt * random.uniform(-1, 1, (4, 1))
    middle = numpy.array([left + across / 2, top + down / 2]) + random.uniform(-0.05, 0.05, 2) * [across, down]
    source = numpy.array([[0, 0], [width, 0], [width, height], [0, height]], numpy.float32)
    return cv2.getPerspectiveTransform(source, (square + middle).astype(numpy.float32))


def _paste(scene: Any, card: Card, seen: Any) -> None:
    size = scene.shape[1], scene.shape[0]
    reduced = cv2.warpPerspective(card.picture, seen, size, flags=cv2.INTER_AREA)
    where = cv2.warpPerspective(numpy.full(card.picture.shape[:2], 255, numpy.uint8), seen, size)
    share = (where / 255.0)[..., None]
    scene[:] = (scene * (1 - share) + reduced * share).astype(numpy.uint8)
