"""Denying what a page asks the device for, and conceding it only where the page lets nobody on without."""

from __future__ import annotations

from qraudit.models import Concession, PermissionRequest
from qraudit.walk.course import OnCourse
from qraudit.walk.meaning import fold, phrases

__all__ = ["Permissions"]


class Permissions(OnCourse):
    """The position is the one capability that can be conceded: a made-up one."""

    async def concede(self) -> bool:
        """At a dead end that speaks of the position: grant it once and try again; False where it is not the matter."""
        asked = next((one for one in self.session.events.permissions if one.kind == "location"), None)
        if asked is None or asked.required is not None or not self._insisted():
            return False
        before = self.scene
        asked.attempts += self.course.wall_attempts
        asked.attempts.append(self.journal.attempt("refuse", "refused", target=asked.api, before=before))
        await self.session.grant_location()
        await self.session.reload()
        await self.journal.step(self.journal.action("concede", None, asked.api, why="concede"), late=True)
        self._settle(asked, moved=self.scene.state != before.state)
        return True

    def _insisted(self) -> bool:
        """Whether the page, or what it answered, says that it goes no further without the position."""
        said = "\n".join([*self.course.refusals, self.scene.words(None)])
        return "location-demand" in phrases("statements").all_in(fold(said))

    def _settle(self, asked: PermissionRequest, *, moved: bool) -> None:
        asked.required = moved
        self.memory.choose()
        self.walk.concessions.append(
            Concession(
                kind="permission",
                what=asked.kind,
                category="location",
                step=self.scene.step,
                attempts=list(asked.attempts),
            )
        )
        self.course.progress()
