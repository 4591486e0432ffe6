"""The egress guard: a forward proxy on loopback that only our own browser may use.

It stands below the renderer, where redirects, pop-ups, workers and WebSockets pass as well.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from qraudit.models import Bound, Refusal
from qraudit.walk.browser.guard.admission import admit
from qraudit.walk.browser.guard.connection import BrowserConnection
from qraudit.walk.browser.guard.gate import Gate
from qraudit.walk.browser.guard.journal import GuardBounds, Journal
from qraudit.walk.browser.guard.policy import EgressPolicy
from qraudit.walk.browser.guard.resolver import Lookup, Resolver

if TYPE_CHECKING:
    from playwright.async_api import Page

__all__ = ["EgressGuard"]

_SWEEP = 1.0
_STRANGERS = 64
"""Connections that have not shown who they are yet."""


class EgressGuard:
    """`async with EgressGuard(policy) as guard`: listens on a random port of 127.0.0.1 until it is left."""

    def __init__(
        self, policy: EgressPolicy | None = None, *, bounds: GuardBounds | None = None, lookup: Lookup | None = None
    ) -> None:
        self._journal = Journal(bounds or GuardBounds())
        limits = self._journal.limits
        self._gate = Gate(
            policy=policy or EgressPolicy(),
            journal=self._journal,
            resolver=Resolver(lookup, seconds=limits.resolve, pin_seconds=limits.pin),
            username="qraudit",
            password=secrets.token_urlsafe(24),
        )
        self._server: asyncio.Server | None = None
        self._sweeper: asyncio.Task[None] | None = None
        self._connections: set[BrowserConnection] = set()

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._accept, "127.0.0.1", 0)
        self._gate.port = int(self._server.sockets[0].getsockname()[1])
        self._sweeper = loop.create_task(self._sweep())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cut every connection and stop."""
        if self._sweeper:
            self._sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeper
        if self._server:
            self._server.close()
        self.cut()
        await asyncio.sleep(0)

    @property
    def proxy(self) -> dict[str, str]:
        """For Playwright's `launch(proxy=…)` with nothing else to do.

        Playwright then answers the guard's challenge, for which it stops every request on its way and switches the
        cache off. `proxy_alone` with `admit` costs nothing per request.
        """
        return {**self.proxy_alone, "username": self._gate.username, "password": self._gate.password}

    @property
    def proxy_alone(self) -> dict[str, str]:
        """For `launch(proxy=…)` where each context's first page is let in by `admit`."""
        return {"server": f"http://127.0.0.1:{self._gate.port}", "bypass": "<-loopback>"}

    async def admit(self, page: Page) -> None:
        """Let a context in by its first page, before it goes anywhere.

        Chromium keeps what answered a proxy's challenge for the whole context, so one request suffices. The page
        stays where it is, and its history as long as it was.
        """
        await admit(page, f"http://{self._gate.door}/", self._gate.username, self._gate.password)

    @property
    def refusals(self) -> list[Refusal]:
        """Each connection that was stopped, with its count."""
        return self._journal.refusals

    @property
    def failures(self) -> list[Refusal]:
        """Each connection that was allowed and did not come about."""
        return self._journal.failures

    @property
    def latest(self) -> Refusal | None:
        """The last of `refusals` and `failures` that a page caused: why what it has just tried did not come about."""
        return self._journal.latest

    @property
    def contacts(self) -> list[str]:
        """The hosts that were connected to, first contact first."""
        return self._journal.contacts

    @property
    def addresses(self) -> dict[str, list[str]]:
        """The addresses at which each of them answered."""
        return self._journal.addresses

    @property
    def own_host(self) -> str:
        """The name by which a page asks the guard itself to be let through; it is nobody's host."""
        return self._gate.door

    @property
    def bounds(self) -> list[Bound]:
        """The bounds that were reached."""
        return self._journal.bounds

    @property
    def transferred(self) -> int:
        """Bytes relayed so far, both directions."""
        return self._journal.transferred

    def on_refusal(self, callback: Callable[[Refusal], None]) -> None:
        """Be told of each refusal, the repeated ones too; the entry is the one in `refusals`."""
        self._journal.on_refusal.append(callback)

    def on_contact(self, callback: Callable[[str], None]) -> None:
        """Be told the host of each connection."""
        self._journal.on_contact.append(callback)

    def cut(self) -> None:
        """End every connection at once."""
        for connection in list(self._connections):
            connection.abort()

    def _accept(self) -> BrowserConnection:
        connection = BrowserConnection(self._gate, self._connections.discard)
        strangers = [one for one in self._connections if not one.admitted]
        if len(strangers) >= _STRANGERS:  # our browser shows who it is at once: who waits is someone else
            min(strangers, key=lambda one: one.opened).abort()
        limit = self._journal.limits.connections
        if len(self._connections) - len(strangers) >= limit:
            self._journal.reached("connections", limit)
            connection.unwelcome = True
        self._connections.add(connection)
        return connection

    async def _sweep(self) -> None:
        loop, limits = asyncio.get_running_loop(), self._journal.limits
        end = loop.time() + limits.lifetime
        while True:
            await asyncio.sleep(_SWEEP)
            if loop.time() > end:
                self._journal.close()
                self.cut()
            for connection in [one for one in self._connections if one.has_overstayed(limits)]:
                connection.abort()
