"""A bistro whose order page has ticked more than was asked for."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

MENU = [
    ("招牌", [("棠月豆腐", 28), ("黄焖小排", 58), ("清炒时蔬", 22)]),
    ("主食", [("阳春面", 15), ("米饭", 2)]),
    ("饮品", [("桂花乌龙", 18), ("米酒", 16)]),
]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(desk=visit.query.get("d", ""))
        case "GET", "/api/goods":
            return visit.json(
                [{"name": name, "goods": [{"name": n, "price": p} for n, p in rows]} for name, rows in MENU]
            )
        case "POST", "/api/submit":
            if not visit.form.get("lines"):
                return visit.refuse("购物车是空的")
            return visit.json(visit.payment(), after=0.3)
    return None
