"""A canteen outside its hours."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

MENU = [("炒河粉", 18), ("烤茄子", 16), ("盐水毛豆", 12), ("冰粉", 8)]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(menu=MENU, seat=visit.query.get("seat", ""))
        case "POST", "/api/order":
            return visit.refuse("已打烊，营业时间 18:00 - 02:00", 503)
    return None
