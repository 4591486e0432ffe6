"""The Python face: exactly these names, and cheap to import."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import qraudit


def test_these_names_are_public() -> None:
    assert qraudit.__all__ == [
        "AuditOptions",
        "AuditResult",
        "Finding",
        "Photo",
        "QrauditError",
        "Report",
        "Walk",
        "__version__",
        "audit",
        "audit_target",
        "decode",
        "decode_photo",
    ]
    assert all(hasattr(qraudit, name) for name in qraudit.__all__)


def fastest(*arguments: str) -> float:
    """The best of three, in seconds: what it costs, without what else the machine was doing.

    That is the processor time of the child, where the system tells it, else the time on the clock.
    """
    times = []
    for _ in range(3):
        began, before = time.perf_counter(), os.times()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        times.append(used or time.perf_counter() - began)
    return min(times)


def test_importing_and_helping_stay_quick() -> None:
    assert fastest("-c", "import qraudit") < 0.4
    assert fastest("-m", "qraudit", "--help") < 0.4


def test_help_loads_nothing_heavy() -> None:
    heavy = "{'cv2', 'playwright', 'onnxruntime', 'numpy', 'pydantic', 'PIL'}"
    code = (
        "import sys\n"
        "from qraudit.cli import main\n"
        "sys.argv = ['qraudit', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"found = {heavy} & set(sys.modules)\n"
        "raise SystemExit(str(found) if found else 0)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
