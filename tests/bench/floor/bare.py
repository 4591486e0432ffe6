"""The floor: the same acts and screenshots by Playwright alone, without looking at anything: `SCRIPT FOLDER`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

BRIDGE = """window.WeixinJSBridge = { on() {}, call() {}, invoke(name, params, done) {
  if (name === 'getBrandWCPayRequest') window.handedOver();
  setTimeout(() => done({ err_msg: name === 'preVerifyJSAPI' ? 'config:ok' : name + ':cancel' }), 0); } };
document.addEventListener('DOMContentLoaded', () => document.dispatchEvent(new Event('WeixinJSBridgeReady')));"""
CASHIERS = ("https://wx.tenpay.com/", "https://openapi.alipay.com/", "weixin://", "alipays://")


async def main(script: dict[str, Any], folder: Path) -> None:
    """Do what the script says, and wait for the request for money where it came to one."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=script["chromium"], chromium_sandbox=False)
        context = await browser.new_context(**script["context"])
        asked = asyncio.Event()
        await context.expose_function("handedOver", asked.set)
        await context.add_init_script(BRIDGE)
        context.on("request", lambda request: asked.set() if request.url.startswith(CASHIERS) else None)
        page = await context.new_page()
        for number, act in enumerate(script["acts"]):
            await _do(page, act, folder / f"{number:02d}.png")
        if script["handoff"]:
            await asyncio.wait_for(asked.wait(), 10)
        await browser.close()


async def _do(page: Page, act: dict[str, Any], picture: Path) -> None:
    match act["do"]:
        case "open":
            await page.goto(act["given"])
        case "tap":
            x, y = act["at"]
            await page.locator(act["selector"]).tap(position={"x": x, "y": y})
        case "type":
            await page.keyboard.press("Control+A")
            await page.keyboard.type(act["given"])
        case "press":
            await page.keyboard.press(act["given"])
        case "back":
            await page.go_back()
        case "reload":
            await page.reload()
        case "screenshot":
            await page.screenshot(path=picture, scale="css")


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2])))
