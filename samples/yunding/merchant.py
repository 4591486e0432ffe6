"""A scenic area: two bad advertisements, and a birthday that no ticket needs."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit

TICKETS = {"adult": ("成人票", 80), "half": ("优待票", 40), "cable": ("成人票 + 索道", 150)}


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(tickets=TICKETS)
        case "GET", "/book":
            return _form(visit, "", visit.query.get("t", "adult"))
        case "POST", "/book":
            tip = _wrong(visit)
            if tip:
                return _form(visit, tip, visit.text("ticket"))
            visit.customer["ticket"] = visit.text("ticket") if visit.text("ticket") in TICKETS else "adult"
            name, price = TICKETS[visit.customer["ticket"]]
            return visit.page("order", name=name, price=price, date=visit.text("date"))
        case "POST", "/api/pay":
            return visit.json({"h5_url": visit.tenpay()}) if visit.customer.get("ticket") else visit.refuse("请先下单")
        case "GET", "/hotel":
            return visit.page("hotel")
        case "GET", "/privacy":
            return visit.page("privacy")
    return None


def _form(visit: Visit, tip: str, ticket: str) -> Reply:
    ticket = ticket if ticket in TICKETS else "adult"
    return visit.page(
        "book", tip=tip, ticket=ticket, name=TICKETS[ticket][0], price=TICKETS[ticket][1], form=visit.form
    )


def _wrong(visit: Visit) -> str:
    if not visit.text("date"):
        return "请选择游玩日期"
    if not visit.text("name"):
        return "请填写游客姓名"
    if not re.fullmatch(r"\d{17}[\dXx]", visit.text("idno")):
        return "请填写正确的身份证号"
    if not visit.text("birthday"):
        return "请填写生日"
    return ""
