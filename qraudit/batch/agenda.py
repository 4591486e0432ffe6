"""What is to be audited next: in order, but with patience for each host."""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter, deque

from qraudit.batch.store import Lease

__all__ = ["Agenda"]


class Agenda:
    """Hands out audits: at most `per_host` at once to one host, and `delay` seconds between their beginnings."""

    def __init__(self, per_host: int, delay: float) -> None:
        self._per_host = per_host
        self._delay = delay
        self._waiting: dict[str, deque[Lease]] = {}
        self._active: Counter[str] = Counter()
        self._free_at: dict[str, float] = {}
        self._news = asyncio.Event()
        self._complete = False
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Whether nothing more is handed out."""
        return self._stopped

    @property
    def active(self) -> int:
        """How many audits are under way."""
        return self._active.total()

    def add(self, lease: Lease) -> None:
        """Put an audit at the end of its host's line."""
        self._waiting.setdefault(lease.host, deque()).append(lease)
        self._news.set()

    def complete(self) -> None:
        """Nothing more will be added, other than what is tried again."""
        self._complete = True
        self._news.set()

    def stop(self) -> None:
        """Hand out nothing more."""
        self._stopped = True
        self._news.set()

    async def take(self) -> Lease | None:
        """The next audit that may begin; None once there will be none."""
        while not self._stopped:
            self._news.clear()
            lease = self._next()
            if lease is not None:
                return lease
            if self._complete and not self._waiting and not self.active:
                return None
            await self._wait()
        return None

    def release(self, lease: Lease) -> None:
        """An audit has ended; where it is to be tried again, it was added before."""
        self._active[lease.host] -= 1
        self._news.set()

    def _next(self) -> Lease | None:
        now = asyncio.get_running_loop().time()
        ready = [host for host in self._waiting if self._may_begin(host, now)]
        if not ready:
            return None
        host = min(ready, key=lambda one: self._waiting[one][0].audit)
        lease = self._waiting[host].popleft()
        if not self._waiting[host]:
            del self._waiting[host]
        self._active[host] += 1
        if self._delay and host and not _is_own(host):
            self._free_at[host] = now + self._delay
        return lease

    def _may_begin(self, host: str, now: float) -> bool:
        if not host:  # no page is opened
            return True
        return self._active[host] < self._per_host and self._free_at.get(host, 0.0) <= now

    async def _wait(self) -> None:
        """Until something changes, or a host may be asked again."""
        now = asyncio.get_running_loop().time()
        waits = [at - now for host, at in self._free_at.items() if host in self._waiting and at > now]
        try:
            async with asyncio.timeout(min(waits) if waits else None):
                await self._news.wait()
        except TimeoutError:
            pass


def _is_own(host: str) -> bool:
    """Whether a host is this machine: nobody else is disturbed there."""
    name = host.rpartition(":")[0] or host
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"
