"""What stands on a form, and what came of trying it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qraudit.models import Attempt, Control, FieldFact
from qraudit.walk.meaning import Datum
from qraudit.walk.scene import Scene, name_key
from qraudit.walk.ways import Way

__all__ = ["Entry", "FormResult", "FormTrial"]

FormResult = Literal["passed", "refused", "needs-code", "no-way"]


@dataclass
class Entry:
    control: Control
    datum: Datum
    fact: FieldFact | None
    given: bool = False

    @property
    def key(self) -> str:
        return f"{self.datum.category or self.datum.matter}:{name_key(self.control.name or self.control.placeholder)}"


@dataclass
class FormTrial:
    """What came of one form. `reply` is the last refusal in the page's words."""

    result: FormResult
    reply: str = ""
    way: Way | None = None
    before: Scene | None = None
    """The last submission, and the look before it."""
    attempts: list[Attempt] = field(default_factory=list)
