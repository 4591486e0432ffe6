"""Looking a name up once: what was checked is what is connected to."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from ipaddress import ip_address

from qraudit.walk.browser.guard.hosts import Address, Host, is_loopback_name

__all__ = ["Lookup", "Resolver", "UnresolvedError"]

Lookup = Callable[[str], list[str]]
"""Blocks until it has the addresses of a name; raises OSError where there are none."""

_AT_ONCE = 16
_MOST_ADDRESSES = 16


class UnresolvedError(Exception):
    """The name has no address, or none was learnt in time."""


class Resolver:
    """Looks names up, each once within `pin_seconds`, however many connections ask for it."""

    def __init__(self, lookup: Lookup | None = None, *, seconds: float, pin_seconds: float) -> None:
        self._lookup = lookup or _system_lookup
        self._seconds = seconds
        self._pin_seconds = pin_seconds
        self._pinned: dict[str, asyncio.Future[tuple[Address, ...]]] = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def resolve(self, host: Host) -> tuple[Address, ...]:
        """All addresses of the host.

        Raises:
            UnresolvedError: there are none.

        """
        if not isinstance(host, str):
            return (host,)
        if is_loopback_name(host):
            return (ip_address("127.0.0.1"), ip_address("::1"))
        if host not in self._pinned:
            self._pinned[host] = asyncio.ensure_future(self._look_up(host))
        return await asyncio.shield(self._pinned[host])

    async def _look_up(self, host: str) -> tuple[Address, ...]:
        loop = asyncio.get_running_loop()
        try:
            async with self._slots:
                texts = await asyncio.wait_for(self._in_thread(host), self._seconds)
            addresses = tuple(dict.fromkeys(ip_address(text.partition("%")[0]) for text in texts))[:_MOST_ADDRESSES]
        except (OSError, ValueError) as error:  # TimeoutError is an OSError
            raise UnresolvedError(host) from error
        finally:
            loop.call_later(self._pin_seconds, self._pinned.pop, host, None)
        if not addresses:
            raise UnresolvedError(host)
        return addresses

    def _in_thread(self, host: str) -> asyncio.Future[list[str]]:
        """A daemon thread of its own: an executor would hold the program's end until the slowest lookup."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()

        def run() -> None:
            try:
                texts, error = self._lookup(host), None
            except OSError as caught:
                texts, error = [], caught
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, answer, texts, error)

        threading.Thread(target=run, daemon=True, name="qraudit-lookup").start()
        return answer


def _settle(answer: asyncio.Future[list[str]], texts: list[str], error: OSError | None) -> None:
    if answer.done():  # given up
        return
    if error:
        answer.set_exception(error)
    else:
        answer.set_result(texts)


def _system_lookup(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in found]
