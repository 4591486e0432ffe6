"""What only CDP can tell of a document: listeners, closed shadow roots, which element holds which frame."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from qraudit.walk.observe.channel import Channel, SilentPageError, WorldLostError
from qraudit.walk.observe.worlds import World

__all__ = ["Nodes"]

_TAPS = ("click", "tap", "longpress", "longtap", "dblclick")
_TOUCHES = ("touchstart", "touchend", "pointerdown", "pointerup", "mousedown", "mouseup")
_TYPES = frozenset((*_TAPS, *_TOUCHES, "input", "change"))
_GROUP = "qraudit"
_MAX_LISTENERS = 1500
_MAX_ROOTS = 60
_PORTION = 150
_TELLING_SECONDS = 1.0

_LEARN_LISTENERS = "function (start, types, ...nodes) { qraudit.learnListeners(start, types, nodes); }"
_LEARN_ROOTS = "function (...roots) { qraudit.learnRoots(roots); }"
_LEARN_FRAME = "function (id, element) { qraudit.learnFrame(id, element); }"


@dataclass
class _Known:
    """What one document's world has been told."""

    generation: int
    trees: list[str] = field(default_factory=list)
    """Object ids of the document and of each shadow root met."""
    slots: dict[int, int] = field(default_factory=dict)
    types: dict[int, frozenset[str]] = field(default_factory=dict)
    roots: set[int] = field(default_factory=set)
    signs: tuple[int | None, int] = (0, 0)


class Nodes:
    """Carries nodes from CDP into the isolated worlds, each only once."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    async def refresh(self, worlds: list[World]) -> None:
        """Brings listeners and frame owners up to date in all worlds."""
        for world in worlds:
            try:
                await self._tell_listeners(world, await self._listeners(world))
            except WorldLostError:
                world.forget()
                if world.parent is None:
                    await self._tell_listeners(world, await self._listeners(world))
            except SilentPageError:
                if world.parent is None:
                    raise
        for world in worlds:
            if world.parent is not None and not world.known_to_parent:
                await self._tell_owner(world, world.parent)
        for channel in {world.channel for world in worlds}:
            await channel.send("Runtime.releaseObjectGroup", {"objectGroup": _GROUP})

    async def find_closed_roots(self, world: World, signs: tuple[int | None, int]) -> bool:
        """Looks for closed shadow roots where the page gave a new sign of one; whether any was found."""
        known = await self._of(world)
        if signs == known.signs or (known.signs != (0, 0) and signs[0] is None):
            return False
        known.signs = signs
        tree = await world.channel.send("DOM.getDocument", {"depth": -1, "pierce": True}, within=5.0)
        new = [one for one in _closed_roots(tree["root"], world) if one not in known.roots]
        known.roots.update(new)
        resolved = await self._resolve(world, new)
        if resolved:
            await world.call_with_nodes(_LEARN_ROOTS, [], [one for _, one in resolved])
        return bool(resolved)

    async def _of(self, world: World) -> _Known:
        await world.ready()
        known = self._known.get(world.frame_id)
        if known is None or known.generation != world.generation:
            known = self._known[world.frame_id] = _Known(world.generation)
        return known

    async def meet_roots(self, world: World, count: int) -> bool:
        """Takes in the shadow roots that the script met, up to `count`; whether there were new ones."""
        known = await self._of(world)
        new = range(max(0, len(known.trees) - 1), min(count, _MAX_ROOTS))
        for index in new:
            known.trees.append(await self._object(world, f"qraudit.rootAt({index})"))
        if new:
            await self._tell_listeners(world, await self._listeners(world))
        return bool(new)

    async def _object(self, world: World, expression: str) -> str:
        """A node of our world as the page's own world holds it: only there CDP tells the page's listeners."""
        found = await world.channel.send(
            "Runtime.evaluate", {"expression": expression, "contextId": await world.ready()}
        )
        own = found["result"].get("objectId")
        if own is None:
            return ""
        node = await world.channel.send("DOM.describeNode", {"objectId": own, "depth": 0})
        resolved = await world.channel.send("DOM.resolveNode", {"backendNodeId": node["node"]["backendNodeId"]})
        return str(resolved["object"].get("objectId", ""))

    async def _listeners(self, world: World) -> dict[int, frozenset[str]]:
        """Asked tree by tree: `pierce` over frames and shadow roots brings Chromium 156's renderer down."""
        known = await self._of(world)
        if not known.trees:
            known.trees.append(await self._object(world, "document"))
        replies = await asyncio.gather(*(_listeners_in(world.channel, tree) for tree in known.trees if tree))
        found: dict[int, set[str]] = {}
        for one in (one for reply in replies for one in reply):
            if one["type"] in _TYPES and "backendNodeId" in one and len(found) < _MAX_LISTENERS:
                found.setdefault(one["backendNodeId"], set()).add(one["type"])
        return {node: frozenset(types) for node, types in found.items()}

    async def _tell_listeners(self, world: World, found: dict[int, frozenset[str]]) -> None:
        known = await self._of(world)
        old = {node: types for node, types in found.items() if node in known.slots and known.types[node] != types}
        changes: list[list[Any]] = [[known.slots[node], sorted(types)] for node, types in old.items()]
        changes += [[known.slots[node], []] for node in known.slots if known.types[node] and node not in found]
        if changes:
            await world.call("updateListeners", changes)
            known.types.update({node: found.get(node, frozenset()) for node in known.slots})
        new = [node for node in found if node not in known.slots]
        if new:
            await self._tell_new(world, known, new, found)

    async def _tell_new(self, world: World, known: _Known, new: list[int], found: dict[int, frozenset[str]]) -> None:
        """In portions, and no longer than a page deserves: what is left comes with the next look."""
        ends = time.monotonic() + _TELLING_SECONDS
        for first in range(0, len(new), _PORTION):
            if time.monotonic() > ends:
                return
            await self._tell_portion(world, known, new[first : first + _PORTION], found)

    async def _tell_portion(
        self, world: World, known: _Known, nodes: list[int], found: dict[int, frozenset[str]]
    ) -> None:
        resolved = dict(await self._resolve(world, nodes))
        start = len(known.slots)
        arguments: list[dict[str, Any]] = [{"value": start}, {"value": [sorted(found[node]) for node in nodes]}]
        arguments += [{"objectId": resolved[one]} if one in resolved else {"value": None} for one in nodes]
        await world.channel.send(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": _LEARN_LISTENERS,
                "executionContextId": await world.ready(),
                "arguments": arguments,
            },
        )
        for place, node in enumerate(nodes):
            known.slots[node] = start + place
            known.types[node] = found[node]

    async def _tell_owner(self, world: World, parent: World) -> None:
        try:
            owner = await parent.channel.send("DOM.getFrameOwner", {"frameId": world.frame_id})
            resolved = await self._resolve(parent, [owner["backendNodeId"]])
            if resolved:
                await parent.call_with_nodes(_LEARN_FRAME, [world.frame_id], [resolved[0][1]])
                world.known_to_parent = True
        except (SilentPageError, WorldLostError):
            return  # a frame on its way out is not part of the page

    async def _resolve(self, world: World, nodes: list[int]) -> list[tuple[int, str]]:
        context = await world.ready()
        replies = await asyncio.gather(*(_resolve_one(world.channel, context, node) for node in nodes))
        return [(node, one) for node, one in zip(nodes, replies, strict=True) if one]


async def _listeners_in(channel: Channel, tree: str) -> list[dict[str, Any]]:
    reply = await channel.send("DOMDebugger.getEventListeners", {"objectId": tree, "depth": -1})
    listeners: list[dict[str, Any]] = reply["listeners"]
    return listeners


async def _resolve_one(channel: Channel, context: int, node: int) -> str | None:
    try:
        reply = await channel.send(
            "DOM.resolveNode", {"backendNodeId": node, "executionContextId": context, "objectGroup": _GROUP}
        )
    except WorldLostError:
        return None
    found: str | None = reply["object"].get("objectId")
    return found


def _closed_roots(root: dict[str, Any], world: World) -> list[int]:
    """Closed roots of one frame's document; user-agent roots are the browser's own."""
    found: list[int] = []
    stack = [_document_of(root, world)]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        for shadow in node.get("shadowRoots", []):
            if shadow.get("shadowRootType") == "closed":
                found.append(shadow["backendNodeId"])
            if shadow.get("shadowRootType") != "user-agent":
                stack.append(shadow)
        stack.extend(node.get("children", []))
    return found


def _document_of(root: dict[str, Any], world: World) -> dict[str, Any] | None:
    if world.parent is None:
        return root
    stack = [root]
    while stack:
        node = stack.pop()
        if node.get("frameId") == world.frame_id and "contentDocument" in node:
            content: dict[str, Any] = node["contentDocument"]
            return content
        stack.extend(node.get("children", []))
        stack.extend(node.get("shadowRoots", []))
        if "contentDocument" in node:
            stack.append(node["contentDocument"])
    return None
