"""The CEL library without its command line, which would bring a terminal toolkit along (a tenth of a second)."""

from __future__ import annotations

import sys
from types import ModuleType

sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))

from cel import Context, Program  # noqa: E402 - after what it would otherwise import
from cel import compile as cel_compile  # noqa: E402

__all__ = ["Context", "Program", "cel_compile"]
