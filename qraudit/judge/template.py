"""Messages that name the thing seen: text with `{expressions}` over the same names as a rule's condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qraudit.judge.cel_types import Kind
from qraudit.judge.expression import Expression, compiled
from qraudit.judge.source import Key, Source
from qraudit.models import Bilingual, Lang
from qraudit.text import both, keys, say

__all__ = ["Message", "message"]

MAX_VALUE = 80


@dataclass(frozen=True)
class Message:
    """One message in both languages, each as plain text and expressions in turn."""

    zh: tuple[str | Expression, ...]
    en: tuple[str | Expression, ...]

    def filled(self, names: Mapping[str, Any]) -> Bilingual:
        """The message about these facts."""
        return Bilingual(zh=_said(self.zh, names, "zh"), en=_said(self.en, names, "en"))


def message(template: Bilingual, source: Source, key: Key, names: Mapping[str, Kind]) -> Message:
    """Compile a message of a file.

    Raises:
        RuleError: a placeholder is not closed, or its expression is wrong.

    """

    def parts(lang: Lang, text: str) -> tuple[str | Expression, ...]:
        at = (*key, lang) if (*key, lang) in source.lines else key
        return tuple(_parts(text, source, at, names))

    return Message(parts("zh", template.zh), parts("en", template.en))


def _parts(text: str, source: Source, key: Key, names: Mapping[str, Kind]) -> Iterator[str | Expression]:
    at = 0
    while at < len(text):
        opening = text.find("{", at)
        if opening < 0:
            break
        if opening > at:
            yield text[at:opening]
        closing = _closing(text, opening)
        if closing < 0:
            raise source.error(key, both("judge.error.open_brace"), at=opening)
        yield compiled(text[opening + 1 : closing].strip(), source, key, names, base=opening + 1)
        at = closing + 1
    if at < len(text):
        yield text[at:]


def _closing(text: str, opening: int) -> int:
    """Where the placeholder that opens there ends: braces and texts inside it are its own."""
    depth, quote = 0, ""
    for at in range(opening, len(text)):
        mark = text[at]
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "'\"":
            quote = mark
        elif mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                return at
    return -1


def _said(parts: tuple[str | Expression, ...], names: Mapping[str, Any], lang: Lang) -> str:
    said = [part if isinstance(part, str) else _worded(part.value(names), part.kind, lang) for part in parts]
    return "".join(said).strip()


def _worded(value: Any, kind: Kind, lang: Lang) -> str:
    """A value as a person would write it."""
    if isinstance(value, dict) and lang in value:
        return str(value[lang])
    if isinstance(value, list):
        mark = "、" if lang == "zh" else ", "
        item = kind.item or kind
        return mark.join(dict.fromkeys(_worded(one, item, lang) for one in value))
    if isinstance(value, bool):
        return say("judge.word.yes" if value else "judge.word.no", lang)
    if value is None:
        return say("judge.word.unknown", lang)
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return _shortened(_translated(str(value), kind, lang))


def _translated(word: str, kind: Kind, lang: Lang) -> str:
    """The models' own words (a category, an attempt) in the reader's language."""
    key = f"judge.word.{word}"
    return say(key, lang) if kind.words and key in keys(lang) else word


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 1]}…"
