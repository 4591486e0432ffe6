"""The guises in which a code is scanned."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from qraudit.models.noun import Bilingual, Noun

__all__ = ["Device", "DeviceId", "Environment"]

DeviceId = Literal["wechat-android", "wechat-ios", "wechat-harmony", "alipay", "browser"]
Environment = Literal["wechat", "alipay", "browser"]


class Device(Noun):
    """A phone and the app that scans; the data are in rules/devices.yaml.

    `user_agent` may hold `{chrome}` (the real browser's version) and `{chrome_major}`: a user agent that
    contradicts its own client hints is told apart at once.
    """

    id: DeviceId
    title: Bilingual
    environment: Environment
    platform: Literal["android", "ios", "harmony", "desktop"]
    user_agent: str
    navigator_platform: str
    width: int = 390
    height: int = 844
    scale: float = 2.0
    """Device pixels for one CSS pixel."""
    locale: str = "zh-CN"
    timezone: str = "Asia/Shanghai"
    document_headers: dict[str, str] = Field(default_factory=dict)
    """Sent with documents only: on sub-resources they would change how a page's own requests behave."""
