"""What a walk leaves in the run folder beside screenshots: structure, accessibility, network, trace."""

from __future__ import annotations

import asyncio
import contextlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from qraudit.errors import QrauditError
from qraudit.walk.browser.film import Film
from qraudit.walk.browser.har import HarLog
from qraudit.walk.journal import RunLike

if TYPE_CHECKING:
    from qraudit.models import Category
    from qraudit.walk.browser.session import Session, Tab
    from qraudit.walk.identity import Identity

__all__ = ["EvidenceFolder", "Masks", "Records", "mask_what_is_given"]

_MOST_MARKUP = 400_000
_MOST_FRAMES = 5
_MOST_NODES = 3000
_SHORTEST_INVENTED = 6
_WORLD = "qraudit"
_MARKUP = f"document.documentElement ? document.documentElement.outerHTML.slice(0, {_MOST_MARKUP}) : ''"
_SILENT = frozenset({"none", "generic", "InlineTextBox", "LineBreak", "StaticText"})


class Masks(Protocol):
    """What hides typed values in all that is written."""

    def add(self, values: Mapping[str, str]) -> None: ...


class EvidenceFolder(RunLike, Protocol):
    """What these records need of a run folder. `masker` is None where raw values are kept."""

    @property
    def path(self) -> Path: ...
    @property
    def masker(self) -> Masks | None: ...
    def write_text(self, name: str, text: str) -> str: ...
    def write_har(self, har: Path) -> str: ...


class Records:
    """Keeps them from the session's first page to its end. Writing goes on aside while the walk does."""

    def __init__(self, session: Session, run: EvidenceFolder, *, trace: bool = False, video: bool = False) -> None:
        self._session = session
        self._run = run
        self._trace = trace
        self._film = Film(run.path / "video.webm") if video else None
        self._har = HarLog(session.context)
        self._writing: set[asyncio.Task[None]] = set()
        session.on_screenshot = self.keep

    async def begin(self) -> None:
        """Start what has to be started."""
        if self._trace:
            await self._session.context.tracing.start(screenshots=True, snapshots=True)
        if self._film:
            self._session.on_window = self._follow
            await self._follow(self._session.tab)

    async def _follow(self, tab: Tab) -> None:
        if self._film:
            await self._film.follow(tab.cdp)

    async def keep(self, screenshot: Path, tab: Tab) -> None:
        """The page's structure and its accessibility tree at the moment of a screenshot."""
        markup, tree = await asyncio.gather(_markup(tab), _accessibility(tab), return_exceptions=True)
        for ending, text in (("dom.txt", markup), ("ax.txt", tree)):
            if isinstance(text, str) and text:
                self._write(f"steps/{screenshot.stem}.{ending}", text)

    def _write(self, name: str, text: str) -> None:
        task = asyncio.ensure_future(asyncio.to_thread(self._run.write_text, name, text))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # `end` tells it, if it is reached
        self._writing.add(task)  # type: ignore[arg-type]

    async def end(self, browser: str) -> None:
        """Write what is still to be written; the context is still open.

        Raises:
            QrauditError: the run folder takes no more.

        """
        if self._trace:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._session.context.tracing.stop(path=self._run.path / "trace.zip"), 10)
        if self._film:
            await self._film.end()
        archive = await self._har.archive(browser)
        self._session.bounds += self._har.bounds
        await asyncio.to_thread(self._write_har, archive)
        for done in await asyncio.gather(*self._writing, return_exceptions=True):
            if isinstance(done, QrauditError):
                raise done

    def _write_har(self, archive: dict[str, Any]) -> None:
        with tempfile.TemporaryDirectory(prefix="qraudit-") as folder:
            raw = Path(folder) / "network.har"
            raw.write_text(json.dumps(archive, ensure_ascii=False), encoding="utf-8", errors="replace")
            self._run.write_har(raw)


async def _markup(tab: Tab) -> str:
    """The markup of every frame, as it is now, read in a world that the page cannot tamper with."""
    tree = (await tab.cdp.send("Page.getFrameTree"))["frameTree"]
    frames = _frames(tree)[:_MOST_FRAMES]
    found = await asyncio.gather(*(_frame_markup(tab, frame) for frame in frames), return_exceptions=True)
    parts = [
        text if index == 0 else f"<!-- frame {frame['url'][:500]} -->\n{text}"
        for index, (frame, text) in enumerate(zip(frames, found, strict=True))
        if isinstance(text, str)
    ]
    return "\n".join(parts)


def _frames(tree: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [frame for child in tree.get("childFrames", ()) for frame in _frames(child)]
    return [tree["frame"], *inner]


async def _frame_markup(tab: Tab, frame: dict[str, Any]) -> str:
    world = await tab.cdp.send("Page.createIsolatedWorld", {"frameId": frame["id"], "worldName": _WORLD})
    asked = {"expression": _MARKUP, "contextId": world["executionContextId"], "returnByValue": True}
    return str((await tab.cdp.send("Runtime.evaluate", asked))["result"].get("value") or "")


async def _accessibility(tab: Tab) -> str:
    """The accessibility tree as a screen reader has it: one line a node, indented."""
    nodes = (await tab.cdp.send("Accessibility.getFullAXTree"))["nodes"][:_MOST_NODES]
    by_id = {node["nodeId"]: node for node in nodes}
    lines: list[str] = []
    waiting = [(nodes[0], 0)] if nodes else []
    while waiting:
        node, depth = waiting.pop()
        line = _spoken(node)
        if line:
            lines.append("  " * depth + line)
        inner = [by_id[one] for one in node.get("childIds", ()) if one in by_id]
        fresh = [one for one in inner if not line or _name(one) != _name(node)]  # a heading's text is its name
        waiting += [(one, depth + bool(line)) for one in reversed(fresh)]
    return "\n".join(lines)


def _name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", ""))


def _spoken(node: dict[str, Any]) -> str:
    role, name = str(node.get("role", {}).get("value", "")), _name(node)
    if node.get("ignored") or (role in _SILENT and not (role == "StaticText" and name)):
        return ""
    states = [
        f"{one['name']}={one['value'].get('value')}"
        for one in node.get("properties", ())
        if one["name"] in ("checked", "disabled", "required", "expanded", "selected", "modal")
    ]
    value = node.get("value", {}).get("value")
    parts = [role, json.dumps(name, ensure_ascii=False) if name else "", f"= {value}" if value else "", *states]
    return " ".join(part for part in parts if part)


def mask_what_is_given(run: EvidenceFolder, identity: Identity) -> None:
    """Have what is about to be typed masked in all that is written from then on."""

    def given(value: str, category: Category) -> None:
        # Short invented values are everyday words, which a page may well say by itself.
        if run.masker is not None and (len(value) >= _SHORTEST_INVENTED or not identity.is_invented(value)):
            run.masker.add({category: value})

    identity.on_given = given
