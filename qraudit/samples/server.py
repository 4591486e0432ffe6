"""The sample merchants' server: Starlette on loopback, every browser context a new customer."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import mimetypes
import random
import re
import secrets
import socket
import sys
import threading
import time
from collections import Counter, OrderedDict
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from qraudit.errors import UsageError
from qraudit.resources import samples_dir
from qraudit.samples.pictures import goods
from qraudit.samples.visit import Handler, Reply, Visit
from qraudit.text import both

__all__ = ["PHOTOGRAPHED_PORT", "SampleServer", "serve"]

PHOTOGRAPHED_PORT = 8765
"""The port in the committed photographs' codes."""

SLOW = (0.3, 1.5)
_COOKIE = "sid"
_CUSTOMERS = 10_000
_BODY = 1_000_000
_STATIC = re.compile(r"[\w-]+\.(?:css|js|webp|png|svg|jpg)")
_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]


class SampleServer:
    """Serves the merchants at `base_url`/m/<slug>/ from a thread of its own, until left.

    `slow` is a seed: every reply is then late by a random 0.3 to 1.5 s. `contacts` counts what was asked for.
    """

    def __init__(self, port: int = 0, host: str = "127.0.0.1", *, slow: int | None = None) -> None:
        self.contacts: Counter[str] = Counter()
        self._customers: OrderedDict[tuple[str, str], dict[str, Any]] = OrderedDict()
        self._slow = None if slow is None else random.Random(slow)  # noqa: S311 (delays, not secrets)
        self._socket = _listen(host, port)
        self.host, self.port = host, int(self._socket.getsockname()[1])
        config = uvicorn.Config(self._app(), log_level="warning", lifespan="off", access_log=False, server_header=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    @property
    def base_url(self) -> str:
        """Where it listens."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        while self._thread.is_alive() and not self._server.started:
            time.sleep(0.005)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(5)
        self._socket.close()

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/favicon.ico", _no_icon),
                Route("/kit/{file}", self._kit),
                Route("/m/{slug}/static/{file}", self._static),
                Route("/m/{slug}/goods/{kind}-{seed}.webp", self._goods),
                Route("/m/{slug}{path:path}", self._merchant, methods=_METHODS),
            ]
        )

    async def _kit(self, request: Request) -> Response:
        return _file(samples_dir() / "kit", request.path_params["file"])

    async def _static(self, request: Request) -> Response:
        folder = _merchant_folder(request.path_params["slug"])
        return _file(folder / "pages", request.path_params["file"]) if folder else _not_found()

    async def _goods(self, request: Request) -> Response:
        picture = goods(request.path_params["kind"][:20], request.path_params["seed"][:20])
        return Response(picture, media_type="image/webp", headers={"Cache-Control": "max-age=600"})

    async def _merchant(self, request: Request) -> Response:
        slug, path = request.path_params["slug"], request.path_params["path"] or "/"
        self.contacts[f"{request.method} /m/{slug}{path}"] += 1
        folder = _merchant_folder(slug)
        if folder is None:
            return _not_found()
        session, fresh = _session(request)
        visit = await self._visit(request, folder, path, session)
        reply = _handler(folder)(visit) or Reply(b"<h1>404 Not Found</h1>", 404)
        await asyncio.sleep(reply.after + (self._slow.uniform(*SLOW) if self._slow else 0))
        response = Response(reply.body, reply.status, {"Cache-Control": "no-store", **reply.headers})
        response.headers["Content-Type"] = reply.kind
        if fresh:
            response.set_cookie(_COOKIE, session, path=f"/m/{slug}", httponly=True, samesite="lax")
        return response

    async def _visit(self, request: Request, folder: Path, path: str, session: str) -> Visit:
        return Visit(
            slug=folder.name,
            folder=folder,
            method=request.method,
            path=path,
            query=dict(request.query_params),
            form=await _form(request),
            customer=self._customer(folder.name, session),
            session=session,
            user_agent=request.headers.get("user-agent", ""),
            origin=f"http://{request.headers.get('host', '')}",
        )

    def _customer(self, slug: str, session: str) -> dict[str, Any]:
        customer = self._customers.setdefault((slug, session), {})
        self._customers.move_to_end((slug, session))
        while len(self._customers) > _CUSTOMERS:
            self._customers.popitem(last=False)
        return customer


def serve(port: int = 0, host: str = "127.0.0.1", *, slow: int | None = None) -> SampleServer:
    """A server for a `with` statement; port 0 takes a free one."""
    return SampleServer(port, host, slow=slow)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two servers share a port; here it only frees a port just left
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(both("samples.port", host=host, port=port, error=error)) from error
    return listener


def _session(request: Request) -> tuple[str, bool]:
    session = request.cookies.get(_COOKIE, "")
    known = re.fullmatch(r"[0-9a-f]{24}", session) is not None
    return (session if known else secrets.token_hex(12)), not known


async def _form(request: Request) -> dict[str, Any]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY:
            return {}
    text = body.decode("utf-8", "replace")
    if not text.lstrip().startswith("{"):
        return dict(parse_qsl(text, keep_blank_values=True))
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


@cache
def _merchant_folder(slug: str) -> Path | None:
    folder = samples_dir() / slug
    return folder if re.fullmatch(r"[a-z0-9]+", slug) and (folder / "merchant.py").is_file() else None


@cache
def _handler(folder: Path) -> Handler:
    spec = importlib.util.spec_from_file_location(f"qraudit_sample_{folder.name}", folder / "merchant.py")
    assert spec and spec.loader, folder
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    handler: Handler = module.handle
    return handler


def _file(folder: Path, name: str) -> Response:
    file = folder / name
    if not _STATIC.fullmatch(name) or not file.is_file():
        return _not_found()
    kind = "text/javascript" if file.suffix == ".js" else mimetypes.guess_type(name)[0] or "image/webp"
    return Response(file.read_bytes(), media_type=kind, headers={"Cache-Control": "max-age=600"})


async def _no_icon(request: Request) -> Response:
    return Response(status_code=204)


def _not_found() -> Response:
    return Response("<h1>404 Not Found</h1>", 404, media_type="text/html")
