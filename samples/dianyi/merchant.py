"""A charging pile that asks for a position, an agreement without refusal and a bundled tick."""

from __future__ import annotations

import secrets

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(gun=visit.query.get("gun", ""))
        case "POST", "/api/start":
            if visit.form.get("amount") not in (10, 20, 50, 100):
                return visit.refuse("请选择充电金额")
            if not visit.form.get("agree"):
                return visit.refuse("请先勾选同意协议")
            visit.customer["payment"] = True
            return visit.json({"url": f"weixin://wxpay/bizpayurl?pr={secrets.token_urlsafe(6)}"}, after=0.35)
        case "GET", "/privacy" | "/terms":
            return visit.page(visit.path[1:])
    return None
