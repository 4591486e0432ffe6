"""From a target to a walk: starts the guard and the browser, has the walk walked, and ends them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from qraudit.models import Target, Walk, now
from qraudit.walk.browser.guard import EgressGuard, EgressPolicy
from qraudit.walk.browser.provision import Launched, Provided, provided
from qraudit.walk.cancellation import heard
from qraudit.walk.given import Given
from qraudit.walk.options import WalkOptions

if TYPE_CHECKING:
    from qraudit.walk.records import EvidenceFolder
    from qraudit.walk.walking import Walking

__all__ = ["Launched", "walk"]


async def walk(target: Target, options: WalkOptions, run: EvidenceFolder, *, shared: Launched | None = None) -> Walk:
    """Walk the flow behind a code, in a browser of its own or in a context of a `shared` one.

    Whatever happens on the way, a walk comes back, with what was seen until then: also where it is cancelled. A
    shared browser must have been launched with a proxy, and is not closed; the guard is this walk's own either way.

    Raises:
        EnvironmentNotReadyError: there is no browser.
        UsageError: the identity, the script or the storage state is invalid, or `cdp` is no address.

    """
    given = Given.read(options)
    policy = EgressPolicy(allow_hosts=options.allow_hosts, allow_private=options.allow_private)
    found = _new_walk(target, options)
    walking = asyncio.create_task(asyncio.to_thread(_walking))
    try:
        async with (
            EgressGuard(policy) as guard,
            provided(guard, headed=options.headed, cdp=options.cdp, shared=shared) as place,
        ):
            _note(found, place, options)
            await (await walking)(found, options, run, guard, place, given).run()
    except asyncio.CancelledError:
        heard()
    found.finished = now()
    return found


def _walking() -> type[Walking]:
    """Read what a walk needs: there is time for it while the browser starts."""
    from qraudit.walk.meaning import fold, phrases
    from qraudit.walk.observe.scripts import observing_script
    from qraudit.walk.walking import Walking

    for kind in ("controls", "statements"):
        phrases(kind).meanings(fold("试试看"))
    observing_script(1)
    return Walking


def _new_walk(target: Target, options: WalkOptions) -> Walk:
    moment = now()
    scenario = target.scenario or (options.scenario if options.scenario != "auto" else None)
    return Walk(
        target=target,
        device=options.device,
        scenario=scenario,
        until=options.until,
        outcome="exhausted",
        reason="interrupted",
        started=moment,
        finished=moment,
    )


def _note(found: Walk, place: Provided, options: WalkOptions) -> None:
    facts = place.facts
    found.browser = f"Chromium {facts.version if facts else place.browser.version}"
    found.sandboxed = facts.sandboxed if facts else None
    if facts and facts.advice and options.progress:
        options.progress("walk.doing.unsandboxed", {"advice": facts.advice})
