"""Declining WeChat's profile, and what becomes of the flow then."""

from __future__ import annotations

from qraudit.models import Concession, Prompt
from qraudit.walk.course import OnCourse
from qraudit.walk.scene import Scene
from qraudit.walk.ways import Way

__all__ = ["Profile"]


_SCOPE = "snsapi_userinfo"


class Profile(OnCourse):
    """Requests for the WeChat profile: declined first, conceded only where nothing else leads on."""

    async def at_the_door(self, url: str) -> None:
        """The code's own address asks for the profile before it shows anything."""
        first = self.scene
        prompt = self._prompt()
        await self.session.open(url)
        await self.journal.step(self.journal.action("reload", None, url, why="reload"), late=True)
        passed = self.scene.is_web
        prompt.attempts += [
            self.journal.attempt("refuse", "refused", target=_SCOPE, before=first),
            self.journal.attempt("reload", "passed" if passed else "asked-again", target=url, before=first),
        ]
        prompt.passed = passed
        if not passed:
            await self._concede(prompt, url)

    def was_asked(self) -> bool:
        """Whether the last step asked for the profile (and was declined)."""
        asked = self.session.events.oauth
        return bool(asked) and asked[-1].step == self.scene.step and asked[-1].handled == "declined"

    def declined(self, way: Way, before: Scene) -> None:
        """A tap asked for the profile, and it was declined; the same way is tried once more."""
        known = next((one for one in self.walk.prompts if one.kind == "profile" and one.form == "redirect"), None)
        if known is None:
            prompt = self._prompt()
            prompt.attempts.append(
                self.journal.attempt("refuse", "refused", target=way.words, before=before, control=way.control)
            )
            self.memory.choose()
            return
        known.recurrences.append(self.scene.step)
        known.attempts.append(
            self.journal.attempt("link", "asked-again", target=way.words, before=before, control=way.control)
        )

    async def insist(self) -> bool:
        """Nothing leads on but the profile that was declined: concede it, once."""
        prompt = next((one for one in self.walk.prompts if one.kind == "profile" and one.form == "redirect"), None)
        if prompt is None or prompt.conceded or not self.session.policy.declined:
            return False
        prompt.passed = False
        prompt.recurrences.clear()  # asking again was the only way on: a wall, not nagging
        await self._concede(prompt, self.session.policy.declined[-1])
        return True

    def _prompt(self) -> Prompt:
        return self.prompts.new("profile", "redirect", _SCOPE, evidence=[self.journal.evidence(_SCOPE)])

    async def _concede(self, prompt: Prompt, url: str) -> None:
        self.session.policy.grant_profile = True
        prompt.conceded = True
        self.walk.concessions.append(
            Concession(kind="profile", what=_SCOPE, step=self.scene.step, attempts=list(prompt.attempts))
        )
        await self.session.open(url)
        await self.journal.step(self.journal.action("concede", None, _SCOPE, why="concede"), late=True)
