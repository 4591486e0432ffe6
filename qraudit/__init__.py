"""qraudit: makes the proof of compulsory following, over-collection and unclosable advertising cheap."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["__version__"]
