"""A vending machine that opens only for those who added its manager as a contact."""

from __future__ import annotations

import secrets

from qraudit.samples.visit import Reply, Visit

DRINKS = [
    {"slot": slot, "name": name, "price": price}
    for slot, name, price in (("A1", "鲜榨橙汁", 12), ("A2", "冷萃咖啡", 15), ("B1", "椰子水", 10), ("B2", "苏打水", 6))
]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(machine=visit.query.get("vm", ""))
        case "GET", "/api/slots":
            return visit.json(DRINKS)
        case "POST", "/api/open":
            code = visit.customer.setdefault("code", f"{secrets.randbelow(10**6):06}")
            if visit.text("code") != code:
                return visit.refuse("开柜码不正确，请向店长索取")
            return visit.json(visit.payment())
    return None
