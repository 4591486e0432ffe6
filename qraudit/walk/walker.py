"""One walk, from a target to what was seen and tried: starts the guard and the browser, and ends them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from qraudit.models import Bound, Evidence, Target, Walk, now
from qraudit.walk.browser.chromium import LaunchFacts, launch
from qraudit.walk.browser.device import device
from qraudit.walk.browser.documents import OAuthPolicy
from qraudit.walk.browser.guard import EgressGuard, EgressPolicy
from qraudit.walk.browser.session import Session
from qraudit.walk.consumer import Consumer
from qraudit.walk.identity import Identity
from qraudit.walk.journal import Budget, BudgetSpentError, Journal, RunLike
from qraudit.walk.notices import read_notices
from qraudit.walk.options import WalkOptions
from qraudit.walk.scenarios import needs_of

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

__all__ = ["walk"]


Launched = tuple["Browser", LaunchFacts]


async def walk(target: Target, options: WalkOptions, run: RunLike, *, shared: Launched | None = None) -> Walk:
    """Walk the flow behind a code, in a browser of its own or in a context of a `shared` one.

    Whatever happens on the way, a walk comes back, with what was seen until then. A shared browser must have been
    launched with a proxy, and is not closed; the guard is this walk's own either way.

    Raises:
        EnvironmentNotReadyError: there is no browser.
        UsageError: the identity file is invalid.

    """
    from playwright.async_api import async_playwright

    identity = Identity.load(options.identity)
    found = _new_walk(target, options)
    policy = EgressPolicy(allow_hosts=options.allow_hosts, allow_private=options.allow_private)
    async with EgressGuard(policy) as guard:
        if shared is not None:
            _note(found, shared[1])
            await _walk_in(shared[0], guard, identity, options, found, run, proxy=guard.proxy_alone)
        else:
            async with async_playwright() as playwright:
                browser = await _browser(playwright, guard, options, found)
                try:
                    await _walk_in(browser, guard, identity, options, found, run)
                finally:
                    with contextlib.suppress(Exception):
                        await browser.close()
        found.refused = [one for one in guard.refusals if one.reason != "chromium-service"]
        found.bounds += guard.bounds
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


async def _browser(playwright: Playwright, guard: EgressGuard, options: WalkOptions, found: Walk) -> Browser:
    if options.cdp:
        return await playwright.chromium.connect_over_cdp(options.cdp)
    browser, facts = await launch(playwright, proxy=guard.proxy_alone, headless=not options.headed)
    _note(found, facts)
    return browser


def _note(found: Walk, facts: LaunchFacts) -> None:
    found.browser = f"Chromium {facts.version}"
    found.sandboxed = facts.sandboxed


async def _walk_in(
    browser: Browser, guard: EgressGuard, identity: Identity, options: WalkOptions, found: Walk, run: RunLike,
    **context_extra: Any,
) -> None:  # fmt: skip
    oauth = OAuthPolicy(options.allow_hosts, options.allow_private, options.oauth_test_code)
    session = await Session.start(
        browser,
        device(options.device),
        policy=oauth,
        read_codes=options.read_codes,
        classify=options.classify,
        storage_state=options.storage_state,
        **context_extra,
    )
    await guard.admit(session.page)
    session.parties.own(urlsplit(found.target.payload).hostname or "")
    budget = Budget(options.max_steps, options.timeout)
    journal = Journal(found, session, run, budget, options.progress)
    consumer = Consumer(session, journal, identity, needs_of(found.scenario), options)
    try:
        await consumer.run(found.target.payload)
        await read_notices(session, found, consumer.facts)
    except BudgetSpentError as spent:
        found.outcome, found.reason = "exhausted", f"budget-{spent.name}"
        found.bounds.append(Bound(name=spent.name, limit=spent.limit, step=len(found.steps)))
    finally:
        _take(session, found)
        await session.close()


def _take(session: Session, found: Walk) -> None:
    """What the session recorded, into the walk."""
    events = session.events
    found.handoffs, found.bridge, found.dialogs = events.handoffs, events.bridge, events.dialogs
    found.permissions, found.oauth = events.permissions, events.oauth
    found.disclosures = session.wire.disclosures
    found.hosts = [host for host in session.wire.hosts if host]
    steps = len(found.steps)
    for disclosure in found.disclosures:
        disclosure.step = min(disclosure.step, max(steps - 1, 0))
        shot = found.steps[disclosure.step].screenshot if steps else None
        disclosure.evidence = [Evidence(text=disclosure.url, screenshot=shot, step=disclosure.step, url=disclosure.url)]
    for permission in found.permissions:
        permission.step = min(permission.step, max(steps - 1, 0))
        shot = found.steps[permission.step].screenshot if steps else None
        permission.evidence = permission.evidence or [
            Evidence(text=permission.api, screenshot=shot, step=permission.step)
        ]
