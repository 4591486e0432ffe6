"""A page on a phone-sized screen, its observer, and a small server for what the page is made of."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from qraudit.models import Control, Snapshot
from qraudit.walk.browser.chromium import launch
from qraudit.walk.observe import INIT_SCRIPTS, Observer

HEAD = '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
_OWN_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"
"""Both names of the stage's server are found; the last such flag counts."""
STYLE = "<style>body{margin:0;font:16px/1.5 sans-serif}</style>"


class Pages:
    """Serves HTML by path, and files below folders, on loopback under two names (two sites)."""

    def __init__(self, folders: dict[str, Path]) -> None:
        self._texts: dict[str, str] = {}
        self._folders = folders
        self.port = 0
        self.delays: dict[str, float] = {}

    def put(self, path: str, html: str) -> None:
        self._texts[path] = HEAD + STYLE + html

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        words = (await reader.readline()).decode().split(" ")
        path = words[1].split("?")[0] if len(words) > 1 else "/"
        while (await reader.readline()).strip():
            pass
        await asyncio.sleep(self.delays.get(path, 0))
        body, kind = self._content(path)
        status = "200 OK" if body is not None else "404 Not Found"
        length = f"Content-Length: {len(body or b'')}"
        head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", length, "Connection: close"]
        writer.write("\r\n".join([*head, "", ""]).encode() + (body or b""))
        await writer.drain()
        writer.close()

    def _content(self, path: str) -> tuple[bytes | None, str]:
        if path in self._texts:
            return self._texts[path].encode(), "text/html; charset=utf-8"
        for prefix, folder in self._folders.items():
            file = folder / path.removeprefix(prefix)
            if path.startswith(prefix) and file.is_file():
                return file.read_bytes(), mimetypes.guess_type(file.name)[0] or "text/plain"
        return None, "text/plain"


class Stage:
    """One page under observation."""

    def __init__(self, page: Page, cdp: CDPSession, observer: Observer, pages: Pages) -> None:
        self.page = page
        self.cdp = cdp
        self.observer = observer
        self.pages = pages

    async def show(self, html: str, **frames: str) -> None:
        """Opens the page; `frames` are served as `/name`, `{other}` stands for the other site's address."""
        other = self.pages.url("", "localhost")
        for name, text in frames.items():
            self.pages.put(f"/{name}", text.replace("{other}", other))
        self.pages.put("/", html.replace("{other}", other))
        await self.page.goto(self.pages.url("/"))

    async def look(self, **options: Any) -> Snapshot:
        await self.settle()
        return await self.observer.look(**options)

    async def settle(self, pending: Callable[[], int] = lambda: 0, **options: Any) -> bool:
        return await self.observer.settle(pending=pending, **options)

    async def touch(self, control: Control) -> None:
        """As a finger does: where the observer says."""
        point = await self.observer.aim(control.id)
        assert point is not None, f"nothing can touch {control.name}"
        await self.page.touchscreen.tap(*point)

    async def look_and_touch(self, name: str) -> None:
        await self.touch(named(await self.look(pictures=False), name))


def named(snapshot: Snapshot, name: str) -> Control:
    """The one control that a person would call so."""
    found = [one for one in snapshot.controls if one.name == name]
    assert len(found) == 1, f"{name!r}: {[one.name for one in snapshot.controls]}"
    return found[0]


@asynccontextmanager
async def chromium(*flags: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser, _ = await launch(playwright, extra_args=(_OWN_NAMES, *flags))
        yield browser
        await browser.close()


@asynccontextmanager
async def stage_on(browser: Browser, *, read_codes: Any = None, **folders: Path) -> AsyncIterator[Stage]:
    """A stage on a new context; `folders` are served below `/name/`."""
    pages = Pages({f"/{name}/": folder for name, folder in folders.items()})
    server = await asyncio.start_server(pages.answer, "127.0.0.1", 0)
    pages.port = server.sockets[0].getsockname()[1]
    context = await browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True, has_touch=True, locale="zh-CN"
    )
    for script in INIT_SCRIPTS:
        await context.add_init_script(script=script)
    page = await context.new_page()
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
    cdp = await context.new_cdp_session(page)
    yield Stage(page, cdp, await Observer.attach(page, cdp, read_codes=read_codes), pages)
    await context.close()
    server.close()
