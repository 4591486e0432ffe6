"""A car park behind a slider captcha."""

from __future__ import annotations

import secrets

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            visit.customer["gap"] = secrets.randbelow(140) + 80
            return visit.page(gap=visit.customer["gap"])
        case "POST", "/api/verify":
            return visit.refuse("验证失败，请重试", 2)
        case "POST", "/api/fee":
            return visit.refuse("请先完成安全验证", 2)
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
