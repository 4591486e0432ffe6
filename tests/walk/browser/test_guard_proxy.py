"""The guard on the wire: who may use it, what it passes on, what it refuses, and what it remembers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from qraudit.models import Refusal
from qraudit.walk.browser.guard import EgressGuard, EgressPolicy, GuardBounds
from tests.walk.browser.guard_client import Answer, GuardClient, Origin, origin


@pytest.fixture
async def server() -> AsyncIterator[Origin]:
    async with origin() as made:
        yield made


@pytest.fixture
async def guard(server: Origin) -> AsyncIterator[EgressGuard]:
    """Lets the one server through and nothing else of this machine."""
    async with EgressGuard(EgressPolicy((server.address,))) as made:
        yield made


@pytest.fixture
async def client(guard: EgressGuard) -> GuardClient:
    return await GuardClient.connect(guard)


async def test_a_stranger_is_asked_for_a_password_and_gets_nothing(server: Origin, client: GuardClient) -> None:
    for answer in (
        await client.get(f"http://{server.address}/", credentials=False),
        await client.tunnel("x:80", credentials=False),
    ):
        assert answer.status == 407
        assert b"Proxy-Authenticate: Basic" in answer.headers
    client.credentials = "Proxy-Authorization: Basic cXJhdWRpdDp3cm9uZw==\r\n"
    assert (await client.get(f"http://{server.address}/")).status == 407
    assert server.heads == []


async def test_a_request_is_passed_on_without_any_word_meant_for_the_guard(server: Origin, client: GuardClient) -> None:
    extra = (
        "Proxy-Connection: keep-alive\r\nConnection: close, X-Secret\r\nX-Secret: 1\r\nTE: trailers\r\nX-Kept: 你\r\n"
    )
    answer = await client.get(f"http://user:pw@{server.address}/a?b=c#d", extra=extra)
    assert (answer.status, answer.body) == (200, b"served 1")
    head = server.heads[0]
    assert head.startswith(b"GET /a?b=c HTTP/1.1\r\nHost: " + server.address.encode())
    assert "X-Kept: 你".encode() in head
    for word in (b"Proxy-", b"X-Secret", b"TE:", b"ignored", b"pw"):
        assert word not in head


async def test_one_connection_serves_many_requests(server: Origin, client: GuardClient, guard: EgressGuard) -> None:
    bodies = [(await client.get(f"http://{server.address}/{number}")).body for number in range(5)]
    assert bodies == [b"served %d" % number for number in range(1, 6)]
    assert guard.contacts == ["127.0.0.1"]
    assert guard.addresses == {"127.0.0.1": ["127.0.0.1"]}


async def test_each_request_of_a_connection_is_decided(client: GuardClient, server: Origin, guard: EgressGuard) -> None:
    async with origin() as hidden:
        assert (await client.get(f"http://{server.address}/")).status == 200
        assert (await client.get(f"http://{hidden.address}/")).status is None
        assert hidden.heads == []
    assert [(one.port, one.reason) for one in guard.refusals] == [(hidden.port, "loopback")]


async def test_a_body_is_passed_on_whole_in_either_framing(server: Origin, client: GuardClient) -> None:
    start = f"POST http://{server.address}/ HTTP/1.1\r\nHost: x\r\n{client.credentials}"
    await client.say(f"{start}Content-Length: 5\r\n\r\nhello".encode())
    await client.say(f"{start}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".encode())
    assert server.bodies == [b"hello", b"abcde"]


async def test_two_framings_at_once_smuggle_nothing(server: Origin, client: GuardClient) -> None:
    smuggled = f"GET http://10.0.0.1/ HTTP/1.1\r\nHost: x\r\n{client.credentials}\r\n"
    await client.say(
        f"POST http://{server.address}/ HTTP/1.1\r\nHost: x\r\n{client.credentials}"
        f"Content-Length: {5 + len(smuggled)}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}".encode()
    )
    assert all(b"Content-Length" not in head for head in server.heads)
    assert server.bodies in ([], [b""])


async def test_a_tunnel_leads_to_the_checked_address_and_both_ends_can_close(guard: EgressGuard) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"you said " + await reader.read())

    async with origin(echo) as server, EgressGuard(EgressPolicy((server.address,))) as open_guard:
        client = await GuardClient.connect(open_guard)
        assert (await client.tunnel(server.address)).status == 200
        client.writer.write(b"\x00raw\r\n\r\n")
        client.writer.write_eof()
        assert await client.reader.read() == b"you said \x00raw\r\n\r\n"


async def test_a_websocket_without_a_tunnel_is_bound_to_its_server(server: Origin) -> None:
    async def switch(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"\r\nUpgrade: websocket" in head
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
        writer.write(b"got " + await reader.readexactly(4))

    async with origin(switch) as other, EgressGuard(EgressPolicy((other.address,))) as guard:
        client = await GuardClient.connect(guard)
        answer = await client.get(f"http://{other.address}/", extra="Connection: Upgrade\r\nUpgrade: websocket\r\n")
        assert answer.status == 101
        client.writer.write(b"GET ")
        assert await client.reader.readexactly(8) == b"got GET "


@pytest.mark.parametrize(
    "line",
    [
        "GET /relative HTTP/1.1",
        "GET https://shop.example/ HTTP/1.1",
        "GET file:///etc/passwd HTTP/1.1",
        "GET http:///etc/passwd HTTP/1.1",
        "GET http://[::1/ HTTP/1.1",
        "GET http://1.2.3.4.5/ HTTP/1.1",
        "CONNECT shop.example HTTP/1.1",
        "CONNECT user@shop.example:443 HTTP/1.1",
        "CONNECT http://shop.example:443 HTTP/1.1",
        "CONNECT [::1%25lo]:443 HTTP/1.1",
    ],
)
async def test_targets_that_make_no_sense_are_refused_as_such(
    guard: EgressGuard, client: GuardClient, line: str
) -> None:
    answer = await client.say(f"{line}\r\nHost: x\r\n{client.credentials}\r\n".encode())
    assert answer.status in (None, 403)
    assert [one.reason for one in guard.refusals] == ["malformed"]


@pytest.mark.parametrize(
    "noise",
    [b"\x16\x03\x01 TLS", b"GET\r\n\r\n", b"GET http://x/ HTTP/1.1\r\nA B: c\r\n\r\n", b"\r\n" * 9 + b"\x00\r\n\r\n"],
)
async def test_noise_is_answered_once_and_cut(client: GuardClient, noise: bytes) -> None:
    answer = await client.say(noise + b"\r\n\r\n")
    assert answer.status in (None, 400)
    assert await client.is_closed()


TARGETS = [
    "127.0.0.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost",
    "a.localhost",
    "0",
]


@pytest.mark.parametrize("target", TARGETS)
async def test_loopback_is_not_reached_by_any_of_its_names(
    guard: EgressGuard, client: GuardClient, target: str
) -> None:
    answer = await client.get(f"http://{target}:{guard.proxy['server'].rpartition(':')[2]}/")
    assert answer.status is None
    assert [one.reason for one in guard.refusals] == ["loopback"]


async def test_a_refused_tunnel_has_a_status_and_a_refused_request_no_answer(guard: EgressGuard) -> None:
    assert (await (await GuardClient.connect(guard)).tunnel("10.0.0.1:443")).status == 403
    assert (await (await GuardClient.connect(guard)).get("http://10.0.0.1/")).status is None


async def test_even_with_everything_private_allowed_the_guard_does_not_lead_to_itself() -> None:
    async with EgressGuard(EgressPolicy(allow_private=True)) as guard:
        client = await GuardClient.connect(guard)
        port = guard.proxy["server"].rpartition(":")[2]
        assert (await client.tunnel(f"localhost:{port}")).status == 403


async def test_a_name_is_looked_up_once_and_its_answer_kept_for_all(server: Origin) -> None:
    asked: list[str] = []

    def lookup(name: str) -> list[str]:
        asked.append(name)
        return ["127.0.0.1"]

    async with EgressGuard(EgressPolicy(("shop.test",)), lookup=lookup) as guard:
        clients = [await GuardClient.connect(guard) for _ in range(6)]
        answers = await asyncio.gather(*(one.get(f"http://shop.test:{server.port}/") for one in clients))
    assert [one.status for one in answers] == [200] * 6
    assert asked == ["shop.test"]


async def test_a_name_that_turns_private_is_refused_where_it_is_looked_up_again(server: Origin) -> None:
    answers = iter((["127.0.0.1"], ["127.0.0.1", "10.0.0.1"]))
    policy, bounds = EgressPolicy((server.address,)), GuardBounds(pin=0)
    async with EgressGuard(policy, bounds=bounds, lookup=lambda name: next(answers)) as guard:
        first, second = [await GuardClient.connect(guard) for _ in range(2)]
        assert (await first.get(f"http://rebound.test:{server.port}/")).status == 200
        await asyncio.sleep(0.05)
        assert (await second.get(f"http://rebound.test:{server.port}/")).status is None
    assert [(one.host, one.address, one.reason) for one in guard.refusals] == [("rebound.test", "10.0.0.1", "private")]
    assert len(server.heads) == 1


async def test_names_without_addresses_are_told_from_servers_that_do_not_answer(guard: EgressGuard) -> None:
    def lookup(name: str) -> list[str]:
        raise OSError(name)

    async with origin() as gone:
        pass
    async with EgressGuard(EgressPolicy((gone.address,)), lookup=lookup) as nowhere:
        assert (await (await GuardClient.connect(nowhere)).get("http://no.test/")).status is None
        assert (await (await GuardClient.connect(nowhere)).get(f"http://{gone.address}/")).status is None
        assert nowhere.latest is nowhere.failures[0]
    assert [(one.host, one.reason) for one in nowhere.refusals] == [("no.test", "unresolved")]
    assert [(one.host, one.reason) for one in nowhere.failures] == [("127.0.0.1", "unreachable")]


async def test_what_it_decides_is_told_at_once_and_counted(guard: EgressGuard, server: Origin) -> None:
    told: list[Refusal] = []
    contacts: list[str] = []
    guard.on_refusal(told.append)
    guard.on_contact(contacts.append)
    for _ in range(3):
        await (await GuardClient.connect(guard)).tunnel("169.254.169.254:80")
    await (await GuardClient.connect(guard)).get(f"http://{server.address}/")
    assert [one.count for one in guard.refusals] == [3]
    assert len(told) == 3
    assert told[0] is guard.refusals[0]
    assert contacts == ["127.0.0.1"]


async def test_a_callback_that_fails_harms_no_connection(guard: EgressGuard, server: Origin) -> None:
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    guard.on_contact(_fails)
    assert (await (await GuardClient.connect(guard)).get(f"http://{server.address}/")).status == 200


def _fails(_: object) -> None:
    raise RuntimeError


async def _many(guard: EgressGuard, count: int, address: Callable[[int], str]) -> list[Answer]:
    return [await (await GuardClient.connect(guard)).get(address(number)) for number in range(count)]


async def test_a_page_that_asks_for_endlessly_many_hosts_fills_no_memory() -> None:
    async with EgressGuard() as guard:
        await _many(guard, 1005, lambda number: f"http://10.0.{number // 256}.{number % 256}/")
        assert len(guard.refusals) == 1000
        assert [bound.name for bound in guard.bounds] == ["guard-entries"]
