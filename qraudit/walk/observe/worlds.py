"""The observer's own JavaScript world in each frame: isolated, so that no page script can tamper with it."""

from __future__ import annotations

import json
import logging
from typing import Any
from weakref import WeakSet

from playwright.async_api import Error, Frame, Page

from qraudit.walk.observe.channel import Channel, SilentPageError, WorldLostError
from qraudit.walk.observe.scripts import observing_script

__all__ = ["Frames", "World"]

_LOG = logging.getLogger(__name__)
_NAME = "qraudit"
_MAX_FRAMES = 12


class World:
    """One frame's isolated world, made when first needed and again after each navigation."""

    def __init__(self, channel: Channel, frame_id: str, name: str, parent: World | None) -> None:
        self.channel = channel
        self.frame_id = frame_id
        self.name = name
        self.parent = parent
        self.context: int | None = None
        self.next_number = 1
        self.known_to_parent = False
        self.generation = 0

    def forget(self) -> None:
        """The document is gone, and all that was known of it."""
        self.context = None
        self.known_to_parent = False
        self.generation += 1

    async def ready(self, *, within: float = 3.0) -> int:
        """The context id, the script loaded."""
        if self.context is None:
            made = await self.channel.send(
                "Page.createIsolatedWorld", {"frameId": self.frame_id, "worldName": _NAME}, within=within
            )
            context = int(made["executionContextId"])
            script = observing_script(self.next_number)
            await self.channel.send("Runtime.evaluate", {"expression": script, "contextId": context}, within=within)
            self.context = context
        return self.context

    async def call(self, function: str, *arguments: Any, within: float = 3.0) -> Any:
        """Calls an exported function of the script with plain values; the result comes by value."""
        given = ", ".join(json.dumps(one, ensure_ascii=False) for one in arguments)
        return await self.evaluate(f"qraudit.{function}({given})", within=within)

    async def ask(self, function: str, *arguments: Any) -> Any:
        """As `call`, but `None` where the page does not answer or has moved on."""
        try:
            return await self.call(function, *arguments)
        except (SilentPageError, WorldLostError):
            return None

    async def evaluate(self, expression: str, *, within: float = 3.0) -> Any:
        """The value of an expression in this world; once more in a new world where the old one is gone."""
        for last in (False, True):
            context = await self.ready(within=within)
            try:
                reply = await self.channel.send(
                    "Runtime.evaluate",
                    {"expression": expression, "contextId": context, "returnByValue": True, "awaitPromise": True},
                    within=within,
                )
            except WorldLostError:
                self.forget()
                if last:
                    raise
                continue
            return _value(reply)
        return None

    async def call_with_nodes(
        self, declaration: str, values: list[Any], nodes: list[str], *, within: float = 3.0
    ) -> None:
        """Calls a function with plain values and then nodes, given as object ids of this world."""
        arguments = [{"value": one} for one in values] + [{"objectId": one} for one in nodes]
        await self.channel.send(
            "Runtime.callFunctionOn",
            {"functionDeclaration": declaration, "executionContextId": await self.ready(), "arguments": arguments},
        )


def _value(reply: dict[str, Any]) -> Any:
    trouble = reply.get("exceptionDetails")
    if trouble:
        said = trouble.get("exception", {}).get("description") or trouble.get("text", "")
        _LOG.warning("observing script: %s", said[:500])
        raise WorldLostError(said[:500])
    return reply.get("result", {}).get("value")


class Frames:
    """The page's frames, kept by CDP's events."""

    def __init__(self, page: Page, channel: Channel) -> None:
        self._page = page
        self._channel = channel
        self._worlds: dict[str, World] = {}
        self._count = 0
        self._asked: WeakSet[Frame] = WeakSet()

    async def start(self) -> None:
        """Listens, and takes in the frames that are already there."""
        await self._listen(self._channel, None)

    async def _listen(self, channel: Channel, parent: World | None) -> None:
        cdp = channel.cdp
        cdp.on("Page.frameAttached", lambda event: self._attached(event, channel))
        cdp.on("Page.frameNavigated", lambda event: self._navigated(event, channel))
        cdp.on("Page.frameDetached", self._detached)
        await channel.send("Page.enable")
        self._take((await channel.send("Page.getFrameTree"))["frameTree"], parent, channel)

    async def adopt_isolated(self) -> None:
        """Takes in frames that have a process of their own, as other sites' frames have in a desktop browser."""
        frames = self._page.frames
        if len(frames) <= len(self._worlds):
            return
        for frame in frames:
            if frame.parent_frame is None or frame in self._asked:
                continue
            self._asked.add(frame)
            try:
                cdp = await self._page.context.new_cdp_session(frame)
            except Error:  # it shares the page's process, and with it the page's session
                continue
            await self._listen(Channel(cdp), self.main)

    @property
    def main(self) -> World:
        """The top frame's world."""
        for world in self._worlds.values():
            if world.parent is None:
                return world
        raise SilentPageError("the page has no frame")

    def all(self) -> list[World]:
        """All worlds, parents before children, at most a dozen."""
        return list(self._worlds.values())[:_MAX_FRAMES]

    def named(self, name: str) -> World | None:
        """The world with that name (`main`, `f1` …)."""
        return next((one for one in self._worlds.values() if one.name == name), None)

    def by_id(self, frame_id: str) -> World | None:
        """The world of a CDP frame."""
        return self._worlds.get(frame_id)

    def _take(self, tree: dict[str, Any], parent: World | None, channel: Channel) -> None:
        known = self._worlds.get(tree["frame"].get("parentId", ""))
        world = self._add(tree["frame"]["id"], known or parent, channel)
        for child in tree.get("childFrames", []):
            self._take(child, world, channel)

    def _add(self, frame_id: str, parent: World | None, channel: Channel) -> World:
        known = self._worlds.get(frame_id)
        if known is not None and known.channel is channel:
            return known
        name = "main" if parent is None else f"f{self._count}"
        self._count += 1
        world = self._worlds[frame_id] = World(channel, frame_id, name, parent)
        return world

    def _attached(self, event: dict[str, Any], channel: Channel) -> None:
        parent = self._worlds.get(event.get("parentFrameId", ""))
        if parent is not None:
            self._add(event["frameId"], parent, channel)

    def _navigated(self, event: dict[str, Any], channel: Channel) -> None:
        frame = event["frame"]
        world = self._worlds.get(frame["id"])
        if world is not None:
            world.forget()
            self._drop_within(world)
            return
        parent = self._worlds.get(frame.get("parentId", ""))
        if parent is not None:
            self._add(frame["id"], parent, channel)
        elif "parentId" not in frame and channel is self._channel:
            self._replace_main(frame["id"])

    def _replace_main(self, frame_id: str) -> None:
        """The top frame of a page may get a new id when it moves to another process."""
        numbers = [one.next_number for one in self._worlds.values() if one.parent is None]
        self._worlds.clear()
        self._add(frame_id, None, self._channel).next_number = max(numbers, default=1)

    def _detached(self, event: dict[str, Any]) -> None:
        gone = self._worlds.get(event.get("frameId", ""))
        if gone is None or gone.parent is None:
            return
        if event.get("reason") == "swap":  # it moves to another process
            self._asked.clear()
        self._drop_within(gone)
        self._worlds.pop(gone.frame_id, None)

    def _drop_within(self, outer: World) -> None:
        """A document that goes takes its frames with it; CDP does not always say so."""
        for frame_id, world in list(self._worlds.items()):
            if world.parent is outer:
                self._drop_within(world)
                self._worlds.pop(frame_id, None)
