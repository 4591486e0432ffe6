"""qraudit: makes the proof of compulsory following, over-collection and unclosable advertising cheap.

    import qraudit

    result = qraudit.audit("table-07.jpg", scenario="dine-in")
    result.report.verdict, result.folder

    photo = qraudit.decode("table-07.jpg")
    photo.codes[0].payload, photo.codes[0].kind

`audit_target` and `decode_photo` are the same for programs with an event loop of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qraudit.audit import AuditResult, audit, audit_target
from qraudit.decoding import decode, decode_photo

if TYPE_CHECKING:
    from qraudit.errors import QrauditError
    from qraudit.models import Finding, Photo, Report, Walk
    from qraudit.options import AuditOptions

__version__ = "0.1.0"
__all__ = [
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

_HOME = {
    "AuditOptions": "qraudit.options",
    "Finding": "qraudit.models",
    "Photo": "qraudit.models",
    "QrauditError": "qraudit.errors",
    "Report": "qraudit.models",
    "Walk": "qraudit.models",
}


def __getattr__(name: str) -> Any:
    """The models cost 0.15 s: they are imported when they are first used."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
