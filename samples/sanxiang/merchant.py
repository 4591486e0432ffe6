"""Umbrellas to borrow: the profile and the position are offered, not demanded."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

POINTS = ["湖滨地铁站 C 口", "中心书城 1 层服务台", "人民公园南门"]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            rack = visit.query.get("rack", "")
            if not visit.customer.get("openid"):
                if not visit.query.get("code"):
                    return visit.redirect(visit.authorize("snsapi_base", f"/?rack={rack}"))
                visit.customer["openid"] = "o" + visit.session
            return visit.page(rack=rack, asked=visit.customer.get("asked", False))
        case "GET", "/profile":
            return visit.redirect(visit.authorize("snsapi_userinfo", "/?rack=SX-118", "profile"))
        case "POST", "/api/asked":
            visit.customer["asked"] = True
            return visit.json()
        case "GET", "/points":
            return visit.page("points", points=POINTS)
        case "GET", "/api/config":
            return visit.json(visit.sdk_config())
        case "GET", "/rent":
            return visit.page("rent") if visit.customer.get("openid") else visit.redirect("/")
        case "POST", "/api/deposit":
            return visit.json(visit.payment()) if visit.customer.get("openid") else visit.refuse("请重新扫码")
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
