"""A worker whose native code crashes at one attempt and hangs at another, for the tests of its parent."""

from __future__ import annotations

import os
import time
from typing import Any

from qraudit.codes import cascade
from qraudit.codes.worker.__main__ import main


def crash(grey: Any) -> Any:
    """What a segmentation fault looks like from outside."""
    os.abort()


def hang(grey: Any) -> Any:
    """What an endless loop looks like from outside."""
    time.sleep(600)


if __name__ == "__main__":
    guises = dict(cascade._GUISES) | {"equalised": crash, "levelled": hang}
    cascade._GUISES = tuple(guises.items())
    main()
