"""Lockers behind an advertisement that never leaves."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

SIZES = {"s": ("小柜", 3), "m": ("中柜", 5), "l": ("大柜", 8)}


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(sizes=SIZES, cabinet=visit.query.get("cab", ""))
        case "POST", "/cashier":
            visit.customer["size"] = visit.text("size") if visit.text("size") in SIZES else "s"
            name, price = SIZES[visit.customer["size"]]
            return visit.page("cashier", name=name, price=price)
        case "POST", "/api/pay":
            return visit.json(visit.payment()) if visit.customer.get("size") else visit.refuse("请先选择柜型")
        case "GET", "/tour":
            return visit.page("tour")
    return None
