"""What judging costs: one walk under all rules, and loading the rules."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence

MOST_MS = 50.0
"""What one walk under all rules may take."""


def run(argv: Sequence[str]) -> int:
    """Print the medians; 1 where judging a long walk takes too much."""
    parser = argparse.ArgumentParser(prog="judge")
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args(argv).rounds
    from qraudit.judge import judge, load_rules
    from qraudit.judge.loading import Loaded
    from qraudit.resources import rules_dir

    rules = load_rules()
    short, long = _walk(1), _walk(8)
    loading = _median_ms(lambda: Loaded.of(rules_dir(), builtin=True).rule_set(), min(rounds, 5))
    plain = _median_ms(lambda: judge(short, rules), rounds)
    full = _median_ms(lambda: judge(long, rules), rounds)
    sys.stdout.write(
        f"{len(rules.rules)} rules, {rounds} rounds, median ms\n"
        f"{'what':<34}{'ms':>8}\n"
        f"{'load the rules':<34}{loading:>8.1f}\n"
        f"{'judge a walk, one fact of a kind':<34}{plain:>8.1f}\n"
        f"{'judge a walk, eight of a kind':<34}{full:>8.1f}\n"
        f"judge_load_ms={loading:.1f}\njudge_short_ms={plain:.1f}\njudge_long_ms={full:.1f}\n"
    )
    return 0 if full <= MOST_MS else 1


def _median_ms(action: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _walk(of_a_kind: int) -> object:
    """A walk of forty long pages that met `of_a_kind` facts of every kind."""
    from qraudit.judge.cases import walk_of

    attempts = ["close refused", "mask no-effect", "back refused", "link no-effect", "wait no-effect"]
    control = {"text": "×", "width": 20, "height": 20, "contrast": 3.0}
    facts = {
        "prompts": [{"kind": "follow", "form": "overlay", "text": "关注公众号", "passed": True, "attempts": attempts}],
        "adverts": [{"controls": [control], "attempts": ["close passed"], "closed": True, "closed_by": "close"}],
        "fields": [{"category": "phone", "label": "手机号", "required": False, "attempts": ["leave-empty passed"]}],
        "boxes": [{"text": "同意《用户协议》《隐私政策》", "covers": ["terms", "privacy"]}],
        "notices": [{"collects": ["phone"], "link": "隐私政策", "opened": True, "text": "我们收集" * 2000}],
        "disclosures": [{"category": "phone", "moment": "submission"}],
        "permissions": [{"kind": "location", "by_tap": True}],
    }
    page = {"milestone": "catalogue", "text": "菜单" * 1000, "effect": ["content", "request"]}
    steps = [{"index": at, "url": f"https://shop.example/{at}", "action": {"kind": "tap"}, **page} for at in range(40)]
    many = {
        name: [{**fact, "step": turn} for turn in range(of_a_kind) for fact in several]
        for name, several in facts.items()
    }
    return walk_of({"scenario": "dine-in", "steps": steps, **many})
