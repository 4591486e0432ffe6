"""Servers and strangers that stall, break, flood or pretend: the guard holds, and what is broken looks broken."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct

import pytest

from qraudit.walk.browser.guard import EgressGuard, EgressPolicy, GuardBounds, egress_guard
from tests.walk.browser.guard_client import Answer, GuardClient, Handler, origin


async def served(handler: Handler, bounds: GuardBounds | None = None) -> tuple[Answer, bool, EgressGuard]:
    """One request to a server of that kind: the answer, whether the connection was cut, and the guard."""
    async with origin(handler) as server, EgressGuard(EgressPolicy((server.address,)), bounds=bounds) as guard:
        client = await GuardClient.connect(guard)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            answer = await client.get(f"http://{server.address}/")
            return answer, await client.is_closed(), guard
        return Answer(None), True, guard


def saying(*pieces: bytes, pause: float = 0.02) -> Handler:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return handler


async def test_a_slow_answer_comes_through_byte_by_byte() -> None:
    answer, _, _ = await served(
        saying(*(bytes([byte]) for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), pause=0.001)
    )
    assert (answer.status, answer.body) == (200, b"ok")


async def test_a_truncated_answer_is_not_made_whole() -> None:
    answer, closed, _ = await served(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"))
    assert answer.status is None
    assert closed


async def test_a_reset_is_passed_on_as_an_end() -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        line: socket.socket = writer.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    answer, closed, _ = await served(reset)
    assert answer.status is None
    assert closed


async def test_a_server_that_closes_without_a_word_is_an_empty_answer() -> None:
    answer, closed, _ = await served(saying())
    assert answer.status is None
    assert closed


async def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress_guard, "_SWEEP", 0.05)
    answer, closed, _ = await served(saying(pause=60), GuardBounds(idle=0.3))
    assert answer.status is None
    assert closed


@pytest.mark.parametrize(
    "pieces",
    [
        (b"HTTP/1.1 407 Give it\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",),
        (b"HTTP/1.1 4", b"07 Give it\r\nContent-Length: 0\r\n\r\n"),
        (
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n",
            b"HTTP/1.0  407 x\r\nContent-Length: 0\r\n\r\n",
        ),
    ],
)
async def test_a_server_that_asks_for_the_guards_password_is_cut(pieces: tuple[bytes, ...]) -> None:
    answer, closed, _ = await served(saying(*pieces))
    assert answer.status is None
    assert closed


async def test_what_is_no_http_at_all_is_left_to_the_browser() -> None:
    async with (
        origin(saying(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")) as server,
        EgressGuard(EgressPolicy((server.address,))) as guard,
    ):
        client = await GuardClient.connect(guard)
        client.writer.write(f"GET http://{server.address}/ HTTP/1.1\r\nHost: x\r\n{client.credentials}\r\n".encode())
        assert (await client.reader.read()).startswith(b"SSH-2.0")


async def test_a_stranger_that_trickles_is_cut_however_busy_it_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress_guard, "_SWEEP", 0.05)
    async with EgressGuard(bounds=GuardBounds(head=0.3)) as guard:
        client = await GuardClient.connect(guard)

        async def trickle() -> None:
            for byte in b"GET http://x/ HTTP/1.1\r\n" + b"A: b\r\n" * 100:
                client.writer.write(bytes([byte]))
                await asyncio.sleep(0.02)

        task = asyncio.ensure_future(trickle())
        assert await client.is_closed(3)
        task.cancel()


async def test_strangers_by_the_hundred_do_not_keep_our_browser_out() -> None:
    async with (
        origin() as server,
        EgressGuard(EgressPolicy((server.address,)), bounds=GuardBounds(connections=20)) as guard,
    ):
        strangers = [await GuardClient.connect(guard) for _ in range(150)]
        client = await GuardClient.connect(guard)
        assert (await client.get(f"http://{server.address}/")).status == 200
        assert await strangers[0].is_closed()
        assert guard.bounds == []


async def test_a_head_without_end_is_cut() -> None:
    async with EgressGuard(bounds=GuardBounds(head_bytes=4096)) as guard:
        client = await GuardClient.connect(guard)
        answer = await client.say(b"GET http://x/ HTTP/1.1\r\nA: " + b"b" * 10_000)
        assert answer.status in (None, 400)
        assert await client.is_closed()


async def test_an_endless_answer_ends_at_the_bound() -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    answer, closed, guard = await served(endless, GuardBounds(bytes=3_000_000))
    assert answer.status is None
    assert closed
    assert [(bound.name, bound.limit) for bound in guard.bounds] == [("bytes", 3_000_000)]
    assert guard.transferred < 4_000_000


async def test_a_browser_that_does_not_read_slows_the_server_instead_of_filling_memory() -> None:
    sent = 0

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()
            sent += 65536

    async with origin(flood) as server, EgressGuard(EgressPolicy((server.address,))) as guard:
        client = await GuardClient.connect(guard)
        client.writer.write(f"GET http://{server.address}/ HTTP/1.1\r\nHost: x\r\n{client.credentials}\r\n".encode())
        await asyncio.sleep(0.4)
        early = sent
        await asyncio.sleep(0.3)
        assert sent == early
        assert sent < 30_000_000


async def test_requests_connections_and_time_are_bounded_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress_guard, "_SWEEP", 0.05)
    bounds = GuardBounds(requests=3, connections=2, lifetime=0.6)
    async with origin() as server, EgressGuard(EgressPolicy((server.address,)), bounds=bounds) as guard:
        url = f"http://{server.address}/"
        first, second = [await GuardClient.connect(guard) for _ in range(2)]
        assert [(await one.get(url)).status for one in (first, second)] == [200, 200]
        assert (await (await GuardClient.connect(guard)).get(url)).status is None
        assert (await first.get(url)).status == 200
        assert (await first.get(url)).status is None
        assert await second.is_closed(3)
        assert (await (await GuardClient.connect(guard)).get(url)).status is None
        assert [bound.name for bound in guard.bounds] == ["connections", "requests", "guard-lifetime"]
        assert {one.reason for one in guard.refusals} == {"bound"}


async def test_an_address_that_is_silent_costs_little_where_another_answers() -> None:
    loop = asyncio.get_running_loop()
    silent = "198.18.255.1"  # nobody answers there, and nobody says so
    async with origin() as server:
        policy = EgressPolicy(("shop.test",))
        async with EgressGuard(policy, lookup=lambda name: [silent, "127.0.0.1"]) as guard:
            began = loop.time()
            answer = await (await GuardClient.connect(guard)).get(f"http://shop.test:{server.port}/")
    assert answer.status == 200
    assert loop.time() - began < 2


async def test_a_lookup_that_hangs_holds_up_neither_others_nor_the_end() -> None:
    def lookup(name: str) -> list[str]:
        if name.startswith("slow"):
            import time

            time.sleep(5)
        return ["127.0.0.1"]

    loop = asyncio.get_running_loop()
    began = loop.time()
    bounds = GuardBounds(resolve=0.3)
    async with origin() as server, EgressGuard(EgressPolicy((server.address,)), bounds=bounds, lookup=lookup) as guard:
        slow = asyncio.ensure_future((await GuardClient.connect(guard)).get(f"http://slow.test:{server.port}/"))
        quick = await (await GuardClient.connect(guard)).get(f"http://quick.test:{server.port}/")
        assert quick.status == 200
        assert (await slow).status is None
        assert [(one.host, one.reason) for one in guard.refusals] == [("slow.test", "unresolved")]
    assert loop.time() - began < 2


async def test_leaving_the_guard_cuts_everything_at_once() -> None:
    async with origin(saying(pause=60)) as server:
        async with EgressGuard(EgressPolicy((server.address,))) as guard:
            client = await GuardClient.connect(guard)
            assert (await client.tunnel(server.address)).status == 200
        assert await client.is_closed(1)
        with pytest.raises(OSError, match=r".*"):
            await GuardClient.connect(guard)
