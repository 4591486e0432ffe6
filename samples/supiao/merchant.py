"""An invoice that is handed only to followers."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(serial=visit.query.get("s", ""))
        case "POST", "/api/issue":
            if not visit.text("title"):
                return visit.refuse("请填写发票抬头")
            if not visit.customer.get("following"):
                return visit.json({"needFollow": True}, code=701, msg="关注公众号后领取")
            return visit.json({"number": "2633200011"})
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
