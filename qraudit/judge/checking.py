"""The validity of someone's own rules: every mistake with its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from qraudit.errors import RuleError
from qraudit.judge.cases import cases_of
from qraudit.judge.compiling import CompiledRule
from qraudit.judge.evaluation import judge
from qraudit.judge.expression import ExpressionError
from qraudit.judge.loading import Loaded, existing, files
from qraudit.judge.probing import probes
from qraudit.judge.source import read
from qraudit.resources import rules_dir

__all__ = ["check"]


def check(paths: Sequence[Path]) -> list[RuleError]:
    """The first mistake of every file, in the order of the files; empty where all are valid.

    Raises:
        UsageError: a path does not exist.

    """
    loaded = Loaded.of(rules_dir(), builtin=True)
    return [mistake for path in paths for mistake in _mistakes(existing(path), loaded)]


def _mistakes(path: Path, loaded: Loaded) -> Iterator[RuleError]:
    seen: dict[str, Path] = {}
    for file in files(path):
        try:
            loaded.take(read(file), seen, builtin=False)
        except RuleError as error:
            yield error
    for rule in loaded.rules.values():
        if rule.source.file in seen.values():
            yield from _deeper(rule, loaded)


def _deeper(rule: CompiledRule, loaded: Loaded) -> Iterator[RuleError]:
    """What shows only when a rule is evaluated, and mistakes in its cases."""
    alone = replace(loaded.rule_set(), rules=(rule,))
    try:
        for walk in probes():
            judge(walk, alone, strict=True)
    except ExpressionError as error:
        if error.where is not None:
            yield error.where
    try:
        cases_of(rule)
    except RuleError as error:
        yield error
