"""What the decode benchmark reads, who reads it, and how the results are counted."""

from __future__ import annotations
