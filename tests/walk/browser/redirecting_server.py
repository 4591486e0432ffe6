"""A server on the (walled) internet whose every page leads somewhere else, by whatever way the path names."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import sys
from urllib.parse import parse_qs, urlsplit

WAYS = ("main", "frame", "image", "fetch", "popup", "websocket", "meta", "form")
READY = "ready"


def _page(way: str, to: str) -> str:
    hop = f"/hop?to={html.escape(to, quote=True)}"
    script = {
        "main": f"location = {json.dumps(hop)}",
        "fetch": f"fetch({json.dumps(hop)}, {{mode: 'no-cors'}}).catch(() => 0)",
        "popup": f"window.open({json.dumps(hop)})",
        "websocket": f"new WebSocket({json.dumps(to.replace('http:', 'ws:', 1))})",
        "form": "document.forms[0].submit()",
    }
    mark_up = {
        "frame": f'<iframe src="{hop}"></iframe>',
        "image": f'<img src="{hop}">',
        "meta": f'<meta http-equiv=refresh content="0;url={to}">',
        "form": f'<form method=post action="{hop}"><input name=a value=b></form>',
    }
    return f"<!doctype html><title>{way}</title>{mark_up.get(way, '')}<script>{script.get(way, '')}</script>"


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        target = urlsplit((await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode())
        to = parse_qs(target.query).get("to", [""])[0]
        if target.path == "/hop":
            head, body = f"307 Temporary Redirect\r\nLocation: {to}", b""
        else:
            head, body = "200 OK\r\nContent-Type: text/html", _page(target.path.strip("/"), to).encode()
        writer.write(f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()
    writer.close()


async def _main() -> None:
    server = await asyncio.start_server(_serve, "0.0.0.0", 80)
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main())
