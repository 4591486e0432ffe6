"""A burger house that serves members only. The code by SMS is sent to nobody."""

from __future__ import annotations

import re
import secrets

from qraudit.samples.visit import Reply, Visit

MENU = [("双层牛堡", 36), ("脆鸡堡", 26), ("粗薯条", 14), ("冰可乐", 9)]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(table=visit.query.get("tb", ""), menu=MENU)
        case "POST", "/api/order":
            if not visit.customer.get("member"):
                return visit.refuse("请先注册会员", 4010)
            return visit.json(visit.payment())
        case "POST", "/api/sms":
            if not re.fullmatch(r"1\d{10}", visit.text("phone")):
                return visit.refuse("请输入正确的手机号")
            visit.customer["code"] = f"{secrets.randbelow(10**6):06}"
            return visit.json(msg="验证码已发送")
        case "POST", "/api/join":
            code = visit.customer.get("code")
            if not code or visit.text("code") != code:
                return visit.refuse("验证码错误")
            visit.customer["member"] = True
            return visit.json()
        case "GET", "/terms":
            return visit.page("terms")
    return None
