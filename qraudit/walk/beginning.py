"""The guard and the browser of one walk, started while other things are still being read."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from qraudit.walk.browser.guard import EgressGuard, EgressPolicy
from qraudit.walk.browser.provision import Launched, Provided, provided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qraudit.walk.walking import Walking

__all__ = ["Beginning"]


_SPAWNED_S = 0.03


class Beginning:
    """Starts them at once, in tasks of its own; nothing is opened yet. Whoever makes one ends it.

    Raises:
        UsageError: an entry of `allow_hosts` is no host.

    """

    def __init__(
        self, *, allow_hosts: Sequence[str] = (), allow_private: bool = False, headed: bool = False,
        cdp: str | None = None, shared: Launched | None = None,
    ) -> None:  # fmt: skip
        policy = EgressPolicy(allow_hosts=tuple(allow_hosts), allow_private=allow_private)
        self._open = AsyncExitStack()
        self._starting = asyncio.create_task(self._start(policy, headed=headed, cdp=cdp, shared=shared))

    async def _start(
        self, policy: EgressPolicy, *, headed: bool, cdp: str | None, shared: Launched | None
    ) -> tuple[EgressGuard, Provided]:
        guard = await self._open.enter_async_context(EgressGuard(policy))
        place = await self._open.enter_async_context(provided(guard, headed=headed, cdp=cdp, shared=shared))
        return guard, place

    async def under_way(self) -> None:
        """Let the driver's process begin: it starts beside ours while we are busy."""
        await asyncio.wait({self._starting}, timeout=_SPAWNED_S)

    async def ready(self) -> tuple[EgressGuard, Provided, type[Walking]]:
        """Both, and what walks with them.

        Raises:
            EnvironmentNotReadyError: there is no browser.
            UsageError: `cdp` is no address.

        """
        reading = asyncio.to_thread(_walking)
        (guard, place), walking = await asyncio.gather(self._starting, reading)
        return guard, place, walking

    async def end(self) -> None:
        """End what was started, however far it came. To be called as often as one likes."""
        self._starting.cancel()
        await asyncio.wait({self._starting})
        if not self._starting.cancelled():
            self._starting.exception()  # `ready` has told it, or nobody wants to know
        await self._open.aclose()


def _walking() -> type[Walking]:
    """Read what a walk needs: there is time for it while the browser starts."""
    from qraudit.walk.meaning import fold, phrases
    from qraudit.walk.observe.scripts import observing_script
    from qraudit.walk.walking import Walking

    for kind in ("controls", "statements"):
        phrases(kind).meanings(fold("试试看"))
    observing_script(1)
    return Walking
