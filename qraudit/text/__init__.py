"""The text catalogue: everything a person reads, written once per language.

`zh/*.yaml` and `en/*.yaml` hold the same keys; a file is named after the stage that speaks, and its keys are
addressed as `stage.key` (nested keys by further dots). Values are `str.format` templates with named fields.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:  # the models cost 0.15 s, and `qraudit --help` needs only texts
    from qraudit.models import Bilingual, Lang

__all__ = ["LANGS", "both", "say"]

LANGS: tuple[Lang, ...] = ("zh", "en")

_HERE = Path(__file__).resolve().parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def say(key: str, lang: Lang, /, **values: object) -> str:
    """The text of `key` in one language, with its fields filled in.

    Raises:
        KeyError: the catalogue has no such key (a defect: the tests compare both languages and all uses).

    """
    return _stage(lang, key.partition(".")[0])[key].format(**values)


def both(key: str, /, **values: object) -> Bilingual:
    """The text of `key` in both languages; a field given as `Bilingual` is filled with its own language."""
    from qraudit.models import Bilingual

    filled = {lang: {name: _in(value, lang) for name, value in values.items()} for lang in LANGS}
    return Bilingual(zh=say(key, "zh", **filled["zh"]), en=say(key, "en", **filled["en"]))


def keys(lang: Lang) -> frozenset[str]:
    """Every key of one language's catalogue."""
    return frozenset(_catalogue(lang))


def _in(value: object, lang: Lang) -> object:
    from qraudit.models import Bilingual

    return getattr(value, lang) if isinstance(value, Bilingual) else value


def _catalogue(lang: Lang) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted((_HERE / lang).glob("*.yaml")):
        found |= _stage(lang, file.stem)
    return found


@cache
def _stage(lang: Lang, stage: str) -> dict[str, str]:
    file = _HERE / lang / f"{stage}.yaml"
    found: dict[str, str] = {}
    if file.is_file():
        _flatten(yaml.load(file.read_text(encoding="utf-8"), _Loader) or {}, stage, found)  # noqa: S506 - a safe loader
    return found


def _flatten(tree: dict[str, Any], prefix: str, into: dict[str, str]) -> None:
    for key, value in tree.items():
        name = f"{prefix}.{key}"
        if isinstance(value, dict):
            _flatten(value, name, into)
        else:
            into[name] = str(value)
