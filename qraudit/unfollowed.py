"""The walks in which no page was seen: no code, a code that opens no page, an interruption before the first page."""

from __future__ import annotations

from qraudit.models import DeviceId, Evidence, Milestone, Prompt, Target, Walk, WalkOutcome, now
from qraudit.targets import Found
from qraudit.text import both

__all__ = ["interrupted", "unfollowed"]


def unfollowed(found: Found, target: Target, device: DeviceId, until: Milestone) -> Walk | None:
    """The walk of a target that cannot be followed; None where it opens a web page, which has to be walked."""
    if found.undecodable is not None:
        return _empty(target, device, until, "undecodable", found.undecodable)
    if target.kind == "web":
        return None
    walk = _empty(target, device, until, "not-followable", f"not-followable-{target.kind}")
    if target.kind == "official-account":
        walk.prompts.append(_follow_page(target.payload))
    return walk


def interrupted(target: Target, device: DeviceId, until: Milestone, reason: str = "interrupted") -> Walk:
    """The walk that was ended before it could tell anything."""
    return _empty(target, device, until, "exhausted", reason)


def _empty(target: Target, device: DeviceId, until: Milestone, outcome: WalkOutcome, reason: str) -> Walk:
    moment = now()
    return Walk(
        target=target,
        device=device,
        scenario=target.scenario,
        until=until,
        outcome=outcome,
        reason=reason,
        started=moment,
        finished=moment,
    )


def _follow_page(payload: str) -> Prompt:
    """A code that only opens a follow page is a wall by itself: there is nothing else to try."""
    proof = Evidence(text=payload, note=both("cli.follow-code"))
    return Prompt(id="payload", kind="follow", step=0, form="payload", passed=False, evidence=[proof])
