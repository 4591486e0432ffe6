"""How a flow ends: a hand-off, nothing to pay, an application made, a way off the web."""

from __future__ import annotations

from qraudit.models import PromptKind
from qraudit.walk.browser.payments import payments
from qraudit.walk.course import MILESTONES, OnCourse
from qraudit.walk.layers import demand_of

__all__ = ["PROMPT_OF", "Endings"]

_APPLYING = frozenset({"submit", "tap", "tick", "wait"})

PROMPT_OF: dict[str, PromptKind] = {
    "official-account": "follow",
    "mini-program": "mini-program",
    "wechat-contact": "contact",
    "app-link": "app",
}


class Endings(OnCourse):
    """Looks for the end of the flow."""

    _applied = False

    def look_for(self) -> None:
        """End the walk where its flow has ended.

        Raises:
            EndedError: it has.

        """
        events = self.session.events
        if events.crashed:
            self.course.end("exhausted", "browser-lost")
        self._note_payment_code()
        if events.handoffs and not self._demands_first():
            self.journal.reach("payment")
            self.prompts.note_returns(self.scene)
            self.walk.end = "handoff"
            self.course.end("completed", None)
        if self.session.policy.stopped:
            self.course.end("blocked", "needs-wechat-login")
        if self.course.options.until != "payment" and MILESTONES.index(self.walk.reached) >= MILESTONES.index(
            self.course.options.until
        ):
            self.walk.end = "until"
            self.course.end("completed", None)
        if self.scene.layer is None:
            self._look_for_quiet_end()

    def _demands_first(self) -> bool:
        """Money asked for by the opening page itself proves nothing where the page demands something before it."""
        unasked = all(one.step == 0 for one in self.session.events.handoffs)
        return unasked and demand_of(self.scene) is not None

    def _look_for_quiet_end(self) -> None:
        end = self.scene.end
        acted = len(self.walk.steps) > 1
        if end == "nothing-to-pay" and acted:
            self.walk.end = "nothing-to-pay"
            self.journal.reach("catalogue")
            self.course.end("completed", None)
        if end == "applied" and acted and self.walk.steps[-1].action.kind in _APPLYING:
            self.journal.reach("order")
            self._applied = True
            if "obtain" not in self.scene.leading:  # else what was applied for is still to be handed out
                self.end_if_applied()

    def end_if_applied(self) -> None:
        """Nothing is left to do, and nothing was demanded: what was applied for was had."""
        if self._applied:
            self.walk.end = "applied"
            self.course.end("completed", None)

    def _note_payment_code(self) -> None:
        """A page that shows a code to pay with has handed the payment over."""
        for picture in self.scene.snapshot.pictures:
            for code in picture.codes:
                if code.kind in ("wechat-pay", "alipay", "unionpay"):
                    self.session.events.hand_off(payments().of_url(code.payload, "", self.scene.step))

    def off_web(self) -> bool:
        return bool(self.session.events.departures) and not self.scene.is_web

    def end_off_web(self) -> None:
        """The code's address leads straight off the web: to a follow page, an app, a mini-program."""
        departure = self.session.events.departures[0]
        kind = PROMPT_OF.get(departure.kind)
        if kind is not None:
            evidence = [self.journal.evidence(departure.url)]
            self.prompts.new(
                kind, "redirect", departure.url, passed=False, step=0, before_milestone="none", evidence=evidence
            )
        self.course.end("blocked", f"{kind}-wall" if kind in ("follow", "app", "contact") else "mini-program")
