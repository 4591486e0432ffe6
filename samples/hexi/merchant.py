"""A hotel as it should be."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(strip=not visit.customer.get("closed"), cookie=not visit.customer.get("refused"))
        case "POST", "/api/close":
            visit.customer["closed"] = True
            return visit.json(after=0.05)
        case "POST", "/api/cookie":
            visit.customer["refused"] = True
            return visit.json(after=0.05)
        case "GET", "/book":
            if not re.fullmatch(r"\d+-\d+", visit.query.get("d", "")):
                return visit.redirect("/")
            visit.customer["day"] = visit.query["d"]
            return _form(visit, "")
        case "POST", "/book":
            return _book(visit)
        case "POST", "/api/pay":
            return visit.json(visit.payment()) if visit.customer.get("total") else visit.refuse("请先预订")
        case "GET", "/privacy":
            return visit.page("privacy")
    return None


def _form(visit: Visit, tip: str) -> Reply:
    return visit.page("book", day=visit.customer.get("day", ""), tip=tip, form=visit.form)


def _book(visit: Visit) -> Reply:
    if not visit.text("guest"):
        return _form(visit, "请填写入住人姓名")
    if not re.fullmatch(r"1\d{10}", visit.text("phone")):
        return _form(visit, "请填写正确的手机号")
    extras = (("早餐", 38, "breakfast"), ("取消险", 12, "cover"))
    chosen = [(name, price) for name, price, field in extras if visit.text(field)]
    visit.customer["total"] = 299 + sum(price for _, price in chosen)
    return visit.page("order", chosen=chosen, total=visit.customer["total"], day=visit.customer.get("day", ""))
