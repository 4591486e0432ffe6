"""A gas bill that would like its app to be used and does not insist."""

from __future__ import annotations

import re
import secrets

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page()
        case "GET", "/web":
            return visit.page("web")
        case "POST", "/api/usage":
            return visit.json(after=0.05)
        case "POST", "/api/code":
            visit.customer["code"] = f"{secrets.randbelow(10**6):06}"
            return visit.json() if re.fullmatch(r"1\d{10}", visit.text("phone")) else visit.refuse("手机号有误")
        case "POST", "/api/login":
            right = visit.customer.get("code")
            return visit.json() if right and visit.text("code") == right else visit.refuse("验证码错误")
        case "POST", "/api/bill":
            if not re.fullmatch(r"\d{10}", visit.text("account")):
                return visit.refuse("户号为 10 位数字")
            visit.customer["account"] = visit.text("account")
            return visit.json({"months": 2, "amount": "143.60"}, after=0.4)
        case "GET", "/cashier":
            return visit.page("cashier") if visit.customer.get("account") else visit.redirect("/web")
        case "POST", "/api/pay":
            return visit.json(visit.payment()) if visit.customer.get("account") else visit.refuse("请先查询")
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
