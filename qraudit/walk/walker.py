"""From a target to a walk: starts the guard and the browser, has the walk walked, and ends them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from qraudit.models import Target, Walk, now
from qraudit.walk.beginning import Beginning
from qraudit.walk.browser.provision import Launched, Provided
from qraudit.walk.cancellation import heard
from qraudit.walk.given import Given
from qraudit.walk.options import WalkOptions

if TYPE_CHECKING:
    from qraudit.walk.records import EvidenceFolder

__all__ = ["Beginning", "Launched", "walk"]


async def walk(
    target: Target, options: WalkOptions, run: EvidenceFolder, *, begun: Beginning | None = None,
    shared: Launched | None = None,
) -> Walk:  # fmt: skip
    """Walk the flow behind a code, in a browser of its own (that may have `begun` to start) or in a `shared` one.

    Whatever happens on the way, a walk comes back, with what was seen until then: also where it is cancelled. A
    shared browser must have been launched with a proxy, and is not closed; the guard is this walk's own either way.

    Raises:
        EnvironmentNotReadyError: there is no browser.
        UsageError: the identity, the script or the storage state is invalid, or `cdp` is no address.

    """
    given = Given.read(options)
    found = _new_walk(target, options)
    beginning = begun or Beginning(
        allow_hosts=options.allow_hosts, allow_private=options.allow_private, headed=options.headed,
        cdp=options.cdp, shared=shared,
    )  # fmt: skip
    try:
        guard, place, walking = await beginning.ready()
        _note(found, place, options)
        await walking(found, options, run, guard, place, given).run()
    except asyncio.CancelledError:
        heard()
    finally:
        await beginning.end()
    found.finished = now()
    return found


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
