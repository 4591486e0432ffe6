"""The guard's connection to a server: bytes go both ways as fast as the slower side takes them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Protocol

from qraudit.walk.browser.guard.hosts import Address

__all__ = ["Downstream", "UnreachableError", "Upstream", "connect"]

_HEAD_START = 0.25
"""How long one address is tried alone before the next is tried as well."""


class UnreachableError(Exception):
    """No address of the host answered."""


class Downstream(Protocol):
    """The side of the browser, as its server's side sees it."""

    def received(self, data: bytes) -> None:
        """Bytes from the server."""

    def pause(self) -> None:
        """The server does not take more for now."""

    def resume(self) -> None:
        """The server takes more again."""

    def ended(self, *, broken: bool) -> None:
        """The server will send no more."""


class Upstream(asyncio.Protocol):
    """One connection to one checked address."""

    def __init__(self, downstream: Downstream) -> None:
        self._downstream: Downstream | None = downstream
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @property
    def address(self) -> str:
        """The address that answered."""
        peer = self._transport.get_extra_info("peername") if self._transport else None
        return str(peer[0]) if peer else ""

    def data_received(self, data: bytes) -> None:
        """Pass on what the server sent."""
        if self._downstream:
            self._downstream.received(data)

    def eof_received(self) -> bool:
        """Half closed: what the browser still sends may go on."""
        if self._downstream:
            self._downstream.ended(broken=False)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Closed: an error here is an error for the browser."""
        if self._downstream:
            self._downstream.ended(broken=exc is not None)
        self._downstream = None

    def pause_writing(self) -> None:
        """The server is slow."""
        if self._downstream:
            self._downstream.pause()

    def resume_writing(self) -> None:
        """The server has caught up."""
        if self._downstream:
            self._downstream.resume()

    def send(self, data: bytes) -> None:
        """Pass bytes to the server."""
        if self._transport and not self._transport.is_closing():
            self._transport.write(data)

    def finish_sending(self) -> None:
        """Tell the server that no more comes."""
        if self._transport and not self._transport.is_closing():
            with contextlib.suppress(OSError, RuntimeError):
                self._transport.write_eof()

    def pause_reading(self) -> None:
        """The browser is slow."""
        if self._transport and not self._transport.is_closing():
            self._transport.pause_reading()

    def resume_reading(self) -> None:
        """The browser has caught up."""
        if self._transport and not self._transport.is_closing():
            self._transport.resume_reading()

    def close(self) -> None:
        """End it now; nothing more is told."""
        self._downstream = None
        if self._transport:
            self._transport.abort()


async def connect(addresses: Sequence[Address], port: int, make: Callable[[], Upstream], *, seconds: float) -> Upstream:
    """Connect to the address that answers first; each gets a head start before the next (RFC 8305).

    Raises:
        UnreachableError: none did.

    """
    waiting = list(addresses)
    attempts: set[asyncio.Task[Upstream]] = set()
    try:
        async with asyncio.timeout(seconds):
            while waiting or attempts:
                if waiting:
                    attempts.add(asyncio.ensure_future(_connect_to(waiting.pop(0), port, make)))
                patience = _HEAD_START if waiting else None
                done, attempts = await asyncio.wait(attempts, timeout=patience, return_when="FIRST_COMPLETED")
                if winner := _winner(done):
                    return winner
    except TimeoutError:
        pass
    finally:
        for attempt in attempts:
            attempt.cancel()
    raise UnreachableError


async def _connect_to(address: Address, port: int, make: Callable[[], Upstream]) -> Upstream:
    _, upstream = await asyncio.get_running_loop().create_connection(make, str(address), port)
    return upstream


def _winner(done: set[asyncio.Task[Upstream]]) -> Upstream | None:
    connected = [attempt.result() for attempt in done if attempt.exception() is None]
    for late in connected[1:]:
        late.close()
    return connected[0] if connected else None
