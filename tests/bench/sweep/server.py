"""The merchants' server, in a process of its own: it must not share the processor time of what is measured."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator

from tests.bench.sweep.merchants import merchant, page

__all__ = ["serve", "served"]


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of the district, for as long as it is wanted; `/short/N` leads to `/m/N/` as a short link does."""
    command = [sys.executable, "-c", "from tests.bench.sweep.server import serve; serve()"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.kill()


def serve() -> None:
    """Serve on a free port, and print the port."""
    asyncio.run(_serve())


async def _serve() -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, ValueError):
        while True:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode().partition("?")[0]
            await _reply(path.strip("/").split("/"), writer)
    writer.close()


async def _reply(parts: list[str], writer: asyncio.StreamWriter) -> None:
    if len(parts) < 2 or not parts[1].isdigit():
        _send(writer, "404 Not Found", "")
        return
    one = merchant(int(parts[1]))
    await asyncio.sleep(one.delay)
    if one.character == "dead":
        writer.close()
        raise ConnectionError
    if parts[0] == "short":
        _send(writer, "302 Found", "", f"Location: /m/{one.number}/\r\n")
    else:
        _send(writer, "200 OK", page(one, parts[2] if len(parts) > 2 else "menu"))
    await writer.drain()


def _send(writer: asyncio.StreamWriter, status: str, text: str, headers: str = "") -> None:
    body = text.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    )
    writer.write(head.encode() + body)
