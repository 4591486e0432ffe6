"""index.html: every row of a batch on one page that works from a disk, with ten thousand rows as well."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qraudit.models import Bilingual, Lang, now
from qraudit.report.escaping import plain
from qraudit.report.words import scenario, word
from qraudit.text import both

__all__ = ["index_page"]

_TEMPLATES = Path(__file__).parent / "templates"
_TEXTS = (
    "title", "search", "every", "filters", "shown", "none", "language", "rules", "scenarios", "places", "kinds",
    "reset", "no-place", "row", "code", "merchant", "found", "reached", "taken", "sort", "verdicts", "made",
)  # fmt: skip
_GROUPS = {"verdict": "verdict", "outcome": "outcome", "milestone": "reached", "code-kind": "kind"}


class _Words:
    """Texts and codes that many rows share, each carried once."""

    def __init__(self) -> None:
        self.entries: list[list[str]] = []
        self._places: dict[tuple[str, ...], int] = {}

    def add(self, *texts: str) -> int:
        """The number by which rows refer to it."""
        if texts not in self._places:
            self._places[texts] = len(self.entries)
            self.entries.append(list(texts))
        return self._places[texts]


def index_page(rows: Iterable[Mapping[str, Any]], folder: Path, lang: Lang) -> str:
    """The whole page, shown first in `lang`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    style, script = _asset("index.css"), _asset("index.js")
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("index.html.j2").render(
        lang=lang,
        html_lang={"zh": "zh-CN", "en": "en"}[lang],
        name=plain(folder.resolve().name, 80),
        text={name: _text(name) for name in _TEXTS},
        style=style,
        script=script,
        policy=_policy(style, script),
        data=_data(rows, folder),
    )


def _data(rows: Iterable[Mapping[str, Any]], folder: Path) -> str:
    thumbnails = {file.stem for file in (folder / "thumbnails").glob("*.webp")}
    words = _Words()
    table = [_row(row, words, thumbnails) for row in rows]
    tree = {
        "made": now().isoformat(timespec="minutes"),
        "texts": {name: _pair(_text(name)) for name in _TEXTS},
        "words": words.entries,
        "rows": table,
    }
    compact = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    return compact.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _row(row: Mapping[str, Any], words: _Words, thumbnails: set[str]) -> list[Any]:
    name = scenario(row["scenario"] or row["asked"] or None)
    number = f"{row['audit'] or 0:05d}"
    where = "" if row["latitude"] is None else f"{row['latitude']:.5f}, {row['longitude']:.5f}"
    codes = [words.add(row[column], *_pair(word(group, row[column]))) for group, column in _GROUPS.items()]
    return [
        *(plain(row[column], 300) for column in ("source", "payload", "merchant", "place", "note")),
        *codes,
        words.add(row["scenario"] or row["asked"], *_pair(name)),
        _rules(row, words, "violation"),
        _rules(row, words, "needs-review"),
        words.add(*_reason(row)),
        row["run"] or "",
        number if number in thumbnails else "",
        (row["taken"] or "")[:16].replace("T", " "),
        where,
    ]


def _rules(row: Mapping[str, Any], words: _Words, outcome: str) -> list[int]:
    found = [one for one in row["findings"] if one["outcome"] == outcome and not one["waiver"]]
    return list(dict.fromkeys(words.add(one["rule"], one["title"]["zh"], one["title"]["en"]) for one in found))


def _reason(row: Mapping[str, Any]) -> tuple[str, str]:
    if row["state"] not in ("done", "failed"):
        return _pair(both("batch.summary.unfinished"))
    reason = row["reason"] or {}
    return plain(reason.get("zh", ""), 200), plain(reason.get("en", ""), 300)


def _text(name: str) -> Bilingual:
    """A text of the page; its fields are filled in by the page itself."""
    return both(f"batch.index.{name}", **{field: f"{{{field}}}" for field in ("shown", "all", "made")})


def _pair(text: Any) -> tuple[str, str]:
    return text.zh, text.en


def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing but this file's own style and script, and the thumbnails beside it."""
    hashes = {"style-src": style, "script-src": script}
    own = [f"{directive} 'sha256-{_hash(text)}'" for directive, text in hashes.items()]
    return "; ".join(["default-src 'none'", "img-src 'self' file:", *own, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
