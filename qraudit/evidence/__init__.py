"""evidence: what was seen and done, in a folder whose integrity anyone can check."""

from __future__ import annotations

from qraudit.evidence.folder import RunFolder, attach
from qraudit.evidence.masking import Masker
from qraudit.evidence.stored import load_run
from qraudit.evidence.timestamp import StampCheck, check_service, stamp
from qraudit.evidence.verification import Verification, verify

__all__ = [
    "Masker",
    "RunFolder",
    "StampCheck",
    "Verification",
    "attach",
    "check_service",
    "load_run",
    "stamp",
    "verify",
]
