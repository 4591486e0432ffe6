"""One browser context in one guise: its windows, what is done to them and what they let out."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from qraudit.models import Bound, Device, Refusal, Snapshot
from qraudit.walk.browser.covering import boxes_to_cover, covered
from qraudit.walk.browser.device import context_options, device_script
from qraudit.walk.browser.dialogs import MOST_DIALOGS, AnswerDialog, Dialogs
from qraudit.walk.browser.documents import WITHIN, DocumentHook, OAuthPolicy
from qraudit.walk.browser.events import MOST_SENT, Events
from qraudit.walk.browser.guard.egress_rules import egress_rules
from qraudit.walk.browser.hands import Hands
from qraudit.walk.browser.page_scripts import page_script
from qraudit.walk.browser.parties import Parties, registrable
from qraudit.walk.browser.payments import payments
from qraudit.walk.browser.unreachable import Cause
from qraudit.walk.browser.windows import MOST_WINDOWS, Tab, Windows
from qraudit.walk.browser.wire import Wire
from qraudit.walk.observe import INIT_SCRIPTS, Observer

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page

__all__ = ["Session", "Tab"]

_DEFAULT_S = 5.0
_OPEN_S = 20.0
_CLOSE_S = 2.5
_JUST_NOW_S = 0.02
"""A page that was calm so shortly ago, neither touched nor looked at since, has been quiet already."""
_WEB = ("http", "https")
_LATITUDE, _LONGITUDE = 30.0, 123.0
"""In the sea: nobody lives there."""

OnScreenshot = Callable[[Path, Tab], Awaitable[None]]
"""(where the screenshot goes, the window it shows): keeps what else there is to keep of that moment."""


class Session(Hands):
    """A fresh context: no cookie of another audit, every permission denied, every hand-off stopped."""

    def __init__(
        self, context: BrowserContext, guise: Device, *, policy: OAuthPolicy, read_codes: Any, classify: Any
    ) -> None:
        super().__init__()
        self.context = context
        self.guise = guise
        self.policy = policy
        self.parties = Parties()
        self.wire = Wire(self.parties)
        self.events = Events()
        self.events.words = lambda: self._seen.spoken() if self._seen else ""
        self.events.is_own_page = self._is_own_page
        self.bounds: list[Bound] = []
        self.on_screenshot: OnScreenshot | None = None
        self.on_window: Callable[[Tab], Awaitable[None]] | None = None
        self.latest_refusal: Callable[[], Refusal | None] = lambda: None
        """What the guard last refused or could not reach."""
        self.masks = True
        """Whether screenshots cover what was typed."""
        self._token = secrets.token_hex(16)
        """By which the injected script is known on the console; no page learns it."""
        self._read_codes = read_codes
        self._classify = classify
        self._tabs = Windows(self._equip, lambda: self._reached("windows", MOST_WINDOWS))
        self._dialogs = Dialogs(
            self.events,
            on_too_many=lambda: self._reached("dialogs", MOST_DIALOGS),
            end=lambda: self.tab.cdp.send("Page.crash"),
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self._seen: Snapshot | None = None
        self._cause = Cause(lambda: None)
        self._owns_context = True
        self._located = False

    @classmethod
    async def start(
        cls, browser: Browser, guise: Device, *, policy: OAuthPolicy, read_codes: Any = None, classify: Any = None,
        storage_state: Any = None, **context_extra: Any,
    ) -> Session:  # fmt: skip
        """A new context in that guise, with one window."""
        options = context_options(guise, browser.version) | context_extra
        context = await browser.new_context(storage_state=storage_state, **options)
        session = cls(context, guise, policy=policy, read_codes=read_codes, classify=classify)
        browser.on("disconnected", lambda _: session._tabs.lose())
        await session._prepare()
        await context.new_page()
        await session.adopt()
        return session

    @classmethod
    async def attach(
        cls, context: BrowserContext, guise: Device, *, policy: OAuthPolicy, read_codes: Any = None,
        classify: Any = None,
    ) -> Session:  # fmt: skip
        """A window of its own in a context that is there already, such as a phone's web view."""
        session = cls(context, guise, policy=policy, read_codes=read_codes, classify=classify)
        session.has_touch = session._owns_context = False
        context.on("close", lambda _: session._tabs.lose())
        await session._prepare(attached=True)
        await context.new_page()
        await session.adopt()
        return session

    async def _prepare(self, *, attached: bool = False) -> None:
        context = self.context
        context.set_default_timeout(_DEFAULT_S * 1000)
        await context.expose_binding("__qrauditBridge", self._on_report)
        guise = [] if attached else [device_script(self.guise)]
        sent = page_script("sent", {"most": MOST_SENT})
        for script in (*guise, sent, self._bridge_script(fixed=attached), *INIT_SCRIPTS):
            await context.add_init_script(script=script)
        context.on("page", self._on_page)
        context.on("console", self._on_console)
        context.on("request", self._on_request)
        context.on("requestfinished", self.wire.on_done)
        context.on("requestfailed", self.wire.on_done)
        context.on("response", lambda response: self._spawn(self.wire.on_response(response)))
        context.on("dialog", lambda dialog: self._spawn(self._dialogs.on_dialog(dialog)))

    def _bridge_script(self, *, fixed: bool) -> str:
        settings = {
            "environment": self.guise.environment,
            "ios": self.guise.platform == "ios",
            "answers": payments().answers,
            "fixed": fixed,
            "dialogs": MOST_DIALOGS,
            "token": self._token,
        }
        return page_script("bridge", settings)

    # -- windows

    @property
    def tab(self) -> Tab:
        """The window in front.

        Raises:
            BrowserLostError: the browser is gone.

        """
        return self._tabs.front

    @property
    def alive(self) -> bool:
        """Whether there is a window that can still be walked in."""
        return bool(len(self._tabs)) and not self._tabs.lost and not self.events.crashed

    @property
    def windows(self) -> int:
        """How many windows are open."""
        return len(self._tabs)

    @property
    def answer_dialog(self) -> AnswerDialog:
        """How native dialogs are answered; may be replaced."""
        return self._dialogs.answer

    @answer_dialog.setter
    def answer_dialog(self, answer: AnswerDialog) -> None:
        self._dialogs.answer = answer

    def _on_page(self, page: Page) -> None:
        self.events.windows += 1
        self._tabs.on_page(page)

    async def _equip(self, page: Page) -> Tab:
        cdp = await self.context.new_cdp_session(page)
        hook = await DocumentHook.attach(cdp, self.guise, self.events, self.policy, self._classify, page)
        observer = await Observer.attach(page, cdp, read_codes=self._read_codes)
        page.on("crash", lambda _: self._crashed())
        page.on("download", lambda download: self._spawn(self._refuse_download(download)))
        tab = Tab(page, cdp, observer, hook)
        if self.on_window is not None:
            await self.on_window(tab)
        return tab

    def _crashed(self) -> None:
        """A crashed window is left for the one behind it; the last one takes the walk with it."""
        self.events.crashed = len(self._tabs) <= 1

    async def _refuse_download(self, download: Any) -> None:
        self.events.downloads.append(download.suggested_filename[:200])
        with contextlib.suppress(Exception):
            await download.cancel()

    def lose(self) -> None:
        """The browser is gone, as somebody else has noticed."""
        self._tabs.lose()

    async def adopt(self) -> None:
        """Wait until new windows are equipped."""
        await self._tabs.adopted()

    async def close_front(self) -> None:
        """Close the window in front, where another stands behind it."""
        tab = self._tabs.take_front()
        if tab is not None:
            await self._bounded(tab.page.close())

    # -- what happens

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # what it was about is gone

    def _reached(self, name: str, limit: float) -> None:
        """A bound was reached; it is told once."""
        if all(bound.name != name for bound in self.bounds):
            self.bounds.append(Bound(name=name, limit=limit, step=self.events.step))

    def _on_console(self, message: ConsoleMessage) -> None:
        """The injected script's other way to tell, where a page has broken what the binding relies on."""
        if message.type == "debug" and message.text.startswith(self._token):
            self._on_report(None, message.text.removeprefix(self._token))

    def _on_report(self, source: Any, text: str) -> dict[str, float] | None:
        """What the injected script tells; the answer is the position, where it was conceded."""
        report = self.events.on_report(str(text))
        if report and report["kind"] == "open":
            self._left_for(report["name"])
        if report and report["kind"] == "sent":
            self.wire.on_sent(str(report.get("url", "")), str(report.get("detail", "")))
        return {"latitude": _LATITUDE, "longitude": _LONGITUDE} if self._located else None

    def _on_request(self, request: Any) -> None:
        if urlsplit(request.url).scheme in _WEB:
            self.wire.on_request(request)
            self._sees_payment(request)
        else:
            self._left_for(request.url)

    def _sees_payment(self, request: Any) -> None:
        """A page that is opened there, or an order that is sent there; a cashier's picture or script is neither."""
        if not request.is_navigation_request() and request.method != "POST":
            return
        body = ""
        with contextlib.suppress(Exception):
            body = request.post_data or ""
        self.events.hand_off(payments().of_url(request.url, body, self.events.step))

    def _is_own_page(self, url: str) -> bool:
        host = urlsplit(url).hostname or ""
        return registrable(host) == self.parties.home and not egress_rules().payment.fullmatch(host)

    def _left_for(self, url: str) -> None:
        if urlsplit(url).scheme in WITHIN or self.events.hand_off(payments().of_url(url, "", self.events.step)):
            return
        self.events.depart(url, self._classify(url).kind if self._classify else "app-link")

    # -- what is done

    async def open(self, url: str) -> str:
        """Go to an address; an empty string, or what went wrong where nothing came (see `why_unreachable`)."""
        if urlsplit(url).scheme.lower() not in _WEB:
            return f"no address of the web: {url[:200]}"
        await self._act()
        self._cause, page = Cause(self.latest_refusal), self.page
        try:
            # A document that sends itself elsewhere while it loads never says that it has loaded: `settle` tells.
            await asyncio.wait_for(page.goto(url, wait_until="commit", timeout=_OPEN_S * 1000), _OPEN_S + 2)
        except TimeoutError:
            error = "timeout"
        except Exception as failed:
            error = str(failed).split("\n", 1)[0].removeprefix("Page.goto: ")[:300]
        else:
            return ""
        finally:
            await self.adopt()
        if self._cause.failed(error) == "timeout":
            await self._bounded(self.tab.cdp.send("Page.stopLoading"))
        return error

    def why_unreachable(self, error: str) -> tuple[str, str]:
        """The reason (`reason.*` of the text catalogue) and the detail, for what `open` came back with."""
        return self._cause.why(error)

    async def back(self) -> bool:
        """The phone's back key; False where there is nothing behind."""
        await self._act()
        if len(self._tabs) > 1:
            await self.close_front()
            return True
        before = self.page.url
        history = await self._bounded(self.tab.cdp.send("Page.getNavigationHistory"))
        if not history or history["currentIndex"] <= 1:  # 0 is about:blank
            return False
        behind = history["entries"][1 : history["currentIndex"]]
        await self._bounded(self.tab.cdp.send("Page.navigateToHistoryEntry", {"entryId": behind[-1]["id"]}))
        await self._bounded(self.page.wait_for_url(lambda url: url != before, wait_until="commit"), 2.0)
        if urlsplit(self.page.url).scheme not in _WEB:
            await self._open_again([entry["url"] for entry in reversed(behind)])
        return True

    async def _open_again(self, addresses: list[str]) -> None:
        """What a posted form led to is not kept: the nearest page behind that can be opened by its address."""
        for url in dict.fromkeys(one for one in addresses if urlsplit(one).scheme in _WEB):
            answer = await self._bounded(self.page.goto(url, wait_until="commit", timeout=_OPEN_S * 1000), _OPEN_S)
            if answer is not None and answer.ok:
                return

    async def reload(self) -> None:
        """Open the page anew."""
        await self._act()
        await self._bounded(self.page.reload(wait_until="commit", timeout=_OPEN_S * 1000), _OPEN_S)

    async def settle(self, *, late: bool = False) -> bool:
        """Wait until the page is quiet; `late` waits for pop-ups that the page has announced by its timers too."""
        await self.adopt()
        settled = await (self._calm_or_over(8000, 2500) if late else self._calm_or_over(5000, 700))
        await self.adopt()
        self.calm_at = time.monotonic() if settled else 0.0
        return settled

    async def _calm(self, deadline_ms: int, timers_ms: int) -> bool:
        just_now = time.monotonic() - self.calm_at < _JUST_NOW_S
        calm = self.tab.observer.settle(
            pending=self.wire.pending,
            quiet_ms=20 if just_now else 80,
            deadline_ms=deadline_ms,
            timer_horizon_ms=timers_ms,
        )
        return await self._tabs.unless_lost(calm)

    async def _calm_or_over(self, deadline_ms: int, timers_ms: int) -> bool:
        """What comes later does not matter any more once money has been asked for: that ends the flow."""
        calm = asyncio.ensure_future(self._calm(deadline_ms, timers_ms))
        over = asyncio.ensure_future(self.events.handed_over.wait())
        try:
            await asyncio.wait((calm, over), return_when=asyncio.FIRST_COMPLETED)
            return calm.result() if calm.done() else await self._calm(3000, 0)
        finally:
            calm.cancel()
            over.cancel()

    async def stirs(self, seconds: float) -> bool:
        """Whether the page sends, leaves or asks for money within that time; it is waited for no longer than that."""
        ends = time.monotonic() + seconds
        before = self._stirred()
        while time.monotonic() < ends:
            if self.wire.pending() or self._stirred() != before:
                return True
            await asyncio.sleep(0.03)
        return False

    def _stirred(self) -> tuple[int, ...]:
        return (*self.events.mark().values(), self.wire.requests)

    async def look(self, *, pictures: bool = True) -> Snapshot:
        """What the page in front looks like."""
        self.calm_at = 0.0
        self._seen = await self._tabs.unless_lost(self.tab.observer.look(pictures=pictures))
        return self._seen

    async def screenshot(self, path: Path) -> bool:
        """The viewport as PNG, with what was typed covered; False where the renderer did not answer."""
        tab = self.tab
        kept = asyncio.ensure_future(self.on_screenshot(path, tab)) if self.on_screenshot else None
        shot = await self._bounded(
            tab.cdp.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True}), 8.0
        )
        if kept is not None:
            await self._bounded(kept, 2.0)
        png = self._covered(base64.b64decode(shot["data"])) if shot else b""
        return _written(path, png)

    def _covered(self, png: bytes) -> bytes:
        if not self.masks or not self.wire.canaries or self._seen is None:
            return png
        boxes = boxes_to_cover(self._seen, self.wire.canaries)
        return covered(png, boxes, self._seen.viewport[0]) if boxes else png

    async def grant_location(self) -> None:
        """Concede the position: a made-up one in the sea, for the web platform and for the bridge."""
        self._located = True
        await self.context.grant_permissions(["geolocation"])
        await self.context.set_geolocation({"latitude": _LATITUDE, "longitude": _LONGITUDE, "accuracy": 50})

    async def close(self) -> None:
        """End the context and all that it started; of one that was attached to, its own windows."""
        self._tabs.cancel()
        for task in self._tasks:
            task.cancel()
        if self._owns_context:
            await self._bounded(self.context.close(), _CLOSE_S)
        else:
            await asyncio.gather(*(self._bounded(tab.page.close()) for tab in self._tabs.all()))


def _written(path: Path, png: bytes) -> bool:
    if png:
        path.write_bytes(png)
    return bool(png)
