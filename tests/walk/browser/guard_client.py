"""Speaking to the guard without a browser: byte by byte, as well or as badly as a test needs."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from qraudit.walk.browser.guard import EgressGuard

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Answer:
    """What the guard said, and whether it has closed the connection."""

    status: int | None
    body: bytes = b""
    headers: bytes = b""


@dataclass
class Origin:
    """A server that remembers what it was asked."""

    port: int
    heads: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextlib.asynccontextmanager
async def origin(handler: Handler | None = None, host: str = "127.0.0.1") -> AsyncIterator[Origin]:
    """A plain server; without a handler it answers every request with `served N`."""
    made = Origin(0)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await (handler(reader, writer) if handler else _answer_all(made, reader, writer))
        writer.close()

    server = await asyncio.start_server(serve, host, 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for task in tasks:
            task.cancel()


async def _answer_all(made: Origin, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        head = await reader.readuntil(b"\r\n\r\n")
        made.heads.append(head)
        made.bodies.append(await _body(head.lower(), reader))
        text = f"served {len(made.heads)}".encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
        await writer.drain()


async def _body(head: bytes, reader: asyncio.StreamReader) -> bytes:
    if b"transfer-encoding: chunked" in head:
        body = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            body += await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readexactly(2)
        return body
    _, found, rest = head.partition(b"content-length:")
    return await reader.readexactly(int(rest.split(b"\r\n")[0])) if found else b""


class GuardClient:
    """One connection to the guard."""

    def __init__(self, guard: EgressGuard, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        pair = f"{guard.proxy['username']}:{guard.proxy['password']}"
        self.credentials = f"Proxy-Authorization: Basic {base64.b64encode(pair.encode()).decode()}\r\n"

    @classmethod
    async def connect(cls, guard: EgressGuard) -> GuardClient:
        port = int(guard.proxy["server"].rpartition(":")[2])
        return cls(guard, *await asyncio.open_connection("127.0.0.1", port))

    async def get(self, url: str, *, credentials: bool = True, extra: str = "") -> Answer:
        known = self.credentials if credentials else ""
        return await self.say(f"GET {url} HTTP/1.1\r\nHost: ignored\r\n{known}{extra}\r\n".encode())

    async def tunnel(self, target: str, *, credentials: bool = True) -> Answer:
        known = self.credentials if credentials else ""
        return await self.say(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{known}\r\n".encode(), tunnel=True)

    async def say(self, data: bytes, *, tunnel: bool = False) -> Answer:
        self.writer.write(data)
        return await self.answer(tunnel=tunnel)

    async def answer(self, *, tunnel: bool = False) -> Answer:
        try:
            head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 5)
        except (asyncio.IncompleteReadError, ConnectionError):
            return Answer(None)
        length = [line.partition(b":")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
        body = b"" if tunnel or not length else await asyncio.wait_for(self.reader.readexactly(int(length[0])), 5)
        return Answer(int(head.split(b" ")[1]), body, head)

    async def is_closed(self, seconds: float = 5) -> bool:
        """Whether the guard ends the connection without another word."""
        try:
            return await asyncio.wait_for(self.reader.read(1), seconds) == b""
        except ConnectionError:
            return True
        except TimeoutError:
            return False
