"""What a flow script may say. Every step is one key; unknown keys are refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from qraudit.models import Category, Noun

__all__ = ["Choosing", "Expectation", "Flow", "Payment", "Step", "Target", "Typing", "Waiting"]

_LONGEST = 500
_MOST_STEPS = 300

Text = Annotated[str, Field(min_length=1, max_length=_LONGEST)]


class Target(Noun):
    """Something on the page: by its visible words (or role, or selector), or a point. A plain text is its words."""

    words: str = Field(default="", max_length=_LONGEST)
    role: str = Field(default="", max_length=40)
    """As the observer names kinds of controls: `button`, `link`, `checkbox`, `radio`, `text`, `select` …"""
    selector: str = Field(default="", max_length=_LONGEST)
    nth: int = Field(default=0, ge=0, le=99)
    at: tuple[float, float] | None = None
    """x, y in CSS pixels of the screen, where a page is one picture."""

    @model_validator(mode="after")
    def _names_something(self) -> Target:
        if not (self.words or self.role or self.selector or self.at):
            raise ValueError("empty-target")
        return self

    @property
    def told(self) -> str:
        """What a person would call it."""
        return self.words or self.selector or self.role or (f"{self.at[0]:g}, {self.at[1]:g}" if self.at else "")


def _from_words(value: Any) -> Any:
    return {"words": value} if isinstance(value, str) else value


Targeted = Annotated[Target, BeforeValidator(_from_words)]


class Typing(Noun):
    """A field and what to give it: `text`, or the tool's own value for a `datum` (without either: for the field's)."""

    into: Targeted
    text: str | None = Field(default=None, max_length=_LONGEST)
    datum: Category | None = None


class Choosing(Noun):
    """A list and the option to take."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    within: Targeted = Field(alias="in")
    option: Text


class Expectation(Noun):
    """What the page must say (or must not), or where it must be."""

    words: str = Field(default="", max_length=_LONGEST)
    url: str = Field(default="", max_length=_LONGEST)
    absent: bool = False

    @model_validator(mode="after")
    def _expects_something(self) -> Expectation:
        if not (self.words or self.url):
            raise ValueError("empty-expectation")
        return self


class Waiting(Expectation):
    """The same, with the seconds to wait for it at most."""

    seconds: float = Field(default=30.0, gt=0, le=120)


class Payment(Noun):
    """How money must be asked for; both may be left out."""

    way: str = Field(default="", max_length=40)
    amount: str = Field(default="", max_length=40)


Expected = Annotated[Expectation, BeforeValidator(_from_words)]
Awaited = Annotated[Waiting, BeforeValidator(_from_words)]


class Step(Noun):
    """One step: exactly one of these."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    open: Text | None = None
    tap: Targeted | None = None
    type: Typing | None = None
    choose: Choosing | None = None
    tick: Targeted | None = None
    untick: Targeted | None = None
    dismiss: Targeted | None = None
    press: Text | None = None
    scroll: Literal["down", "bottom", "top"] | None = None
    back: None = None
    reload: None = None
    expect: Expected | None = None
    wait_for: Awaited | None = Field(default=None, alias="wait-for")
    pay_expected: Payment | None = Field(default=None, alias="pay-expected")
    end: Literal["nothing-to-pay", "applied"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: Any) -> Any:
        step = {value: None} if isinstance(value, str) else value
        return {"pay-expected": {}} if step == {"pay-expected": None} else step

    @model_validator(mode="after")
    def _one_thing(self) -> Step:
        if len(self.model_fields_set) != 1:
            raise ValueError("one-key")
        if self.verb not in _MAY_BE_EMPTY and getattr(self, self.verb) is None:
            raise ValueError("empty-step")
        return self

    @property
    def verb(self) -> str:
        """Which step it is, as its field is named."""
        return next(iter(self.model_fields_set))


_MAY_BE_EMPTY = frozenset({"dismiss", "back", "reload"})


class Flow(Noun):
    """A script: its steps, and whether the walker goes on by itself after them."""

    version: Annotated[Literal[1], BeforeValidator(lambda value: 1 if value == "1" else value)]
    steps: list[Step] = Field(max_length=_MOST_STEPS)
    then: Literal["end", "autopilot"] = "end"
