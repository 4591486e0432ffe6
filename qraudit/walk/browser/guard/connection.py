"""One connection of the browser to the guard.

Requests are read and decided one by one. What a server answers is relayed as it comes: the browser never sends a
second request before the first is answered, so the guard need not understand answers to know whose they are.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import h11

from qraudit.walk.browser.guard.answers import AnswerBeginning, ImpostorError
from qraudit.walk.browser.guard.gate import Gate, RefusedError
from qraudit.walk.browser.guard.journal import GuardBounds
from qraudit.walk.browser.guard.requests import Destination, ProxyRequest
from qraudit.walk.browser.guard.upstream import Upstream

__all__ = ["BrowserConnection"]


class BrowserConnection(asyncio.Protocol):
    """Reads requests, asks the gate, relays."""

    def __init__(self, gate: Gate, closed: Callable[[BrowserConnection], None]) -> None:
        self._gate = gate
        self._closed = closed
        self._transport: asyncio.Transport | None = None
        self._parser = self._new_parser()
        self._task: asyncio.Task[None] | None = None
        self._upstream: Upstream | None = None
        self._bound_to: tuple[object, int] | None = None
        self._server_is_full = False
        self._tunnel = False
        self._chunked = False
        self._beginning: AnswerBeginning | None = None
        self.admitted = False
        self.unwelcome = False
        self.opened = self.active = asyncio.get_running_loop().time()

    # -- what the browser's transport calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self.unwelcome:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read on, or relay."""
        self._touch()
        if self._tunnel:
            self._forward(data)
        else:
            self._parser.receive_data(data)
            self._read_on()

    def eof_received(self) -> bool:
        """In a tunnel each direction ends by itself; before, the browser has gone."""
        if self._tunnel and self._upstream:
            self._upstream.finish_sending()
            return True
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """The browser has gone: so does everything on its behalf."""
        if self._task:
            self._task.cancel()
        if self._upstream:
            self._upstream.close()
        self._closed(self)

    def pause_writing(self) -> None:
        """The browser is slow."""
        if self._upstream:
            self._upstream.pause_reading()

    def resume_writing(self) -> None:
        """The browser has caught up."""
        if self._upstream:
            self._upstream.resume_reading()

    # -- what the server's side calls

    def received(self, data: bytes) -> None:
        """Relay an answer, once it is clear that it does not speak in the guard's name."""
        self._touch()
        if not self._gate.journal.transfer(len(data)):
            self.abort()
            return
        if self._beginning is None:
            self._write(data)
        else:
            self._begin(data)

    def pause(self) -> None:
        """The server is slow."""
        self._server_is_full = True
        self._regulate()

    def resume(self) -> None:
        """The server has caught up."""
        self._server_is_full = False
        self._regulate()

    def ended(self, *, broken: bool) -> None:
        """The server will send no more; a broken connection must look broken to the browser as well."""
        if self._transport is None or self._transport.is_closing():
            return
        if broken:
            self._transport.abort()
        elif self._tunnel:
            self._finish_tunnel()
        else:
            self._write(self._beginning.held if self._beginning else b"")
            self._transport.close()

    # -- what the guard calls

    def abort(self) -> None:
        """End it now."""
        if self._transport:
            self._transport.abort()

    def has_overstayed(self, limits: GuardBounds) -> bool:
        """Whether it has not said who it is in time, or nothing at all for too long."""
        now = asyncio.get_running_loop().time()
        return now - self.active > limits.idle or (not self.admitted and now - self.opened > limits.head)

    # -- reading requests

    def _read_on(self) -> None:
        while self._task is None and not self._tunnel:
            try:
                event = self._parser.next_event()
            except h11.RemoteProtocolError:
                self._answer(400, "Bad Request", close=True)
                return
            if event in (h11.NEED_DATA, h11.PAUSED) or isinstance(event, h11.ConnectionClosed):
                return
            self._take(event)

    def _take(self, event: object) -> None:
        if isinstance(event, h11.Request):
            self._take_request(ProxyRequest(event))
        elif isinstance(event, h11.Data):
            self._forward(_chunk(event.data) if self._chunked else bytes(event.data))
        elif isinstance(event, h11.EndOfMessage):
            if self._chunked:
                self._forward(b"0\r\n\r\n")
            rest = self._parser.trailing_data[0]
            self._parser = self._new_parser()
            if rest:  # nothing would mean the end to the parser
                self._parser.receive_data(rest)

    def _new_parser(self) -> h11.Connection:
        return h11.Connection(h11.SERVER, max_incomplete_event_size=self._gate.journal.limits.head_bytes)

    def _take_request(self, request: ProxyRequest) -> None:
        if not self._gate.admits(request):
            self._challenge(request)
            return
        self.admitted = True
        try:
            self._follow(request, self._gate.destination(request))
        except RefusedError:
            self._refuse(request)

    def _follow(self, request: ProxyRequest, destination: Destination) -> None:
        if destination.host == self._gate.door:
            self._answer(204, "No Content")
        elif self._bound_to == (destination.host, destination.port) and not request.is_tunnel:
            self._gate.count(destination)
            self._pass_on(request, destination)
        else:
            self._leave_server()
            self._task = asyncio.get_running_loop().create_task(self._reach(request, destination))
            self._regulate()

    async def _reach(self, request: ProxyRequest, destination: Destination) -> None:
        try:
            self._upstream = await self._gate.open(destination, self)
            if request.is_tunnel:
                self._open_tunnel()
            else:
                self._bound_to = (destination.host, destination.port)
                self._pass_on(request, destination)
        except RefusedError:
            self._refuse(request)
        except BaseException:
            self.abort()
            raise
        self._task = None
        self._regulate()
        self._read_on()

    def _pass_on(self, request: ProxyRequest, destination: Destination) -> None:
        self._beginning = AnswerBeginning()
        self._chunked = request.is_chunked
        self._forward(request.forwarded(destination))
        if request.is_upgrade:
            self._follow_unread()

    def _leave_server(self) -> None:
        if self._upstream:
            self._upstream.close()
        self._upstream, self._bound_to, self._server_is_full = None, None, False

    # -- tunnels

    def _open_tunnel(self) -> None:
        self._write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self._follow_unread()

    def _follow_unread(self) -> None:
        """From here on the connection belongs to the one server that was checked, whatever is said on it."""
        self._tunnel = True
        with contextlib.suppress(h11.RemoteProtocolError):
            self._parser.next_event()  # the end of a request without a body
        if rest := self._parser.trailing_data[0]:
            self._forward(rest)

    def _finish_tunnel(self) -> None:
        with contextlib.suppress(OSError, RuntimeError):
            assert self._transport is not None
            self._transport.write_eof()

    # -- answers of the guard's own

    def _challenge(self, request: ProxyRequest) -> None:
        demand = f'Proxy-Authenticate: Basic realm="{self._gate.realm}"\r\n'
        self._answer(407, "Proxy Authentication Required", demand, close=request.has_body)

    def _refuse(self, request: ProxyRequest) -> None:
        """A tunnel has a word for it; a plain request gets no answer: a page of ours would be taken for theirs."""
        if request.is_tunnel:
            self._answer(403, "Forbidden", close=True)
        elif self._transport:
            self._transport.close()

    def _answer(self, status: int, words: str, headers: str = "", *, close: bool = False) -> None:
        length = "" if status == 204 else "Content-Length: 0\r\n"
        ending = "Connection: close\r\nProxy-Connection: close\r\n" if close else ""
        self._write(f"HTTP/1.1 {status} {words}\r\n{headers}{length}{ending}\r\n".encode("ascii"))
        if close and self._transport:
            self._transport.close()

    # -- the wire

    def _begin(self, data: bytes) -> None:
        assert self._beginning is not None
        try:
            cleared = self._beginning.feed(data)
        except ImpostorError:
            self.abort()
            return
        if cleared is not None:
            self._beginning = None
            self._write(cleared)

    def _regulate(self) -> None:
        """Read from the browser only what can be dealt with."""
        if self._transport is None or self._transport.is_closing():
            return
        if self._task or self._server_is_full:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    def _forward(self, data: bytes) -> None:
        if self._upstream is None:  # a body that follows a challenge
            return
        if self._gate.journal.transfer(len(data)):
            self._upstream.send(data)
        else:
            self.abort()

    def _write(self, data: bytes) -> None:
        if self._transport and data and not self._transport.is_closing():
            self._transport.write(data)

    def _touch(self) -> None:
        self.active = asyncio.get_running_loop().time()


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data) if data else b""
