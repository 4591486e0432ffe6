"""A page that lets nobody on who does not agree: refusing is tried first, then the agreement is conceded."""

from __future__ import annotations

from qraudit.models import Concession, Control, Prompt
from qraudit.models.walk import AttemptResult
from qraudit.walk.course import Course, OnCourse
from qraudit.walk.meaning import fold, phrases
from qraudit.walk.scene import Scene, meanings_of, words_of
from qraudit.walk.ways import ways_on

__all__ = ["Agreements"]

_TOUCHED = frozenset({"button", "link"})
_TOLD_BY = frozenset({"consent", "purpose", "privacy"})


class Agreements(OnCourse):
    """Answers the pages (not layers over them) that ask for agreement and for nothing else."""

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._asked: dict[str, Prompt] = {}

    async def concede(self) -> bool:
        """At a dead end whose page asks for agreement: refuse, then agree; False where that is not the matter."""
        scene = self.scene
        agree = _meant(scene, "agree")
        if agree is None or scene.layer is not None or not _asks(scene):
            return False
        prompt = self._asked.get(scene.route)
        if prompt is not None and prompt.conceded:
            return False
        refuse = _meant(scene, "refuse")
        if prompt is None:
            prompt = self._asked[scene.route] = self._note(scene, refuse)
            if refuse is not None and await self._refused(prompt, refuse):
                return True
        again = _meant(self.scene, "agree")
        return again is not None and await self._agreed(prompt, again)

    def _note(self, scene: Scene, refuse: Control | None) -> Prompt:
        text = scene.words(None)
        choices = [words_of(one)[:40] for one in scene.controls(None) if words_of(one)][:12]
        return self.prompts.new(
            "consent", "page", text, choices=choices, refusable=refuse is not None,
            evidence=[self.journal.evidence(text)],
        )  # fmt: skip

    async def _refused(self, prompt: Prompt, refuse: Control) -> bool:
        """Refuse; whether that leads on. Where it does not, the page is in front again."""
        before = self.scene
        if await self.journal.tap(refuse, words_of(refuse), kind="dismiss", why="decline", late=True) is None:
            return False
        moved = self.scene.route != before.route
        leads = moved and any(way.forward for way in ways_on(self.scene, self.course.scope(), self.memory))
        result: AttemptResult = "passed" if leads else "led-away" if moved else self.course.result(False)
        prompt.attempts.append(
            self.journal.attempt("refuse", result, target=words_of(refuse), before=before, control=refuse)
        )
        prompt.passed = leads or prompt.passed
        prompt.passed_by = "refuse" if leads else None
        if moved and not leads and await self.session.back():
            await self.journal.step(self.journal.action("back", None, "", why="retreat"), late=True)
        return leads

    async def _agreed(self, prompt: Prompt, agree: Control) -> bool:
        before = self.scene
        if await self.journal.tap(agree, words_of(agree), kind="concede", why="agree", late=True) is None:
            return False
        prompt.conceded = True
        self.session.wire.consented = True
        self.walk.concessions.append(
            Concession(kind="notice", what=words_of(agree)[:120], step=before.step, attempts=list(prompt.attempts))
        )
        self.course.progress()
        return True


def _meant(scene: Scene, meaning: str) -> Control | None:
    wanted = (one for one in scene.controls(None) if one.kind in _TOUCHED and meaning in meanings_of(one))
    return next((one for one in wanted if not one.disabled), None)


def _asks(scene: Scene) -> bool:
    return bool(phrases("statements").all_in(fold(scene.words(None))) & _TOLD_BY)
