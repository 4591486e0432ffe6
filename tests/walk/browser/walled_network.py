"""A network of the test's own: this machine in one namespace, 'the internet' in another, a cable between them.

Needs Linux, root and iproute2; elsewhere `available()` is False and the tests that need it are skipped. A scenario
is a module with `async def main() -> object`; `run_inside` runs it in the namespace and gives back what it returns.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PUBLIC = "203.0.114.2"
"""A server on the internet, as far as this network goes."""
OWN = "203.0.114.1"
INNER = ("10.0.0.1", "169.254.169.254", "192.168.1.1")
"""Addresses at which the counting servers stand as well as on loopback."""


@functools.cache
def available() -> bool:
    """Whether namespaces can be made here."""
    if sys.platform != "linux" or os.geteuid() != 0 or not all(map(shutil.which, ("ip", "unshare", "nsenter"))):
        return False
    return subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0


def run_inside(module: str, *, timeout: float = 120) -> object:
    """Run a scenario in a namespace of its own."""
    command = ["unshare", "-n", sys.executable, "-m", __name__, module]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    assert ran.returncode == 0, ran.stderr[-4000:]
    return json.loads(ran.stdout.splitlines()[-1])


@contextlib.contextmanager
def cabled() -> Iterator[int]:
    """Bring the namespace up and connect it; gives the process id that lives in the internet's namespace."""
    ip("link", "set", "lo", "up")
    for address in INNER:
        ip("addr", "add", f"{address}/32", "dev", "lo")
    far = subprocess.Popen(["unshare", "-n", "sleep", "infinity"])
    try:
        _wait_for_namespace(far.pid)
        ip("link", "add", "near", "type", "veth", "peer", "name", "far", "netns", str(far.pid))
        ip("addr", "add", f"{OWN}/24", "dev", "near")
        ip("link", "set", "near", "up")
        ip("route", "add", "default", "via", PUBLIC)
        inside = ("nsenter", "-t", str(far.pid), "-n", "ip")
        subprocess.run([*inside, "addr", "add", f"{PUBLIC}/24", "dev", "far"], check=True)
        subprocess.run([*inside, "link", "set", "far", "up"], check=True)
        yield far.pid
    finally:
        far.send_signal(signal.SIGKILL)
        far.wait()


def in_namespace_of(pid: int, *command: str) -> subprocess.Popen[str]:
    """Start a command in another process's network."""
    return subprocess.Popen(["nsenter", "-t", str(pid), "-n", *command], stdout=subprocess.PIPE, text=True)


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def _wait_for_namespace(pid: int) -> None:
    own = Path("/proc/self/ns/net").readlink()
    while Path(f"/proc/{pid}/ns/net").readlink() == own:
        time.sleep(0.005)


@dataclass
class Counter:
    """Counts whatever reaches its ports, on every address of this machine."""

    hits: list[str] = field(default_factory=list)
    servers: list[asyncio.Server] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def listening(self, ports: list[int]) -> AsyncIterator[Counter]:
        for port in ports:
            self.servers.append(await asyncio.start_server(self._count, ["0.0.0.0", "::"], port))
        try:
            yield self
        finally:
            for server in self.servers:
                server.close()

    async def _count(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.hits.append(str(writer.get_extra_info("sockname")))
        writer.close()


@dataclass
class Wiretap:
    """Every IP packet that leaves this machine through one interface."""

    interface: str
    packets: list[tuple[str, str, int]] = field(default_factory=list)
    """(protocol, destination, destination port)."""

    @contextlib.contextmanager
    def listening(self) -> Iterator[Wiretap]:
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(3)) as tap:
            tap.bind((self.interface, 0))
            tap.setblocking(False)
            loop.add_reader(tap, self._read, tap)
            yield self
            loop.remove_reader(tap)

    def _read(self, tap: socket.socket) -> None:
        frame, (_, _, direction, *_) = tap.recvfrom(65536)
        if direction != socket.PACKET_OUTGOING or frame[12:14] != b"\x08\x00":
            return
        packet = frame[14:]
        start = (packet[0] & 15) * 4
        name = {6: "tcp", 17: "udp"}.get(packet[9], str(packet[9]))
        port = int.from_bytes(packet[start + 2 : start + 4], "big")
        self.packets.append((name, socket.inet_ntoa(packet[16:20]), port))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(importlib.import_module(sys.argv[1]).main())) + "\n")
