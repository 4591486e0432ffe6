"""The walks that need no browser: of a photograph without a code, and of a code that opens no web page."""

from __future__ import annotations

from qraudit.models import DeviceId, Evidence, Milestone, Prompt, Target, Walk, now
from qraudit.targets import Found
from qraudit.text import both

__all__ = ["unfollowed"]


def unfollowed(found: Found, target: Target, device: DeviceId, until: Milestone) -> Walk | None:
    """The walk of a target that cannot be followed; None where it opens a web page, which has to be walked."""
    if found.undecodable is None and target.kind == "web":
        return None
    moment = now()
    walk = Walk(
        target=target,
        device=device,
        scenario=target.scenario,
        until=until,
        outcome="not-followable" if found.undecodable is None else "undecodable",
        reason=found.undecodable or f"not-followable-{target.kind}",
        started=moment,
        finished=moment,
    )
    if target.kind == "official-account":
        walk.prompts.append(_follow_page(target.payload))
    return walk


def _follow_page(payload: str) -> Prompt:
    """A code that only opens a follow page is a wall by itself: there is nothing else to try."""
    proof = Evidence(text=payload, note=both("cli.follow-code"))
    return Prompt(id="payload", kind="follow", step=0, form="payload", passed=False, evidence=[proof])
