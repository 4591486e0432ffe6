"""What a payload is, by rules/payloads/: its kind, what its format says, what must not be shown."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal
from urllib.parse import SplitResult, urlsplit

import yaml
from pydantic import Field

from qraudit.codes import emv
from qraudit.models import Bilingual, Code, CodeKind
from qraudit.models.noun import Noun
from qraudit.resources import rules_dir

__all__ = ["Payload", "classify", "explain_kind", "payload_kind"]

_MASK = "******"


class Pattern(Noun):
    """One way a payload can match; every field that is given must."""

    scheme: str | None = None
    host: list[str] = Field(default_factory=list)
    path: str | None = None
    query: str | None = None
    fragment: str | None = None
    text: str | None = None


class Payload(Noun):
    """One kind of payload as rules/payloads/ describes it."""

    id: str
    kind: CodeKind
    choice: int
    fallback: bool = False
    format: Literal["emv", "wifi"] | None = None
    match: list[Pattern]
    secret: str | None = None
    title: Bilingual
    means: Bilingual
    next: Bilingual


def classify(payload: str) -> Code:
    """The code that says `payload`: its kind, what its own format says, with its secrets masked."""
    text = payload.strip().lstrip("\ufeff\u200b")
    url = _url(text)
    found = next(kind for kind in _ordered() if any(_matches(pattern, text, url) for pattern in kind.match))
    facts = _facts(found, text)
    if facts is None:
        found, facts = payload_kind("text"), {}
    if found.kind == "web" and url is not None and url.hostname:
        facts["host"] = url.hostname
    return Code(payload=_masked(found, payload), kind=found.kind, facts={"type": found.id, **facts})


def explain_kind(code: Code) -> Bilingual:
    """What the code's kind means, and what an inspector can do next."""
    kind = payload_kind(code.facts.get("type", "unknown"))
    return Bilingual(
        zh=f"{kind.title.zh}：{kind.means.zh}{kind.next.zh}",
        en=f"{_capital(kind.title.en)}: {kind.means.en} {kind.next.en}",
    )


def payload_kind(type_id: str) -> Payload:
    """The entry of rules/payloads/ with this id."""
    return next(kind for kind in _ordered() if kind.id == type_id)


@cache
def _ordered() -> tuple[Payload, ...]:
    """Every kind, the specific ones before the fallbacks."""
    kinds: list[Payload] = []
    for file in sorted((rules_dir() / "payloads").glob("*.yaml")):
        entries = yaml.load(file.read_text(encoding="utf-8"), Loader=_loader())  # noqa: S506 - a safe loader
        kinds.extend(Payload.model_validate(entry) for entry in entries)
    return tuple(sorted(kinds, key=lambda kind: kind.fallback))


def _loader() -> Any:
    """YAML's safe loader, in C where it is built."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _url(text: str) -> SplitResult | None:
    """The payload as browsers take it: a backslash in an http address is a slash."""
    if re.match(r"https?:", text, re.IGNORECASE):
        text = text.replace("\\", "/")
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:
        return None
    return url if url.scheme else None


def _matches(pattern: Pattern, text: str, url: SplitResult | None) -> bool:
    if pattern.text is not None and not re.search(pattern.text, text, re.IGNORECASE):
        return False
    wanted = {"scheme": pattern.scheme, "path": pattern.path, "query": pattern.query, "fragment": pattern.fragment}
    if not pattern.host and not any(wanted.values()):
        return pattern.text is not None
    if url is None or (pattern.scheme and not re.fullmatch(pattern.scheme, url.scheme, re.IGNORECASE)):
        return False
    if pattern.host and not any(_is_host(url.hostname or "", host) for host in pattern.host):
        return False
    parts = {"path": url.path, "query": url.query, "fragment": url.fragment}
    return all(re.search(rule, parts[name], re.IGNORECASE) for name, rule in wanted.items() if rule and name in parts)


def _is_host(host: str, wanted: str) -> bool:
    if wanted == "*":
        return bool(host)
    host = host.rstrip(".")
    return host.endswith(wanted[1:]) or host == wanted[2:] if wanted.startswith("*.") else host == wanted


def _facts(kind: Payload, text: str) -> dict[str, str] | None:
    """What the payload's own format says; None where it is not of the format after all."""
    if kind.format == "emv":
        return emv.merchant_facts(text)
    if kind.format == "wifi":
        parts = dict(re.findall(r"(?:^WIFI:|;)([A-Z]):((?:\\.|[^;\\])*)", text, re.IGNORECASE))
        named = {"S": "network", "T": "security", "H": "hidden"}
        return {name: re.sub(r"\\(.)", r"\1", parts[key]) for key, name in named.items() if parts.get(key)}
    return {}


def _masked(kind: Payload, payload: str) -> str:
    if kind.secret is None:
        return payload
    shown = list(payload)
    for match in reversed(list(re.finditer(kind.secret, payload, re.IGNORECASE))):
        group = match.lastindex or 0
        shown[match.start(group) : match.end(group)] = _MASK
    return "".join(shown)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
