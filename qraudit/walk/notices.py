"""Opens the privacy notices that the flow linked to, once it is over, in a window of their own."""

from __future__ import annotations

import asyncio
from typing import Literal
from urllib.parse import urljoin

from qraudit.models import Notice, Walk
from qraudit.walk.browser.session import Session
from qraudit.walk.facts import Facts
from qraudit.walk.meaning import fold, phrases

__all__ = ["read_notices"]

_MOST = 4
_LONGEST = 20_000
Said = Literal["controller", "contact", "purpose", "method", "types", "retention", "rights", "optout"]
_SAID: tuple[Said, ...] = ("controller", "contact", "purpose", "method", "types", "retention", "rights", "optout")


async def read_notices(session: Session, walk: Walk, facts: Facts) -> None:
    """Read what each notice's link leads to; a link that runs a script is left alone."""
    for notice in walk.notices[:_MOST]:
        href = facts.notice_links.get(notice.page, "")
        if href.startswith(("http://", "https://", "/")):
            await _read(session, notice, urljoin(notice.evidence[0].url or "", href))
        elif notice.link and href in ("", "#"):
            notice.opened = None
        notice.says = _said(notice.text or notice.on_page)


async def _read(session: Session, notice: Notice, url: str) -> None:
    try:
        page = await asyncio.wait_for(session.context.new_page(), 5)
        await session.adopt()
        response = await asyncio.wait_for(page.goto(url, wait_until="domcontentloaded", timeout=8000), 10)
        await session.settle()
        snapshot = await session.look(pictures=False)
        notice.text = snapshot.text[:_LONGEST]
        notice.opened = bool(response and response.ok and len(snapshot.text.strip()) > 20)
        await session.close_front()
    except Exception:  # a notice that does not open is a fact about it, not a failure of the walk
        notice.opened = False


def _said(text: str) -> list[Said]:
    says = phrases("notices").all_in(fold(text))
    return [one for one in _SAID if one in says]
