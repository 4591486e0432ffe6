"""What a photograph holds: codes, and what their payloads are."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from qraudit.models.noun import Bilingual, Noun, Point

__all__ = ["Code", "CodeKind", "Photo", "Target"]

CodeKind = Literal[
    "web",
    "official-account",
    "mini-program",
    "wechat-contact",
    "wechat-pay",
    "alipay",
    "unionpay",
    "emv-merchant",
    "app-link",
    "wifi",
    "contact-card",
    "text",
    "other",
]


class Code(Noun):
    """One code: what it says, what kind that is, where it stands in the picture and which engine read it.

    `corners` are in pixels of the upright picture, clockwise from the code's own top left.
    `payload` is masked where it is a secret (a payer's code, a Wi-Fi password).
    """

    payload: str
    kind: CodeKind
    corners: list[Point] = Field(default_factory=list)
    engine: str = ""
    preparation: str = ""
    page: int = 1
    """The page of a document, or the frame of an animation."""
    agreement: list[str] = Field(default_factory=list)
    """The other engines that read the same payload."""
    confidence: float = 1.0
    facts: dict[str, str] = Field(default_factory=dict)
    """What the payload's own format says: an EMVCo merchant's name, a Wi-Fi network's name."""


class Photo(Noun):
    """One picture (or a page of a document) and the codes read from it.

    `reason` says, in both languages, why there is no code or why the file cannot be read, and what to do.
    """

    source: str
    sha256: str | None = None
    width: int | None = None
    height: int | None = None
    codes: list[Code] = Field(default_factory=list)
    reason: Bilingual | None = None
    reason_id: str | None = None
    readable: bool = True
    """Whether the file is a picture at all."""
    tried: list[str] = Field(default_factory=list)
    """What was done to read it, as `page:engine/preparation`."""
    lost: list[str] = Field(default_factory=list)
    """Those of `tried` in which native code crashed or hung."""
    seen: list[list[Point]] = Field(default_factory=list)
    """Where something looks like a code that could not be read: corners in pixels of the upright picture."""
    taken: str | None = None
    """EXIF time, ISO 8601, as the camera wrote it."""
    position: Point | None = None
    """EXIF latitude and longitude, degrees."""


class Target(Noun):
    """What is audited: a photograph's code, or a payload given directly."""

    source: str
    sha256: str | None = None
    payload: str = ""
    kind: CodeKind = "other"
    scenario: str | None = None
    scenario_from: Literal["given", "inferred", "unsure", "none"] = "none"
    scenario_reasons: list[str] = Field(default_factory=list)
    code: Code | None = None
    other_codes: list[Code] = Field(default_factory=list)
