"""What one audit may be told: the same names on the command line, in qraudit.toml, in pytest and in Python."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from qraudit.errors import UsageError
from qraudit.models import Bilingual, DeviceId, Lang, Noun
from qraudit.text import both

__all__ = ["AuditOptions", "FailOn", "Guise", "explain", "options_from"]

FailOn = Literal["violation", "needs-review", "never"]
Guise = Literal[DeviceId, "all"]


class AuditOptions(Noun):
    """The options of `qraudit audit`, with underscores. `model_fields_set` holds those that were given."""

    model_config = ConfigDict(extra="forbid", validate_default=False)

    scenario: str = "auto"
    device: Guise = "wechat-android"
    out: Path | None = None
    format: list[str] = Field(default_factory=list)
    rules: list[Path] = Field(default_factory=list)
    flow: Path | None = None
    record: Path | None = None
    waivers: Path | None = None
    baseline: Path | None = None
    timestamp: str | None = None
    keep_raw: bool = False
    video: bool = False
    trace: bool = False
    fail_on: FailOn = "violation"
    until: Literal["catalogue", "order", "payment"] = "payment"
    max_steps: int = Field(default=60, ge=1, le=500)
    timeout: float = Field(default=120.0, gt=0, le=3600)
    allow_host: list[str] = Field(default_factory=list)
    allow_private: bool = False
    identity: Path | None = None
    storage_state: Path | None = None
    oauth_test_code: str | None = None
    cdp: str | None = None
    lang: Lang | None = None
    headed: bool = False
    quiet: bool = False
    verbose: bool = False

    @property
    def guise(self) -> DeviceId:
        """The one guise of one walk.

        Raises:
            UsageError: every guise was asked for, which is several walks.

        """
        if self.device == "all":
            raise UsageError(both("cli.error.one-guise"))
        return self.device

    def over(self, other: AuditOptions) -> AuditOptions:
        """These options where they were given, else the other's."""
        given = {name: getattr(self, name) for name in self.model_fields_set if name in AuditOptions.model_fields}
        kept = {name: getattr(other, name) for name in other.model_fields_set if name in AuditOptions.model_fields}
        return AuditOptions.model_validate(kept | given)


def options_from(given: Mapping[str, Any]) -> AuditOptions:
    """The options that were given.

    Raises:
        UsageError: the first value that is wrong, by the name its option has on the command line.

    """
    try:
        return AuditOptions.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        name = f"--{str(first['loc'][0]).replace('_', '-')}"
        raise UsageError(explain(first, name, AuditOptions)) from None


def explain(error: ErrorDetails, name: str, model: type[Noun]) -> Bilingual:
    """A validation error in the reader's words: what is wrong with `name`, and what it may be."""
    context = error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        near = get_close_matches(str(error["loc"][-1]), model.model_fields, n=1)
        return both("cli.error.unknown-key-near", name=name, near=near[0]) if near else _unknown_key(name, model)
    if error["type"] == "literal_error":
        choices = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return both("cli.error.not-among", name=name, value=_short(error["input"]), choices=choices)
    if error["type"] == "missing":
        return both("cli.error.missing-key", name=name)
    value = _short(error["input"])
    kind = _KINDS.get(error["type"])
    if kind:
        limit = next((context[one] for one in ("ge", "gt", "le", "lt") if one in context), "")
        return both(f"cli.error.{kind}", name=name, value=value, limit=limit)
    return both("cli.error.bad-value", name=name, value=value, detail=error["msg"])


_KINDS = {
    "int_parsing": "not-a-number",
    "int_type": "not-a-number",
    "int_from_float": "not-a-number",
    "float_parsing": "not-a-number",
    "float_type": "not-a-number",
    "bool_parsing": "not-a-switch",
    "bool_type": "not-a-switch",
    "string_type": "not-a-text",
    "list_type": "not-a-list",
    "path_type": "not-a-text",
    "string_too_short": "empty-text",
    "date_type": "not-a-date",
    "date_parsing": "not-a-date",
    "date_from_datetime_parsing": "not-a-date",
    "date_from_datetime_inexact": "not-a-date",
    "greater_than": "too-small",
    "greater_than_equal": "too-small",
    "less_than_equal": "too-large",
}


def _unknown_key(name: str, model: type[Noun]) -> Bilingual:
    return both("cli.error.unknown-key", name=name, known=", ".join(sorted(model.model_fields)))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
