"""A power bank that is lent only to a WeChat profile."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(serial=visit.query.get("sn", ""))
        case "GET", "/rent":
            if visit.customer.get("profile"):
                return visit.page("rent")
            return visit.redirect(visit.authorize("snsapi_userinfo", "/back", "rent"))
        case "GET", "/back":
            if not visit.query.get("code"):
                return visit.page("again")
            visit.customer["profile"] = True
            return visit.redirect("/rent")
        case "POST", "/api/rent":
            if not visit.customer.get("profile"):
                return visit.refuse("请先授权微信头像昵称", 1003)
            return visit.json(visit.payment())
        case "GET", "/terms" | "/privacy":
            return visit.page(visit.path[1:])
    return None
