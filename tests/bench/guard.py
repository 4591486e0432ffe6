"""What the egress guard costs: loading one page through it and without it, in turns."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

MOST = 1.15
"""The ratio that must not be exceeded."""

_REQUESTS = 80


def run(argv: Sequence[str]) -> int:
    """Print the times and their ratio; 1 where it is too much."""
    parser = argparse.ArgumentParser(prog="guard")
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args(argv).rounds
    with _merchant() as port:
        times, admission = asyncio.run(_measure(port, rounds))
    quick = {way: statistics.quantiles(measured, n=4)[0] * 1000 for way, measured in times.items()}
    median = {way: statistics.median(measured) * 1000 for way, measured in times.items()}
    direct, guarded = quick["direct"], quick["guarded"]
    ratio = guarded / direct
    sys.stdout.write(
        f"page of {_REQUESTS} requests, {rounds} rounds in turns, ms\n"
        "(the ratio is of the quicker quarters, which other work on the machine disturbs least)\n"
        f"{'way':<10}{'quarter':>9}{'median':>9}\n"
        f"{'direct':<10}{direct:>9.1f}{median['direct']:>9.1f}\n"
        f"{'guarded':<10}{guarded:>9.1f}{median['guarded']:>9.1f}\n"
        f"once a context, to be let in: {admission * 1000:.1f} ms\n"
        f"guard_direct_ms={direct:.1f}\nguard_guarded_ms={guarded:.1f}\nguard_admission_ms={admission * 1000:.1f}\n"
        f"guard_ratio={ratio:.3f}\n"
    )
    return 0 if ratio <= MOST else 1


async def _measure(port: int, rounds: int) -> tuple[dict[str, list[float]], float]:
    from playwright.async_api import async_playwright

    from qraudit.walk.browser.chromium import launch
    from qraudit.walk.browser.guard import EgressGuard, EgressPolicy

    url = f"http://127.0.0.1:{port}/"
    times: dict[str, list[float]] = {"direct": [], "guarded": []}
    admissions = []
    async with async_playwright() as playwright, EgressGuard(EgressPolicy((f"127.0.0.1:{port}",))) as guard:
        direct, _ = await launch(playwright)
        guarded, _ = await launch(playwright, proxy=guard.proxy_alone)
        for turn in range(rounds + 2):
            turns = [("direct", direct), ("guarded", guarded)]
            for way, browser in turns if turn % 2 else reversed(turns):
                context = await browser.new_context()
                page = await context.new_page()
                if browser is guarded:
                    began = time.perf_counter()
                    await guard.admit(page)
                    admissions.append(time.perf_counter() - began)
                began = time.perf_counter()
                await page.goto(url, wait_until="load")
                times[way].append(time.perf_counter() - began)
                await context.close()
        await direct.close()
        await guarded.close()
    return {way: measured[2:] for way, measured in times.items()}, statistics.median(
        admissions
    )  # the first are warm-up


@contextlib.contextmanager
def _merchant() -> Iterator[int]:
    """A server in a process of its own: it must not share the guard's processor time."""
    command = [sys.executable, "-c", "from tests.bench.guard import serve; serve()"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def serve() -> None:
    """Serve the page and its parts on a free port, and print the port."""
    asyncio.run(_serve())


async def _serve() -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
            kind, body = _part(path)
            head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
    writer.close()


def _part(path: str) -> tuple[str, bytes]:
    """A page as merchants' are: scripts and styles of some ten kilobytes, and pictures."""
    number = int("".join(filter(str.isdigit, path)) or 0)
    if path.endswith(".js"):
        return "text/javascript", b"window.x = %d; // %s" % (number, b"x" * 30_000)
    if path.endswith(".css"):
        return "text/css", b".c%d { color: #333 } /* %s */" % (number, b"x" * 10_000)
    if path.endswith(".svg"):
        return "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!--%s--></svg>' % (
            b"x" * 8000
        )
    return "text/html; charset=utf-8", _page()


def _page() -> bytes:
    head = "".join(f"<link rel=stylesheet href=/{n}.css>" for n in range(5))
    scripts = "".join(f"<script src=/{n}.js></script>" for n in range(10))
    pictures = "".join(f"<img src=/{n}.svg>" for n in range(_REQUESTS - 16))
    return f"<!doctype html><meta charset=utf-8><title>菜单</title>{head}<body>{pictures}{scripts}".encode()
