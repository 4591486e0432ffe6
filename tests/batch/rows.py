"""Rows as a store gives them, for whatever is made of them."""

from __future__ import annotations

from typing import Any

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028\u202e=cmd|'/c calc'!A1"


def finding(rule: str = "follow-wall", outcome: str = "violation", **changed: Any) -> dict[str, Any]:
    return {
        "rule": rule,
        "outcome": outcome,
        "severity": "critical",
        "proof": "tested",
        "subject": None,
        "step": 1,
        "law": ["cpl-26"],
        "fingerprint": "f" * 16,
        "title": {"zh": "不关注就无法继续", "en": "No way on without following"},
        "message": {"zh": "消息", "en": "message"},
        "waiver": None,
        "url": "https://a.example/order",
    } | changed


def row(number: int = 1, **changed: Any) -> dict[str, Any]:
    return {
        "id": number,
        "source": f"IMG_{number:05d}.jpg",
        "merchant": f"面馆 {number}",
        "place": "东城区",
        "note": "",
        "taken": "2026-11-24T10:00:00",
        "latitude": 39.9,
        "longitude": 116.4,
        "asked": "",
        "payload": f"https://a.example/{number}",
        "kind": "web",
        "state": "done",
        "audit": number,
        "scenario": "dine-in",
        "outcome": "completed",
        "reached": "payment",
        "verdict": "clean",
        "status": 0,
        "reason": None,
        "run": f"runs/{number:05d}-IMG",
        "findings": [],
        "seconds": 4.0,
        "finished": "2026-11-24T10:01:00",
    } | changed


def waiting(number: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("audit", "scenario", "outcome", "status", "run", "seconds", "finished"))
    return row(number, state="waiting", verdict="not-audited", reached="none", payload="", kind="other", **nothing)


def violating(number: int, *rules: str, **changed: Any) -> dict[str, Any]:
    found = [finding(rule) for rule in rules or ("follow-wall",)]
    return row(number, verdict="violations", status=1, findings=found, **changed)


def mixed(count: int) -> list[dict[str, Any]]:
    """Rows of every kind, many of them."""
    places = ("东城区", "西城区", "南山区", "滨江区", "")
    rules = ("follow-wall", "data-required", "ad-no-close", "membership-wall", "consent-bundled")
    made = []
    for number in range(1, count + 1):
        place = {"place": places[number % 5], "scenario": ("dine-in", "parking", "retail")[number % 3]}
        if number % 4 == 0:
            made.append(violating(number, *rules[: 1 + number % 5], **place))
        elif number % 7 == 0:
            reason = {"zh": "照片里没有看到二维码。", "en": "No code is seen."}
            made.append(row(number, verdict="not-audited", outcome="undecodable", reason=reason, **place))
        else:
            made.append(row(number, **place))
    return made
