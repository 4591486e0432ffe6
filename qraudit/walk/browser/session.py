"""One browser context in one guise: its windows, what is done to them and what they let out."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from qraudit.models import Device, Dialog, Point, Snapshot
from qraudit.walk.browser.device import context_options, device_script
from qraudit.walk.browser.documents import DocumentHook, OAuthPolicy
from qraudit.walk.browser.events import Events
from qraudit.walk.browser.page_scripts import page_script
from qraudit.walk.browser.parties import Parties
from qraudit.walk.browser.payments import payments
from qraudit.walk.browser.wire import Wire
from qraudit.walk.observe import INIT_SCRIPTS, Observer

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, CDPSession, Page

__all__ = ["Session", "Tab"]

_T = TypeVar("_T")

_ACTION_S = 5.0
"""No single act on a page may take longer: a dead renderer must not stop the walk."""
_OPEN_S = 20.0
_MAX_WINDOWS = 6
_MAX_DIALOGS = 40

AnswerDialog = Callable[[str, str], bool]
"""(kind, text) -> accept it?"""


@dataclass
class Tab:
    """One window with its own line to the browser."""

    page: Page
    cdp: CDPSession
    observer: Observer
    hook: DocumentHook


class Session:
    """A fresh context: no cookie of another audit, every permission denied, every hand-off stopped."""

    def __init__(
        self, context: BrowserContext, guise: Device, *, policy: OAuthPolicy, read_codes: Any, classify: Any
    ) -> None:
        self.context = context
        self.guise = guise
        self.policy = policy
        self.parties = Parties()
        self.wire = Wire(self.parties)
        self.events = Events()
        self.answer_dialog: AnswerDialog = lambda kind, text: True
        self._read_codes = read_codes
        self._classify = classify
        self._tabs: list[Tab] = []
        self._adopting: set[asyncio.Task[None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._dialogs = 0

    @classmethod
    async def start(
        cls, browser: Browser, guise: Device, *, policy: OAuthPolicy, read_codes: Any = None, classify: Any = None,
        storage_state: Path | None = None, **context_extra: Any,
    ) -> Session:  # fmt: skip
        """A new context in that guise, with one window."""
        options = context_options(guise, browser.version) | context_extra
        context = await browser.new_context(storage_state=storage_state, **options)
        session = cls(context, guise, policy=policy, read_codes=read_codes, classify=classify)
        await session._prepare()
        await context.new_page()
        await session.adopt()
        return session

    async def _prepare(self) -> None:
        context = self.context
        context.set_default_timeout(_ACTION_S * 1000)
        await context.expose_binding("__qrauditBridge", self._on_report)
        await context.add_init_script(script=device_script(self.guise))
        await context.add_init_script(script=self._bridge_script())
        for script in INIT_SCRIPTS:
            await context.add_init_script(script=script)
        context.on("page", self._on_page)
        context.on("request", self._on_request)
        context.on("requestfinished", self.wire.on_done)
        context.on("requestfailed", self.wire.on_done)
        context.on("response", lambda response: self._spawn(self.wire.on_response(response)))
        context.on("dialog", lambda dialog: self._spawn(self._on_dialog(dialog)))

    def _bridge_script(self) -> str:
        return page_script(
            "bridge",
            {
                "environment": self.guise.environment,
                "ios": self.guise.platform == "ios",
                "answers": payments().answers,
                "position": None,
            },
        )

    # -- windows

    @property
    def tab(self) -> Tab:
        """The window in front."""
        return self._tabs[-1]

    @property
    def page(self) -> Page:
        """The page in front."""
        return self.tab.page

    @property
    def alive(self) -> bool:
        """Whether there is a window that can still be walked in."""
        return bool(self._tabs) and not self.events.crashed

    def _on_page(self, page: Page) -> None:
        self.events.windows += 1
        task = asyncio.ensure_future(self._adopt(page))
        self._adopting.add(task)
        task.add_done_callback(self._adopting.discard)

    async def _adopt(self, page: Page) -> None:
        if len(self._tabs) >= _MAX_WINDOWS:
            await page.close()
            return
        try:
            cdp = await self.context.new_cdp_session(page)
            hook = await DocumentHook.attach(cdp, self.guise, self.events, self.policy, self._classify, page)
            observer = await Observer.attach(page, cdp, read_codes=self._read_codes)
        except Exception:  # the window was gone before it could be looked at
            return
        tab = Tab(page, cdp, observer, hook)
        page.on("close", lambda _: self._dropped(tab))
        page.on("crash", lambda _: self._crashed())
        page.on("download", lambda download: self.events.downloads.append(download.suggested_filename[:200]))
        self._tabs.append(tab)

    def _dropped(self, tab: Tab) -> None:
        if tab in self._tabs:
            self._tabs.remove(tab)

    def _crashed(self) -> None:
        self.events.crashed = True

    async def adopt(self) -> None:
        """Wait until new windows are attached."""
        if self._adopting:
            await asyncio.wait(set(self._adopting), timeout=_ACTION_S)

    async def close_front(self) -> None:
        """Close the window in front, where another stands behind it."""
        if len(self._tabs) > 1:
            tab = self._tabs.pop()
            await self._bounded(tab.page.close())

    @property
    def windows(self) -> int:
        """How many windows are open."""
        return len(self._tabs)

    # -- what happens

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _on_report(self, source: Any, text: str) -> None:
        report = self.events.on_report(str(text))
        if report and report["kind"] == "open":
            self._left_for(report["name"])

    def _on_request(self, request: Any) -> None:
        scheme = urlsplit(request.url).scheme
        if scheme in ("http", "https"):
            self.wire.on_request(request)
            self._sees_payment(request)
        else:
            self._left_for(request.url)

    def _sees_payment(self, request: Any) -> None:
        body = ""
        with contextlib.suppress(Exception):
            body = request.post_data or ""
        self.events.hand_off(payments().of_url(request.url, body, self.events.step))

    def _left_for(self, url: str) -> None:
        scheme = urlsplit(url).scheme
        if scheme in ("", "http", "https", "about", "blob", "data", "javascript", "chrome-error"):
            return
        if self.events.hand_off(payments().of_url(url, "", self.events.step)):
            return
        self.events.depart(url, self._classify(url).kind if self._classify else "app-link")

    async def _on_dialog(self, dialog: Any) -> None:
        self._dialogs += 1
        accept = self._dialogs < _MAX_DIALOGS and (
            dialog.type == "beforeunload" or self.answer_dialog(dialog.type, dialog.message)
        )
        self.events.dialogs.append(
            Dialog(
                kind=dialog.type,
                text=dialog.message[:500],
                answered="accepted" if accept else "dismissed",
                step=self.events.step,
            )
        )
        with contextlib.suppress(Exception):
            await (dialog.accept() if accept else dialog.dismiss())

    # -- what is done

    async def _bounded(self, work: Awaitable[_T], seconds: float = _ACTION_S) -> _T | None:
        try:
            return await asyncio.wait_for(work, seconds)
        except Exception:  # dead renderer, closed window, detached frame: the next look says what is left
            return None

    async def open(self, url: str) -> str:
        """Go to an address; an empty string, or Chromium's error where nothing came."""
        try:
            await asyncio.wait_for(
                self.page.goto(url, wait_until="domcontentloaded", timeout=_OPEN_S * 1000), _OPEN_S + 2
            )
        except TimeoutError:
            return "timeout"
        except Exception as error:
            return str(error).split("\n", 1)[0][:300]
        finally:
            await self.adopt()
        return ""

    async def tap(self, point: Point) -> None:
        """Touch a point with a finger."""
        self.events.tapped = True
        await self._bounded(self.page.touchscreen.tap(*point))

    async def type(self, text: str) -> None:
        """Type into what has the focus, in place of what stands there."""
        keyboard = self.page.keyboard
        await self._bounded(keyboard.press("Control+A"))
        await self._bounded(keyboard.press("Delete"))
        if text:
            await self._bounded(keyboard.type(text))

    async def press(self, key: str) -> None:
        """Press a key."""
        await self._bounded(self.page.keyboard.press(key))

    async def blur(self) -> None:
        """Take the focus off the field, as the phone's 'done' key does."""
        await self._bounded(
            self.tab.cdp.send(
                "Runtime.evaluate", {"expression": "document.activeElement && document.activeElement.blur()"}
            )
        )

    async def back(self) -> bool:
        """The phone's back key; False where there is nothing behind."""
        if len(self._tabs) > 1:
            await self.close_front()
            return True
        before = self.page.url
        history = await self._bounded(self.tab.cdp.send("Page.getNavigationHistory"))
        if not history or history["currentIndex"] <= 1:  # 0 is about:blank
            return False
        entry = history["entries"][history["currentIndex"] - 1]
        await self._bounded(self.tab.cdp.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]}))
        deadline = time.monotonic() + 2
        while self.page.url == before and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        return True

    async def reload(self) -> None:
        """Open the page anew."""
        await self._bounded(self.page.reload(wait_until="domcontentloaded", timeout=_OPEN_S * 1000), _OPEN_S)

    async def settle(self, *, late: bool = False) -> bool:
        """Wait until the page is quiet; `late` waits for pop-ups that the page has announced by its timers too."""
        await self.adopt()
        if not self.alive:
            return False
        settled = await self.tab.observer.settle(
            pending=self.wire.pending, deadline_ms=8000 if late else 5000, timer_horizon_ms=2500 if late else 400
        )
        await self.adopt()
        return settled

    async def look(self, *, pictures: bool = True) -> Snapshot:
        """What the page in front looks like."""
        return await self.tab.observer.look(pictures=pictures)

    async def screenshot(self, path: Path) -> bool:
        """The viewport as PNG; False where the renderer did not answer."""
        import base64

        shot = await self._bounded(
            self.tab.cdp.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True}), 8.0
        )
        if not shot:
            return False
        path.write_bytes(base64.b64decode(shot["data"]))
        return True

    async def grant_location(self) -> None:
        """Concede the position: a made-up one in the sea, for the web platform and for the bridge."""
        await self.context.grant_permissions(["geolocation"])
        await self.context.set_geolocation({"latitude": 30.0, "longitude": 123.0, "accuracy": 50})

    async def close(self) -> None:
        """End the context and all that it started."""
        for task in (*self._tasks, *self._adopting):
            task.cancel()
        await self._bounded(self.context.close(), 8.0)
