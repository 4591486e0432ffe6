"""One walk in a browser that is there: from the first page to what is kept of it, however it ends."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from qraudit.errors import QrauditError, UsageError
from qraudit.models import Bound, Device, Evidence, Refusal, Walk
from qraudit.text import both
from qraudit.walk.browser.device import device
from qraudit.walk.browser.documents import OAuthPolicy
from qraudit.walk.browser.guard import EgressGuard
from qraudit.walk.browser.provision import Provided
from qraudit.walk.browser.session import Session
from qraudit.walk.browser.windows import BrowserLostError
from qraudit.walk.cancellation import heard
from qraudit.walk.consumer import Consumer
from qraudit.walk.flow import FlowRunner, record_flow
from qraudit.walk.journal import Budget, BudgetSpentError, Journal
from qraudit.walk.notices import NoticeReader
from qraudit.walk.options import WalkOptions
from qraudit.walk.records import EvidenceFolder, Records, mask_what_is_given
from qraudit.walk.run_log import keep_log
from qraudit.walk.scenarios import needs_of

if TYPE_CHECKING:
    from qraudit.walk.given import Given

__all__ = ["Walking"]

_GRACE_S = 3.0
"""How much longer than its time one act of a walk may take before it is cut off."""
_WATCHED_PACE_S = 0.5
_WATCH_S = 0.25


class Walking:
    """One walk in a browser that is there."""

    def __init__(
        self, found: Walk, options: WalkOptions, run: EvidenceFolder, guard: EgressGuard, place: Provided,
        given: Given,
    ) -> None:  # fmt: skip
        self.found = found
        self.options = options
        self.log = run
        self.guard = guard
        self.place = place
        self.given = given

    async def run(self) -> None:
        """Walk, and leave everything in the walk and the run folder, however it ends."""
        found, options, identity = self.found, self.options, self.given.identity
        keep_log(self.log)
        async with self._session() as session:
            session.parties.own(urlsplit(found.target.payload).hostname or "")
            session.masks = self.log.masker is not None
            session.pace = _WATCHED_PACE_S if options.headed else 0.0
            mask_what_is_given(self.log, identity)
            self.guard.on_refusal(lambda refusal: _place(refusal, session))
            records = Records(session, self.log, trace=options.trace, video=options.video)
            await records.begin()
            journal = Journal(found, session, self.log, Budget(options.max_steps, options.timeout), options.progress)
            consumer = Consumer(session, journal, identity, needs_of(found.scenario), options)
            notices = NoticeReader(self._session, found, consumer.facts)
            if self.place.facts is not None:  # a window of a browser that is attached to would come to its front
                notices.begin()
            try:
                await self._until_end(session, consumer)
            finally:
                self._take(session)
            await self._afterwards(notices, records)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        options, browser = self.options, self.place.browser
        oauth = OAuthPolicy(options.allow_hosts, options.allow_private, options.oauth_test_code)
        common: dict[str, Any] = {
            "policy": oauth, "read_codes": options.read_codes, "classify": options.classify,
        }  # fmt: skip
        guise = device(options.device)
        if self.place.facts is None and browser.contexts:
            session = await Session.attach(browser.contexts[0], guise, **common)
        else:
            session = await self._new_session(guise, common)
        watch = asyncio.create_task(self._watch(session))
        try:
            yield session
        finally:
            watch.cancel()
            await session.close()

    async def _watch(self, session: Session) -> None:
        """A browser whose driver died with it says nothing: whether its process is there tells."""
        import psutil

        while self.place.facts is not None:
            if not psutil.pid_exists(self.place.facts.pid):
                session.lose()
                return
            await asyncio.sleep(_WATCH_S)

    async def _new_session(self, guise: Device, common: dict[str, Any]) -> Session:
        from playwright.async_api import Error

        try:
            session = await Session.start(
                self.place.browser, guise, storage_state=self.given.state, **common, **self.place.context_options
            )
        except Error as error:
            if self.given.state is None:
                raise
            why = error.message.splitlines()[0][:200]
            raise UsageError(both("walk.state-refused", file=self.options.storage_state, why=why)) from error
        if self.place.facts is not None:
            await self.guard.admit(session.page)
            session.latest_refusal = lambda: self.guard.latest
        return session

    async def _until_end(self, session: Session, consumer: Consumer) -> None:
        """Walk on until it ends by itself, or something ends it; what ended it is in the walk."""
        found, options = self.found, self.options
        try:
            async with asyncio.timeout(options.timeout + _GRACE_S):
                script = self.given.script
                await (FlowRunner(script, consumer) if script else consumer).run(found.target.payload)
        except BudgetSpentError as spent:
            self._spent(spent.name, spent.limit)
        except TimeoutError:
            self._spent("time", options.timeout)
        except BrowserLostError:
            found.outcome, found.reason = "exhausted", "browser-lost"
        except asyncio.CancelledError:
            heard()
            found.outcome, found.reason = "exhausted", "interrupted"
        except (QrauditError, OSError) as error:
            found.outcome, found.reason, found.detail = "exhausted", "evidence-unwritable", _said(error)
        except Exception as error:
            self._failed(session, error)

    def _spent(self, name: str, limit: float) -> None:
        self.found.outcome, self.found.reason = "exhausted", f"budget-{name}"
        self.found.bounds.append(Bound(name=name, limit=limit, step=len(self.found.steps)))

    def _failed(self, session: Session, error: Exception) -> None:
        """Something that nobody thought of: a browser that is going, or a defect of ours."""
        self.found.outcome, self.found.reason = "exhausted", "browser-lost"
        if session.alive and self.place.browser.is_connected():
            self.found.reason, self.found.detail = "defect", f"{type(error).__name__}: {_said(error)}"
            self.log.log("".join(traceback.format_exception(error)))

    async def _afterwards(self, notices: NoticeReader, records: Records) -> None:
        """What is done once the flow is over: the notices that it linked to, and what is still to be written."""
        found = self.found
        try:
            cut_off = found.reason in ("browser-lost", "interrupted", "evidence-unwritable")
            await (notices.cancel() if cut_off else notices.finish())
            if self.options.record:
                record_flow(found, self.options.record)
            await records.end(found.browser)
        except (QrauditError, OSError) as error:
            found.bounds.append(Bound(name="evidence", limit=0))
            found.detail = found.detail or _said(error)

    def _take(self, session: Session) -> None:
        """What the session and the guard recorded, into the walk."""
        found, events = self.found, session.events
        found.handoffs, found.bridge, found.dialogs = list(events.handoffs), list(events.bridge), list(events.dialogs)
        found.permissions, found.oauth = list(events.permissions), list(events.oauth)
        found.disclosures = list(session.wire.disclosures)
        found.hosts = [host for host in session.wire.hosts if host and host != self.guard.own_host]
        found.addresses = self.guard.addresses
        found.refused = [one for one in self.guard.refusals if one.reason != "chromium-service"]
        found.bounds += [*session.bounds, *self.guard.bounds, *self.place.bounds]
        _illustrate(found)


def _place(refusal: Refusal, session: Session) -> None:
    if refusal.step is None:
        refusal.step = session.events.step


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def _illustrate(found: Walk) -> None:
    """Facts that were heard rather than seen get the screenshot of their step."""
    last = max(len(found.steps) - 1, 0)
    for disclosure in found.disclosures:
        disclosure.step = min(disclosure.step, last)
        disclosure.evidence = [_evidence(found, disclosure.url, disclosure.step, url=disclosure.url)]
    for permission in found.permissions:
        permission.step = min(permission.step, last)
        permission.evidence = permission.evidence or [_evidence(found, permission.api, permission.step)]


def _evidence(found: Walk, text: str, step: int, *, url: str | None = None) -> Evidence:
    shot = found.steps[step].screenshot if found.steps else None
    return Evidence(text=text, screenshot=shot, step=step, url=url)
