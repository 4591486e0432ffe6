"""statistics.json: a batch in numbers, counted by photographs (as they came in) and by codes (as they were audited)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qraudit.models import Lang

__all__ = ["counted", "counted_rules", "statistics"]

_SCHEMA = "qraudit/statistics/1"
_GROUPS = ("state", "verdict", "outcome", "reached", "kind")

Rows = Iterable[Mapping[str, Any]]


def statistics(rows: Rows, folder: Path, lang: Lang) -> str:
    """The whole file."""
    return json.dumps(counted(list(rows)), ensure_ascii=False, indent=1) + "\n"


def counted(rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The numbers."""
    codes = list({row["audit"]: row for row in rows if row["audit"] is not None}.values())
    by_code = counted_rules(codes)
    return {
        "schema": _SCHEMA,
        "items": len(rows),
        "codes": len(codes),
        **{f"by_{name}": _by(rows, name) for name in _GROUPS},
        "by_scenario": _verdicts(rows, lambda row: row["scenario"] or row["asked"] or ""),
        "by_place": _verdicts(rows, lambda row: row["place"]),
        "by_rule": {
            rule: {"items": items, "codes": by_code[rule]} for rule, items in counted_rules(rows).most_common()
        },
        "by_subject": _subjects(rows),
        "seconds": _seconds([row["seconds"] for row in codes if row["seconds"]]),
    }


def counted_rules(rows: Rows, outcome: str = "violation") -> Counter[str]:
    """How many rows each rule was found in; what is waived does not count."""
    found: Counter[str] = Counter()
    for row in rows:
        found.update({one["rule"] for one in row["findings"] if one["outcome"] == outcome and not one["waiver"]})
    return found


def _by(rows: Rows, name: str) -> dict[str, int]:
    return dict(Counter(str(row[name] or "none") for row in rows).most_common())


def _verdicts(rows: Rows, key: Any) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[key(row)][row["verdict"]] += 1
    return {name: dict(verdicts) for name, verdicts in sorted(found.items(), key=lambda one: -one[1].total())}


def _subjects(rows: Rows) -> dict[str, int]:
    """Which data (or third parties) the violations are about."""
    found: Counter[str] = Counter()
    for row in rows:
        found.update({one["subject"] for one in row["findings"] if one["outcome"] == "violation" and one["subject"]})
    return dict(found.most_common(200))


def _seconds(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    if not ordered:
        return {}
    return {
        "median": ordered[len(ordered) // 2],
        "p90": ordered[min(len(ordered) - 1, len(ordered) * 9 // 10)],
        "total": round(sum(ordered), 1),
    }
