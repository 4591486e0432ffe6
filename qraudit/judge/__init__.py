"""From what was seen and tried to what it means: rules over a walk."""

from __future__ import annotations

from qraudit.judge.adjusting import adjusted, mistakes
from qraudit.judge.checking import check
from qraudit.judge.comparison import Change, changes
from qraudit.judge.evaluation import judge
from qraudit.judge.grading import grade, provisions, verdict
from qraudit.judge.loading import RuleSet, load_rules

__all__ = [
    "Change",
    "RuleSet",
    "adjusted",
    "changes",
    "check",
    "grade",
    "judge",
    "load_rules",
    "mistakes",
    "provisions",
    "verdict",
]
