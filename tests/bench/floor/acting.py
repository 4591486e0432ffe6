"""Walks once and writes down every act, so that a bare script can do the same: `ADDRESS SCENARIO FILE`."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from qraudit.codes import classify, read_pixels
from qraudit.evidence import RunFolder
from qraudit.models import Point, Target
from qraudit.walk import WalkOptions, walk
from qraudit.walk.browser.device import context_options, device
from qraudit.walk.browser.installed_chromium import find_chromium
from qraudit.walk.browser.session import Session

_WHERE = """([x, y]) => {
  const el = document.elementFromPoint(x, y), box = el.getBoundingClientRect(), path = [];
  for (let at = el; at && at !== document.documentElement; at = at.parentElement) {
    if (at.id) { path.unshift('#' + CSS.escape(at.id)); break; }
    const same = [...(at.parentElement?.children ?? [at])].filter(one => one.tagName === at.tagName);
    path.unshift(at.tagName.toLowerCase() + `:nth-of-type(${same.indexOf(at) + 1})`);
  }
  return { selector: path.join(' > '), at: [x - box.left, y - box.top] };
}"""


class _Notebook:
    """Listens to the one session that walks the flow."""

    def __init__(self) -> None:
        self.acts: list[dict[str, Any]] = []
        self._session: Session | None = None

    def listen(self) -> None:
        """Write down what any session is told from now on, as long as it is the first one."""
        for name in ("open", "type", "press", "back", "reload", "screenshot", "tap"):
            setattr(Session, name, self._told(name, getattr(Session, name)))

    def _told(self, name: str, does: Any) -> Any:
        async def told(session: Session, *arguments: Any) -> Any:
            self._session = self._session or session
            if session is self._session:
                self.acts.append(await self._act(session, name, *arguments))
            return await does(session, *arguments)

        return told

    async def _act(self, session: Session, name: str, *arguments: Any) -> dict[str, Any]:
        if name == "tap":
            point: Point = arguments[0]
            return {"do": "tap", "point": point, **await session.page.evaluate(_WHERE, list(point))}
        given = "" if name == "screenshot" or not arguments else arguments[0]
        return {"do": name, "given": given}


async def main(address: str, scenario: str) -> dict[str, Any]:
    """The acts, and what a script needs to look like the same phone."""
    notebook = _Notebook()
    notebook.listen()
    with tempfile.TemporaryDirectory() as folder:
        options = WalkOptions(allow_private=True, scenario=scenario, read_codes=read_pixels, classify=classify)
        target = Target(source=address, payload=address, kind="web", scenario=scenario)
        found = await walk(target, options, RunFolder.create(Path(folder) / "run"))
    chromium = find_chromium()
    assert chromium is not None
    return {
        "acts": notebook.acts,
        "steps": len(found.steps),
        "experiments": len(found.prompts) + len(found.adverts) + len(found.concessions),
        "outcome": found.outcome,
        "handoff": bool(found.handoffs),
        "chromium": str(chromium.path),
        "context": context_options(device("wechat-android"), chromium.version),
    }


if __name__ == "__main__":
    Path(sys.argv[3]).write_text(json.dumps(asyncio.run(main(sys.argv[1], sys.argv[2]))), encoding="utf-8")
