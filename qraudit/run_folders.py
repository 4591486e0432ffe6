"""Where an audit keeps its evidence, and what is masked in it."""

from __future__ import annotations

import re
import shutil
from itertools import count
from pathlib import Path, PurePath

from qraudit.evidence import Masker, RunFolder
from qraudit.models import now
from qraudit.options import AuditOptions
from qraudit.targets import Found, is_address
from qraudit.walk.identity import Identity

__all__ = ["free_folder", "new_run"]

_RUNS = Path("qraudit-runs")
_SHORT = 6
"""Shorter synthetic values are everyday words, which a page may well say by itself."""


def new_run(found: Found, options: AuditOptions) -> RunFolder:
    """The folder of a new audit, with the photograph in it.

    Raises:
        UsageError: it cannot be made, or the identity file is invalid.

    """
    masker = None if options.keep_raw else _masker(options)
    run = RunFolder.create(options.out or free_folder(found.target.source), masker)
    if found.photo is not None:
        shutil.copyfile(found.photo, run.path / f"photo{found.photo.suffix.lower()}")
    return run


def _masker(options: AuditOptions) -> Masker:
    identity = Identity.load(options.identity)
    shortest = _SHORT if identity.synthetic else 0
    masker = Masker({category: value for category, value in identity.data.items() if len(value) >= shortest})
    if options.oauth_test_code:
        masker.add({"oauth-code": options.oauth_test_code})
    return masker


def free_folder(source: str) -> Path:
    """A new folder's name, which says when, and what."""
    what = source.split("/")[2].rpartition("@")[2] if is_address(source) else PurePath(source).stem
    plain = re.sub(r"[^\w.-]+", "-", what).strip("-.")[:40] or "code"
    name = f"{now():%Y%m%d-%H%M%S}-{plain}"
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(_RUNS / one for one in names if not (_RUNS / one).exists())
