"""qraudit.toml (or `[tool.qraudit]` in pyproject.toml): what to audit, and how, in a merchant's own repository.

    [[targets]]        url or photo or payload, and any option of `qraudit audit` with underscores
    [[waivers]]        findings that do not count for now
    rules_off          rules that are not to be judged
    [thresholds.RULE]  a rule's numbers, where they are the project's own and not the law's
    the rest           the same options, for all targets

Unknown keys and wrong values are refused with file and line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from qraudit.errors import UsageError
from qraudit.models import Bilingual, Noun, RuleSettings, ThresholdValue
from qraudit.options import AuditOptions, explain
from qraudit.text import both
from qraudit.toml_lines import line_of, line_of_error
from qraudit.waivers import WaiverEntry

__all__ = ["FILE_NAME", "Configuration", "TargetEntry", "find", "is_ours", "load", "load_waivers"]

FILE_NAME = "qraudit.toml"

_PYPROJECT = "pyproject.toml"
_TABLE = ("tool", "qraudit")
_LIMIT = 1_000_000
_PATHS = ("out", "flow", "record", "waivers", "baseline", "identity", "storage_state", "photo")

_M = TypeVar("_M", bound=Noun)


class TargetEntry(AuditOptions):
    """One `[[targets]]`: exactly one of `url`, `photo` and `payload`."""

    url: str | None = None
    photo: Path | None = None
    payload: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> TargetEntry:
        if sum(source is not None for source in (self.url, self.photo, self.payload)) != 1:
            raise PydanticCustomError("one_source", "exactly one of url, photo, payload")
        return self


class Configuration(AuditOptions):
    """The whole file. Its paths are relative to the file's own folder."""

    targets: list[TargetEntry] = Field(default_factory=list)
    waivers: list[WaiverEntry] = Field(default_factory=list)  # type: ignore[assignment]
    rules_off: list[str] = Field(default_factory=list)
    thresholds: dict[str, dict[str, ThresholdValue]] = Field(default_factory=dict)

    def defaults(self) -> AuditOptions:
        """The options that hold for all targets."""
        names = self.model_fields_set & set(AuditOptions.model_fields) - {"waivers"}
        return AuditOptions.model_validate({name: getattr(self, name) for name in names})

    @property
    def rule_settings(self) -> RuleSettings:
        """What it changes in the rules."""
        return RuleSettings(off=self.rules_off, thresholds=self.thresholds)


class _WaiverFile(Noun):
    waivers: list[WaiverEntry] = Field(default_factory=list)


def find(folder: Path) -> Path | None:
    """The configuration of a folder: its qraudit.toml, else its pyproject.toml where that has `[tool.qraudit]`."""
    own, project = folder / FILE_NAME, folder / _PYPROJECT
    if own.is_file():
        return own
    return project if project.is_file() and is_ours(project) else None


def is_ours(file: Path) -> bool:
    """Whether a file speaks of qraudit; most pyproject.toml do not."""
    return file.name != _PYPROJECT or "[tool.qraudit" in _read(file)


def load(file: Path) -> Configuration:
    """A configuration file, checked.

    Raises:
        UsageError: `FILE:LINE: message` for the first thing that is wrong.

    """
    text = _read(file)
    tree = _parse(file, text)
    within = _TABLE if file.name == _PYPROJECT else ()
    for name in within:
        tree = tree.get(name, {})
    configuration = _checked(Configuration, tree, file, text, within)
    for entry in (configuration, *configuration.targets):
        _anchor(entry, file.parent)
    for place, message in _rule_mistakes(configuration):
        raise _refusal(file, line_of(text, [*within, *place]), message)
    return configuration


def load_waivers(file: Path) -> list[WaiverEntry]:
    """The waivers of a file of `[[waivers]]`, checked as `load` checks."""
    text = _read(file)
    return _checked(_WaiverFile, _parse(file, text), file, text, ()).waivers


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > _LIMIT:
            raise UsageError(both("cli.error.file-too-large", file=file, limit=_LIMIT))
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError(both("cli.error.no-such-file", file=file)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(both("cli.error.unreadable", file=file, detail=error)) from None


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = line_of_error(str(error), text)
        raise _refusal(file, line, both("cli.error.not-toml", detail=error)) from None


def _checked(model: type[_M], tree: dict[str, Any], file: Path, text: str, within: tuple[str, ...]) -> _M:
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        first = error.errors()[0]
        line = line_of(text, [*within, *first["loc"]])
        raise _refusal(file, line, _message(first, model)) from None


def _rule_mistakes(configuration: Configuration) -> Iterator[tuple[tuple[str | int, ...], Bilingual]]:
    """Rules and thresholds that there are none of. Only a file that speaks of rules has them loaded for that."""
    if not configuration.rule_settings:
        return
    from qraudit.judge import load_rules, mistakes

    own = {path: None for entry in (configuration, *configuration.targets) for path in entry.rules}
    for place, message in mistakes(load_rules([*own]), configuration.rule_settings):
        yield ("rules_off", *place[1:]) if place[0] == "off" else place, message


def _message(error: ErrorDetails, model: type[Noun]) -> Bilingual:
    if error["type"] == "one_source":
        return both("cli.error.one-source")
    place = error["loc"]
    if place[0] == "thresholds":
        return both(
            "cli.error.bad-value", name=".".join(map(str, place[:3])), value=error["input"], detail=error["msg"]
        )
    entries: dict[object, type[Noun]] = {"targets": TargetEntry, "waivers": WaiverEntry}
    inner = entries.get(place[0], model) if len(place) > 2 else model
    name = next(part for part in reversed(place) if isinstance(part, str))
    if error["type"] == "extra_forbidden" and inner is not model and name in model.model_fields:
        return both("cli.error.misplaced-key", name=name, table=place[0])
    return explain(error, name, inner)


def _refusal(file: Path, line: int, message: Bilingual) -> UsageError:
    return UsageError(Bilingual(zh=f"{file}:{line}: {message.zh}", en=f"{file}:{line}: {message.en}"))


def _anchor(entry: AuditOptions, folder: Path) -> None:
    """Make the paths of an entry relative to the configuration's folder, wherever the command runs."""
    for name in entry.model_fields_set & set(_PATHS):
        value = getattr(entry, name)
        if isinstance(value, Path):
            setattr(entry, name, folder / value.expanduser())
    if "rules" in entry.model_fields_set:
        entry.rules = [folder / path.expanduser() for path in entry.rules]
    if "format" in entry.model_fields_set:
        parts = (one.partition("=") for one in entry.format)
        entry.format = [f"{name}={folder / file}" if file else name for name, _, file in parts]
