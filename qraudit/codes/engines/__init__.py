"""The decoders: each takes a grey picture and gives readings in that picture's coordinates."""

from __future__ import annotations
