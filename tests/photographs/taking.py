"""Takes a photograph from a seed: how hard, what of, and with which defects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.random import Generator, default_rng

from tests.photographs import cameras, payloads, prints, scenes

__all__ = ["LEVELS", "Photograph", "series", "take"]

LEVELS = (1, 2, 3, 4, 5)
"""From plain daylight to what a person would take again."""

_STRENGTH = {1: 0.0, 2: 0.25, 3: 0.45, 4: 0.65, 5: 0.85}
_DEFECTS = {1: 0, 2: 1, 3: 2, 4: 2, 5: 3}
_SIZES = ((1280, 960), (960, 1280), (1600, 1200), (1080, 1080))


@dataclass(frozen=True)
class Photograph:
    """A file, and what is in it: each code's text and corners. A round code's text is empty."""

    name: str
    data: bytes
    payloads: list[str]
    corners: list[Any]
    level: int
    defects: tuple[str, ...] = ()


def take(
    seed: int,
    level: int = 1,
    *,
    says: Sequence[str] | None = None,
    round_codes: int = 0,
    defects: dict[str, float] | None = None,
    size: tuple[int, int] | None = None,
) -> Photograph:
    """One photograph. `says` gives its payloads, `defects` what is wrong with it; else the seed and level decide."""
    random = default_rng(seed)
    texts = list(says) if says is not None else _texts(random)
    cards = [prints.print_code(text, random, plain=level == 1) for text in texts]
    cards += [prints.print_round_code(random) for _ in range(round_codes)]
    strength = _STRENGTH[level]
    wrong = _defects(random, level) if defects is None else defects
    bend = strength if random.random() < 0.25 else 0.0
    tilt = strength * float(random.random())
    picture, corners = scenes.lay_out(cards, size or _SIZES[int(random.integers(len(_SIZES)))], tilt, bend, random)
    for name, amount in wrong.items():
        picture = cameras.DEFECTS[name](picture, amount, random)
    data = cameras.as_jpeg(picture, strength, random)
    name = f"made-{level}-{seed}.jpg"
    return Photograph(name, data, [card.payload for card in cards], corners, level, tuple(wrong))


def series(count: int, seed: int = 0) -> Iterator[Photograph]:
    """Photographs of all levels in turn."""
    for index in range(count):
        yield take(seed * 100_003 + index, LEVELS[index % len(LEVELS)])


def _texts(random: Generator) -> list[str]:
    count = int(random.choice([1, 1, 1, 1, 2, 3]))
    return [payloads.payload(random) for _ in range(count)]


def _defects(random: Generator, level: int) -> dict[str, float]:
    names = random.choice(list(cameras.DEFECTS), _DEFECTS[level], replace=False) if _DEFECTS[level] else []
    return {str(name): float(_STRENGTH[level] * random.uniform(0.6, 1.1)) for name in numpy.atleast_1d(names)}
