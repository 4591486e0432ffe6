"""A museum with real-name entry."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page()
        case "GET", "/api/sessions":
            days = [{"day": f"12 月 {day} 日", "left": left} for day, left in ((4, 0), (5, 120), (6, 48), (8, 300))]
            return visit.json(days, after=0.3)
        case "POST", "/api/book":
            if not visit.text("day") or not visit.text("time"):
                return visit.refuse("请选择日期和场次")
            if not visit.text("name"):
                return visit.refuse("请填写参观人姓名")
            if not re.fullmatch(r"\d{17}[\dXx]", visit.text("idno")):
                return visit.refuse("请填写正确的身份证号")
            visit.customer["booked"] = True
            return visit.json({"order": visit.session[:10]}, after=0.3)
        case "POST", "/api/pay":
            return visit.json(visit.payment()) if visit.customer.get("booked") else visit.refuse("请先预约")
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
