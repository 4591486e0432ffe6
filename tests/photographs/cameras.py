"""What hands, light and a cheap lens do to a picture. Strengths are 0 (none) to 1 (hardly readable)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy
from numpy.random import Generator

__all__ = ["DEFECTS", "as_jpeg"]

Defect = Callable[[Any, float, Generator], Any]


def shade(picture: Any, strength: float, random: Generator) -> Any:
    """The edge of a shadow across the picture."""
    height, width = picture.shape[:2]
    x, y = numpy.meshgrid(numpy.arange(width), numpy.arange(height))
    angle, soft = random.uniform(0, 6.28), random.uniform(0.01, 0.1) * width
    side = (x - width / 2) * numpy.cos(angle) + (y - height / 2) * numpy.sin(angle)
    dark = 1 - 0.75 * strength / (1 + numpy.exp((side / soft).clip(-50, 50)))
    return (picture * dark[..., None]).astype(numpy.uint8)


def glare(picture: Any, strength: float, random: Generator) -> Any:
    """A lamp's reflection, somewhere near the middle."""
    height, width = picture.shape[:2]
    x, y = numpy.meshgrid(numpy.arange(width), numpy.arange(height))
    middle = random.uniform(0.3, 0.7, 2) * [width, height]
    radius = min(width, height) * random.uniform(0.05, 0.16) * (0.5 + strength)
    distance = numpy.hypot((x - middle[0]) / random.uniform(1, 2.5), y - middle[1])
    light = 300 * strength * numpy.exp(-((distance / radius) ** 2))
    return (picture + light[..., None]).clip(0, 255).astype(numpy.uint8)


def dirt(picture: Any, strength: float, random: Generator) -> Any:
    """Stains and scratches."""
    soiled = picture.copy()
    height, width = picture.shape[:2]
    for _ in range(int(14 * strength)):
        at = tuple(int(value) for value in random.uniform(0.15, 0.85, 2) * [width, height])
        colour = tuple(int(value) for value in random.integers(60, 200, 3))
        if random.random() < 0.5:
            axes = tuple(int(value) for value in random.uniform(0.004, 0.02, 2) * width + 1)
            cv2.ellipse(soiled, at, axes, float(random.uniform(0, 180)), 0, 360, colour, -1, cv2.LINE_AA)
        else:
            end = tuple(int(value) for value in numpy.array(at) + random.normal(0, 0.12, 2) * width)
            cv2.line(soiled, at, end, colour, max(1, width // 500), cv2.LINE_AA)
    return soiled


def defocus(picture: Any, strength: float, random: Generator) -> Any:
    """Out of focus."""
    return cv2.GaussianBlur(picture, (0, 0), 0.3 + strength * random.uniform(0.5, 1.0) * picture.shape[1] / 330)


def shake(picture: Any, strength: float, random: Generator) -> Any:
    """A hand that moved while the shutter was open."""
    length = int(1 + strength * random.uniform(0.4, 1.0) * picture.shape[1] / 70) | 1
    path = numpy.zeros((length, length), numpy.float32)
    path[length // 2] = 1
    turn = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), float(random.uniform(0, 180)), 1)
    path = cv2.warpAffine(path, turn, (length, length))
    return cv2.filter2D(picture, -1, path / max(float(path.sum()), 1e-6))


def darken(picture: Any, strength: float, random: Generator) -> Any:
    """Too little light, and the grain that comes with it."""
    dim = picture * (1 - 0.85 * strength)
    noise = random.normal(0, 2 + 10 * strength, picture.shape[:2])[..., None]
    return (dim + noise).clip(0, 255).astype(numpy.uint8)


def cover(picture: Any, strength: float, random: Generator) -> Any:
    """A finger over a corner of the picture's middle."""
    height, width = picture.shape[:2]
    covered = picture.copy()
    corner = numpy.array([random.choice([0.12, 0.88]), random.choice([0.12, 0.88])])
    at = tuple(int(value) for value in (corner + (0.5 - corner) * 0.35 * strength) * [width, height])
    cv2.ellipse(covered, at, (int(0.05 * width), int(0.12 * height)), 45, 0, 360, (120, 150, 205), -1, cv2.LINE_AA)
    return covered


DEFECTS: dict[str, Defect] = {
    "shade": shade,
    "glare": glare,
    "dirt": dirt,
    "defocus": defocus,
    "shake": shake,
    "darken": darken,
    "cover": cover,
}


def as_jpeg(picture: Any, strength: float, random: Generator) -> bytes:
    """The file, compressed the more the higher the strength."""
    quality = int(95 - 70 * strength * random.random())
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return bytes(data)
