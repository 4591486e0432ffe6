"""A washing machine for those who have a school's account."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(tip="", machine=visit.query.get("w", ""))
        case "POST", "/login":
            return visit.page(tip="学号或密码错误", machine="N3-12", after=0.4)
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
