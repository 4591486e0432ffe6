"""The guises (rules/devices.yaml), and how a guise is put on."""

from __future__ import annotations

from functools import cache
from typing import Any

from qraudit.models import Device, DeviceId
from qraudit.resources import read_yaml, rules_dir
from qraudit.walk.browser.page_scripts import page_script

__all__ = ["context_options", "device", "device_script"]


@cache
def _devices() -> dict[str, Device]:
    entries = read_yaml(rules_dir() / "devices.yaml")
    return {entry["id"]: Device.model_validate(entry) for entry in entries}


def device(device_id: DeviceId) -> Device:
    """The guise with that id."""
    return _devices()[device_id]


def user_agent(guise: Device, browser_version: str) -> str:
    """The user agent, with the real browser's version where the guise is a Chromium."""
    return guise.user_agent.format(chrome=browser_version, chrome_major=browser_version.split(".", maxsplit=1)[0])


def context_options(guise: Device, browser_version: str) -> dict[str, Any]:
    """Arguments of Playwright's `new_context` for a guise."""
    return {
        "user_agent": user_agent(guise, browser_version),
        "viewport": {"width": guise.width, "height": guise.height},
        "device_scale_factor": guise.scale,
        "is_mobile": True,
        "has_touch": True,
        "locale": guise.locale,
        "timezone_id": guise.timezone,
        "service_workers": "block",  # a worker would answer requests that nobody sees
        "accept_downloads": False,
    }


def device_script(guise: Device) -> str:
    """The init script that makes `navigator` agree with the guise."""
    return page_script("guise", {"platform": guise.navigator_platform, "ios": guise.platform == "ios"})
