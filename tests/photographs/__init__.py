"""Photographs of codes that never existed: printed, pasted on a scene, bent, and taken badly; each with its truth.

    payloads ──prints──▶ cards ──scenes──▶ a picture ──cameras──▶ a photograph

Everything follows from a seed, so a photograph that shows a defect can be made again from its number.
"""

from __future__ import annotations

from tests.photographs.taking import LEVELS, Photograph, series, take

__all__ = ["LEVELS", "Photograph", "series", "take"]
