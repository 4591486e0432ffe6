"""The rules in force: the built-in ones, and a user's own beside or instead of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from qraudit.errors import UsageError
from qraudit.judge.cel_types import BOOL, Kind, thing
from qraudit.judge.compiling import CompiledRule, compile_rule
from qraudit.judge.expression import Expression, compiled
from qraudit.judge.law import Instrument, Provision
from qraudit.judge.scenario import Scenario
from qraudit.judge.source import Source, read, suggestion, validated
from qraudit.models import LawQuote, Walk
from qraudit.resources import rules_dir
from qraudit.text import both

__all__ = ["CASES", "Loaded", "RuleSet", "existing", "files", "load_rules"]

CASES = ".cases.yaml"


@dataclass(frozen=True)
class RuleSet:
    """Rules, law and scenarios that a walk is judged by."""

    rules: tuple[CompiledRule, ...]
    instruments: dict[str, Instrument]
    law: dict[str, LawQuote]
    """Every provision, by its id, as a report shows it."""
    penalties: dict[str, list[str]]
    """For each provision, those that say what the law provides for its breach."""
    scenarios: dict[str, Scenario]
    conditions: dict[str, Expression] = field(default_factory=dict)
    """The compiled `when` of the scenarios' data, by its text."""
    digest: str = ""

    def scenario(self, scenario_id: str | None) -> Scenario | None:
        """The scenario with that id, if there is one."""
        return self.scenarios.get(scenario_id) if scenario_id else None

    def rule(self, rule_id: str) -> CompiledRule | None:
        """The rule with that id, if it is in force."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


def load_rules(extra: Sequence[Path] = ()) -> RuleSet:
    """The built-in rules and those of the given folders or files; a later one replaces an earlier one of its id.

    Raises:
        RuleError: a file is invalid; the first mistake, as `FILE:LINE: message`.
        UsageError: a path does not exist.

    """
    if not extra:
        return _builtin()
    loaded = Loaded.of(rules_dir(), builtin=True)
    for path in extra:
        loaded.add(existing(path), builtin=False)
    return loaded.rule_set()


@cache
def _builtin() -> RuleSet:
    return Loaded.of(rules_dir(), builtin=True).rule_set()


def existing(path: Path) -> Path:
    """The path itself.

    Raises:
        UsageError: there is nothing.

    """
    if not path.exists():
        raise UsageError(both("judge.error.no_such_path", path=path))
    return path


@dataclass
class Loaded:
    """What was read so far, by id."""

    rules: dict[str, CompiledRule] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    provisions: dict[str, tuple[Instrument, Provision]] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    conditions: dict[str, Expression] = field(default_factory=dict)
    hash: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path, *, builtin: bool) -> Loaded:
        loaded = cls()
        loaded.add(path, builtin=builtin)
        return loaded

    def add(self, path: Path, *, builtin: bool) -> None:
        """Read a folder (law and scenarios first: rules refer to them) or one file."""
        seen: dict[str, Path] = {}
        for source in _sources(path, builtin=builtin):
            self.take(source, seen, builtin=builtin)

    def rule_set(self) -> RuleSet:
        """Everything read, in a fixed order."""
        return RuleSet(
            rules=tuple(self.rules[rule_id] for rule_id in sorted(self.rules)),
            instruments=self.instruments,
            law={key: instrument.quote(provision) for key, (instrument, provision) in self.provisions.items()},
            penalties=self._penalties(),
            scenarios=dict(sorted(self.scenarios.items())),
            conditions=self.conditions,
            digest=hashlib.sha256("".join(sorted(self.hash)).encode()).hexdigest(),
        )

    def _penalties(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, (_, provision) in self.provisions.items():
            for breached in provision.sanctions:
                found.setdefault(breached, []).append(key)
        return found

    def take(self, source: Source, seen: dict[str, Path], *, builtin: bool) -> None:
        """Read one file; `seen` are the rules of its folder so far."""
        folder = source.file.parent.name
        if folder == "law":
            self._take_law(source)
        elif folder == "scenarios":
            self._take_scenario(source)
        else:
            self._take_rule(source, seen, builtin=builtin)
        self.hash.append(hashlib.sha256(source.text.encode()).hexdigest())

    def _take_law(self, source: Source) -> None:
        instrument = validated(Instrument, source)
        self.instruments[instrument.id] = instrument
        for provision in instrument.provisions:
            self.provisions[provision.id] = (instrument, provision)

    def _take_scenario(self, source: Source) -> None:
        scenario = validated(Scenario, source)
        for need, datum in scenario.listed():
            if datum.when is not None:
                key = (need, getattr(scenario, need).index(datum), "when")
                names = {"it": Kind("anything"), "walk": thing(Walk)}
                self.conditions[datum.when] = compiled(datum.when, source, key, names, wants=BOOL)
        self.scenarios[scenario.id] = scenario

    def _take_rule(self, source: Source, seen: dict[str, Path], *, builtin: bool) -> None:
        rule = compile_rule(source, builtin=builtin)
        if rule.id in seen:
            raise source.error(("id",), both("judge.error.same_id", id=rule.id, file=seen[rule.id].name))
        for at, law_id in enumerate(rule.stated.law):
            if law_id not in self.provisions:
                meant = suggestion(law_id, self.provisions)
                raise source.error(("law", at), both("judge.error.unknown_law", id=law_id, meant=meant))
        seen[rule.id] = source.file
        self.rules[rule.id] = rule


def _sources(path: Path, *, builtin: bool) -> Iterator[Source]:
    for file in files(path):
        source = read(file)
        # Beside the built-in rules lie data of other stages (devices, payments …); a rule says its id.
        if builtin and not (isinstance(source.data, dict) and "id" in source.data):
            continue
        yield source


def files(path: Path) -> list[Path]:
    """A folder's law, scenarios and rules, in this order."""
    if path.is_file():
        return [path]
    parts: Iterable[Path] = (path / "law", path / "scenarios", path)
    found = [file for part in parts for pattern in ("*.yaml", "*.yml") for file in sorted(part.glob(pattern))]
    return [file for file in found if file.is_file() and not file.name.endswith(CASES)]
