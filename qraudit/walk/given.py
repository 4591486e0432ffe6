"""The files that a walk was given, read before anything is started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qraudit.errors import UsageError
from qraudit.text import both
from qraudit.walk.browser.storage_state import load_storage_state
from qraudit.walk.identity import Identity
from qraudit.walk.options import WalkOptions

if TYPE_CHECKING:
    from qraudit.walk.flow import LoadedFlow

__all__ = ["Given"]


@dataclass(frozen=True)
class Given:
    """What to type, the state to start from, the script to follow; the last two where there are any."""

    identity: Identity
    state: dict[str, Any] | None
    script: LoadedFlow | None

    @classmethod
    def read(cls, options: WalkOptions) -> Given:
        """Read them.

        Raises:
            UsageError: one of them is invalid, or the script to be recorded could not be written.

        """
        if options.record is not None and not options.record.parent.is_dir():
            raise UsageError(both("flow.unwritable", file=options.record, why=options.record.parent))
        return cls(
            Identity.load(options.identity),
            load_storage_state(options.storage_state) if options.storage_state else None,
            _script(options),
        )


def _script(options: WalkOptions) -> LoadedFlow | None:
    if options.flow is None:
        return None
    from qraudit.walk.flow import load_flow

    return load_flow(options.flow)
