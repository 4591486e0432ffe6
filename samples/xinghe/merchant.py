"""A charging pile as it should be."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(pile=visit.query.get("pile", ""), gun=visit.query.get("g", ""))
        case "GET", "/api/price":
            return visit.json({"electricity": 0.82, "service": 0.35}, after=0.25)
        case "POST", "/api/order":
            amount = visit.form.get("amount")
            if not isinstance(amount, int) or not 5 <= amount <= 200:
                return visit.refuse("请选择金额")
            return visit.json(visit.payment()) if visit.form.get("agree") else visit.refuse("请阅读并同意协议")
        case "GET", "/privacy" | "/terms":
            return visit.page(visit.path[1:])
    return None
