"""evidence: what was seen and done, in a folder whose integrity anyone can check."""

from __future__ import annotations

from qraudit.evidence.folder import RunFolder
from qraudit.evidence.masking import Masker
from qraudit.evidence.stored import load_run
from qraudit.evidence.verification import Verification, verify

__all__ = ["Masker", "RunFolder", "Verification", "load_run", "verify"]
