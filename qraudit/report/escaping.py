"""Text from outside, made harmless for the place where it lands."""

from __future__ import annotations

import json
import re

__all__ = ["csv_cell", "markdown", "plain", "visible_json", "xml_text"]

_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
"""Bidirectional controls, zero-width characters, tags: they change what is read without being seen."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\uf8ff\U000f0000-\U0010ffff]")
"""Control characters, halves of surrogate pairs, and private characters (the glyphs of icon fonts)."""
_XML_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]|<>~&$])")
_MARKDOWN_LINKS = re.compile(r"[@#]|:(?=//)|(?<=www)\.|:(?=[\w+-]+:)")
"""What GitHub turns into a mention, an issue, a link or a picture although nothing marks it as one."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(text: object, limit: int = 0) -> str:
    """One line without control, bidirectional or invisible characters, at most `limit` characters long."""
    one_line = " ".join(str(text).split())
    safe = _UNPRINTABLE.sub("�", _INVISIBLE.sub("", one_line))
    return f"{safe[: limit - 1]}…" if 0 < limit < len(safe) else safe


def csv_cell(text: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    cell = plain(text)
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell


def markdown(text: object, limit: int = 0) -> str:
    """Text that Markdown (with HTML, mentions and links switched on) shows as it is."""
    marked = _MARKDOWN.sub(r"\\\1", plain(text, limit))
    return _MARKDOWN_LINKS.sub(lambda found: f"&#{ord(found.group())};", marked)


def visible_json(text: str) -> str:
    """JSON text that says the same, with an escape for each character that changes what is read without being seen."""
    return _INVISIBLE.sub(lambda found: json.dumps(found.group())[1:-1], text)


def xml_text(text: object, limit: int = 0) -> str:
    """Text of characters that XML 1.0 allows; the writer escapes the rest."""
    return _XML_ILLEGAL.sub("�", plain(text, limit))
