"""One request of one customer to one merchant, and the ways to answer it: what a `merchant.py` sees."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from qraudit.samples import wechat

__all__ = ["Handler", "Reply", "Visit"]

PAGE_DELAY = 0.08
API_DELAY = 0.15
"""Seconds that a merchant's server takes; a handler may say otherwise (`after`)."""


@dataclass
class Reply:
    """What goes back to the browser, `after` so many seconds."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    after: float = PAGE_DELAY


@dataclass
class Visit:
    """One request. `path` is below the merchant's root; `customer` keeps what the merchant knows of its sender."""

    slug: str
    folder: Path
    method: str
    path: str
    query: dict[str, str]
    form: dict[str, Any]
    customer: dict[str, Any]
    session: str
    user_agent: str
    origin: str

    @property
    def base(self) -> str:
        """The merchant's root, for addresses in pages."""
        return f"/m/{self.slug}"

    @property
    def in_wechat(self) -> bool:
        """Whether the sender says that it is WeChat."""
        return "MicroMessenger" in self.user_agent

    def text(self, name: str) -> str:
        """One value of the form as trimmed text, empty where it was not sent."""
        value = self.form.get(name)
        return "" if value is None else str(value).strip()

    def page(self, name: str = "index", /, *, status: int = 200, after: float = PAGE_DELAY, **values: Any) -> Reply:
        """A page of the merchant's own `pages/` (Jinja, escaped)."""
        template = _templates(self.folder).get_template(f"{name}.html")
        text = template.render(base=self.base, session=self.session, query=self.query, **values)
        return Reply(text.encode(), status=status, after=after)

    def json(self, data: Any = None, *, status: int = 200, after: float = API_DELAY, **envelope: Any) -> Reply:
        """`{"code": 0, "msg": "ok", "data": …}`, or whatever envelope is given instead."""
        body = {"code": 0, "msg": "ok", "data": data} | envelope
        return Reply(json.dumps(body, ensure_ascii=False).encode(), status, "application/json", after=after)

    def refuse(self, message: str, code: int = 1, *, status: int = 200) -> Reply:
        """An API's refusal in the merchant's words."""
        return self.json(status=status, code=code, msg=message)

    def redirect(self, to: str) -> Reply:
        """To a path below the merchant's root, or to a whole address."""
        return Reply(status=302, headers={"Location": to if "://" in to else self.base + to})

    def payment(self) -> dict[str, str]:
        """The parameters of `getBrandWCPayRequest`."""
        self.customer["payment"] = True
        return wechat.jsapi_payment(self.slug)

    def tenpay(self) -> str:
        """The address of WeChat's H5 payment."""
        self.customer["payment"] = True
        return wechat.tenpay_url()

    def authorize(self, scope: str, back: str, state: str = "qr") -> str:
        """WeChat's authorization page, which comes back to that path of the merchant."""
        return wechat.authorize_url(self.slug, self.origin + self.base + back, scope, state)

    def sdk_config(self) -> dict[str, str | int]:
        """The parameters of `wx.config`."""
        return wechat.sdk_config(self.slug)


Handler = Callable[[Visit], Reply | None]
"""A merchant's server side: None is 'there is no such page'."""


@cache
def _templates(folder: Path) -> Environment:
    loader = FileSystemLoader([folder / "pages", folder.parent / "kit"], encoding="utf-8")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
