"""The words for the models' codes, in both languages; an unknown code is shown as it is."""

from __future__ import annotations

import re
from functools import cache

import yaml

from qraudit.models import Bilingual, Lang
from qraudit.report.escaping import plain
from qraudit.resources import rules_dir
from qraudit.text import LANGS, both, say

__all__ = ["joined", "quoted", "reason", "scenario", "translate", "word"]

_SCENARIO = re.compile(r"[a-z][a-z0-9-]{0,60}")


def word(group: str, code: str | None) -> Bilingual:
    """What a code of a group (`severity`, `milestone` …) is called."""
    try:
        return both(f"report.{group}.{code}")
    except KeyError:
        shown = plain(code or "", 80)
        return Bilingual(zh=shown, en=shown)


@cache
def scenario(name: str | None) -> Bilingual:
    """What a scenario is called: its file says so."""
    if name is None:
        return word("scenario", "unknown")
    path = rules_dir() / "scenarios" / f"{name}.yaml"
    try:
        title = yaml.safe_load(path.read_text(encoding="utf-8"))["title"] if _SCENARIO.fullmatch(name) else {}
        return Bilingual.model_validate(title)
    except (OSError, ValueError, LookupError, TypeError, yaml.YAMLError):
        return word("scenario", name)  # someone's own scenario, or a run of another version


def translate(key: str, /, **values: object) -> Bilingual:
    """A text of this stage in both languages."""
    return both(f"report.{key}", **values)


def reason(code: str | None, detail: str = "") -> Bilingual | None:
    """Why a walk ended where it did, in words."""
    if not code:
        return None
    text = _reason(code)
    return translate("detail", text=text, detail=plain(detail, 300)) if detail.strip() else text


def _reason(code: str) -> Bilingual:
    if (known := word("reason", code)).zh != plain(code, 80):
        return known
    kind = code.removeprefix("not-followable-")
    if kind != code:
        return translate("reason.not-followable", kind=word("code-kind", kind))
    return translate("reason.other", code=plain(code, 80))


def quoted(text: str, limit: int = 40) -> Bilingual:
    """A page's own words in quotation marks, or nothing; ready to stand after a verb in either language."""
    shown = plain(text, limit)
    return Bilingual(zh=f"“{shown}”", en=f" ‘{shown}’") if shown else Bilingual(zh="", en="")


def joined(parts: list[Bilingual], by: str = "list") -> Bilingual:
    """Several texts as one."""
    texts: dict[Lang, str] = {
        lang: say(f"report.{by}", lang).join(getattr(part, lang) for part in parts) for lang in LANGS
    }
    return Bilingual(zh=texts["zh"], en=texts["en"])
