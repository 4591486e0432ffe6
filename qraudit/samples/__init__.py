"""The fictional merchants: their truths, their server, photographs of their codes, and the score against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qraudit.samples.truth import Expected, Sample, Truth, load_samples

if TYPE_CHECKING:
    from qraudit.samples.server import SampleServer, serve

__all__ = ["Expected", "Sample", "SampleServer", "Truth", "load_samples", "serve"]


def __getattr__(name: str) -> object:
    """Load the server only where it is used: it brings Starlette with it."""
    if name in ("SampleServer", "serve"):
        from qraudit.samples import server

        return getattr(server, name)
    raise AttributeError(name)
