"""The scripts that run in the browser: the observer's own world, and hints from the page's."""

from __future__ import annotations

import json
import secrets
from functools import cache
from pathlib import Path

from qraudit.walk.observe.settings import script_settings

__all__ = ["INIT_SCRIPTS", "observing_script"]

_HERE = Path(__file__).resolve().parent / "js"

_PARTS = (
    "settings",
    "registry",
    "geometry",
    "paint",
    "tree",
    "lines",
    "candidates",
    "delegated",
    "shapes",
    "fields",
    "switches",
    "picture_ticks",
    "labels",
    "choices",
    "glyphs",
    "selectors",
    "layers",
    "overlays",
    "pictures",
    "watch",
    "touch",
    "assign",
    "look",
)

_EXPORTS = (
    "look",
    "calm",
    "aim",
    "assign",
    "boxOf",
    "isThere",
    "valueOf",
    "checkedNow",
    "tickBox",
    "hitId",
    "framePlace",
    "zoomNow",
    "frameTakes",
    "learnListeners",
    "updateListeners",
    "learnRoots",
    "rootAt",
    "learnFrame",
)

# Names that no page can guess, so that none can speak or listen in the observer's place.
_ASK = f"q{secrets.token_hex(8)}"
_REPLY = f"q{secrets.token_hex(8)}"


def _read(name: str) -> str:
    return (_HERE / f"{name}.js").read_text(encoding="utf-8")


@cache
def _body() -> str:
    return "\n".join(_read(part) for part in _PARTS)


def observing_script(first_number: int) -> str:
    """The script of one world; its elements are numbered from `first_number` on."""
    constants = (
        f"const SETTINGS = {json.dumps(script_settings(), ensure_ascii=False)};\n"
        f"const FIRST_NUMBER = {first_number};\n"
        f"const ASK_EVENT = {json.dumps(_ASK)};\nconst REPLY_EVENT = {json.dumps(_REPLY)};\n"
    )
    exports = ", ".join(_EXPORTS)
    return f"globalThis.qraudit ??= (() => {{ 'use strict';\n{constants}{_body()}\nreturn {{ {exports} }};\n}})(); 0"


INIT_SCRIPTS: list[str] = [_read("page_hints").replace("__ASK__", _ASK).replace("__REPLY__", _REPLY)]
"""For `BrowserContext.add_init_script`: due times of the page's timers, handlers that CDP cannot see."""
