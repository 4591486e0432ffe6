"""A small site on loopback for one test: pages by path, every contact counted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = str | bytes | tuple[int, dict[str, str], str]
"""A page, or (status, headers, body)."""
Pages = Mapping[str, Answer | Callable[["Site"], Answer]]


@dataclass
class Site:
    """Where the pages are, and what was asked for: `METHOD /path`, in order."""

    port: int
    contacts: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def page(body: str, head: str = "") -> str:
    """A phone's page."""
    view = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    return f"<!doctype html><html lang=zh><head>{view}{head}</head><body>{body}</body></html>"


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no news."""


@contextmanager
def served(pages: Pages) -> Iterator[Site]:
    """The site, as long as the `with` lasts; what is not in `pages` is not found."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            path = self.path.split("?", 1)[0]
            site.contacts.append(f"{self.command} {self.path}")
            site.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace"))
            found = pages.get(path, (404, {}, "not found"))
            answer = found(site) if callable(found) else found
            status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
            data = body if isinstance(body, bytes) else body.encode()
            self.send_response(status)
            for name, value in ({"Content-Type": "text/html; charset=utf-8"} | headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """A test prints nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(server.server_address[1])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
